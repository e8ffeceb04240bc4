/** sort and env as in a container, which has no locale: bytes decide, and the shell's own variables are nobody's. */
import type { Command, CommandResult } from '../session.ts'
import { done, fail } from '../session.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'

const VALUED = new Set(['-k', '--key', '-t', '--field-separator', '-o', '--output', '-S', '-T'])

interface Key {
  readonly from: number
  readonly to: number | undefined
  readonly letters: string
}

/** `2`, `2,3`, `2n,2`, `1,1r`. */
const readKey = (text: string): Key => {
  const [, from = '1', first = '', to, last = ''] =
    /^(\d+)(?:\.\d+)?([a-zA-Z]*)(?:,(\d+)(?:\.\d+)?([a-zA-Z]*))?$/u.exec(text) ?? []
  return { from: Number(from), to: to === undefined ? undefined : Number(to), letters: first + last }
}

const fieldOf = (line: string, key: Key | undefined, separator: string | undefined): string => {
  if (key === undefined) return line
  const fields = separator === undefined ? (line.match(/\s*\S+/gu) ?? []) : line.split(separator)
  return fields.slice(key.from - 1, key.to).join(separator ?? '')
}

const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E']

const sizeOf = (text: string): number => {
  const [, number = '0', unit = ''] = /^\s*(-?[\d.]+)([KMGTPE]?)/iu.exec(text) ?? []
  return Number(number) * 1024 ** UNITS.indexOf(unit.toUpperCase())
}

const numberOf = (text: string): number => Number(/^\s*-?\d*\.?\d+/u.exec(text)?.[0] ?? 0)

/** Versions: runs of digits by their value, the rest by its letters. */
const padNumbers = (text: string): string => text.replaceAll(/\d+/gu, (digits) => digits.padStart(20, '0'))

const byLetters = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const comparison = (options: Options, key: Key | undefined): ((a: string, b: string) => number) => {
  const has = (letter: string): boolean => hasFlag(options, `-${letter}`) || key?.letters.includes(letter) === true
  const clean = (text: string): string => {
    const bare = has('b') ? text.trimStart() : text
    return has('f') ? bare.toUpperCase() : bare
  }
  const compare = (a: string, b: string): number => {
    if (has('n') || has('g')) return numberOf(a) - numberOf(b)
    if (has('h')) return sizeOf(a) - sizeOf(b)
    if (has('V')) return byLetters(padNumbers(a), padNumbers(b))
    return byLetters(clean(a), clean(b))
  }
  return has('r') ? (a, b) => compare(b, a) : compare
}

const sortLines = (lines: readonly string[], options: Options): readonly string[] => {
  const given = valueOf(options, '-k', '--key')
  const key = given === undefined ? undefined : readKey(given)
  const separator = valueOf(options, '-t', '--field-separator')
  const compare = comparison(options, key)
  const compareLines = (a: string, b: string): number => compare(fieldOf(a, key, separator), fieldOf(b, key, separator))
  const isUnique = hasFlag(options, '-u', '--unique')
  // What keys leave equal is ordered by whole lines, unless equal lines are to be one, or to stay in their order.
  const last =
    isUnique || hasFlag(options, '-s', '--stable')
      ? undefined
      : hasFlag(options, '-r')
        ? (a: string, b: string) => byLetters(b, a)
        : byLetters
  const sorted = [...lines].sort((a, b) => compareLines(a, b) || (last?.(a, b) ?? 0))
  return isUnique ? sorted.filter((line, index) => index === 0 || compareLines(sorted[index - 1] ?? '', line) !== 0) : sorted
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/u, '').split('\n'))

export const sort: Command = async (args, session, stdin): Promise<CommandResult> => {
  const options = parseOptions(args, VALUED)
  await session.flush()
  let text = options.operands.length === 0 ? stdin : ''
  for (const file of options.operands) {
    const content = file === '-' ? stdin : await session.read(file)
    if (content === undefined) return fail(`sort: ${file}: No such file or directory\n`, 2)
    text += content === '' || content.endsWith('\n') ? content : `${content}\n`
  }
  const sorted = sortLines(linesOf(text), options)
    .map((line) => `${line}\n`)
    .join('')
  const output = valueOf(options, '-o', '--output')
  if (output === undefined) return done(sorted)
  session.save(output, sorted)
  return done('')
}

/** Names that the shell keeps for itself; a process is given none of them. */
const OWN = /^(?:IFS|OSTYPE|MACHTYPE|HOSTTYPE|OLDPWD|OPTIND|\?|__\w+|SHELLOPTS|BASHOPTS|PPID|UID|EUID|_)=/u

/** What the shell's own env or printenv printed, without what is only the shell's. */
export const withoutShellVariables = (printed: string): string =>
  // The value of IFS goes on in a second line.
  printed.replace(/^IFS=[^\n]*\n\n/mu, '').replaceAll(/^.*\n/gmu, (line) => (OWN.test(line) ? '' : line))
