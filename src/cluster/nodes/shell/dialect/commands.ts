/** Commands that stand for what a shell does itself, in scripts that were made its own. */
import type { CommandContext, CustomCommand, defineCommand, IFileSystem } from 'just-bash'
import { isConnectionDevice } from '../commands/connection-device.ts'
import type { CommandResult } from '../session.ts'
import { Status } from '../status.ts'
import { toBytes } from '../../http-text.ts'
import { quoteWord } from '../words.ts'
import type { Dialect } from './dialect.ts'

/** No image has commands of these names. One that prints for the script begins with a single `_`. */
export const NAMES = {
  status: '__status',
  opens: '__opens',
  source: '__source',
  program: '__program',
  refuse: '__refuse',
  foreign: '__foreign',
  unexpected: '__unexpected',
  operands: '__operands',
  say: '__say',
  unfound: '_unfound',
  echo: '_echo',
  exported: '_exported',
} as const

const end = (exitCode: number, stderr = '', stdout = '') => ({ stdout, stderr, exitCode })

const ended = (exitCode: number, stderr = '', stdout = '') => Promise.resolve(end(exitCode, stderr, stdout))

const isFolder = async (fs: IFileSystem, path: string): Promise<boolean> =>
  (await fs.exists(path)) && (await fs.stat(path)).isDirectory

/** Why a file cannot be opened; undefined where it can. */
async function obstacle(fs: IFileSystem, cwd: string, use: string, name: string): Promise<string | undefined> {
  const path = fs.resolvePath(cwd, name)
  if (use === 'read') return (await fs.exists(path)) ? undefined : `bash: <: ${name}: No such file or directory\n`
  if (await isFolder(fs, path)) return `bash: >: ${name}: Is a directory\n`
  const parent = fs.resolvePath(path, '..')
  if (!(await fs.exists(parent))) return `bash: >: ${name}: No such file or directory\n`
  return (await isFolder(fs, parent)) ? undefined : `bash: >: ${name}: Not a directory\n`
}

/** Letters that dash's echo reads as others; `\c` ends the output. */
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** dash's echo knows -n alone, and reads escapes always. @see dash(1), echo */
export function echo(args: readonly string[]): string {
  const isOpen = args[0] === '-n'
  const text = (isOpen ? args.slice(1) : args).join(' ')
  const [shown = ''] = text.split(/(?<=^(?:[^\\]|\\[^c])*)\\c/u)
  const isCut = shown.length < text.length
  const read = shown.replaceAll(/\\(?:0([0-7]{1,3})|([abfnrtv\\]))/gu, (_, octal: string | undefined, letter = '') =>
    octal === undefined ? (ESCAPES[String(letter)] ?? '') : String.fromCharCode(Number.parseInt(octal, 8)),
  )
  return isOpen || isCut ? read : `${read}\n`
}

const NUMERIC = /^-(?:eq|ne|lt|le|gt|ge)$/u
const BINARY = /^(?:-(?:eq|ne|lt|le|gt|ge|nt|ot|ef)|==?|!=|<|>|=~)$/u
const UNARY = /^-[a-zA-Z]$/u
/** What makes an expression of several, which is not looked into. */
const JOINING: ReadonlySet<string> = new Set(['!', '(', '-a', '-o'])

/** Why the words of `test` are no expression, in bash's words; undefined where they are one. Tabs stand between what shells tell in turn. */
export const whyNoTest = (words: readonly string[]): string | undefined => {
  if (words[0] === '!' && words.length === 3) return whyNoTest(words.slice(1))
  if (words.some((word) => JOINING.has(word))) return undefined
  const [first = '', second = '', third = '', fourth = ''] = words
  if (words.length === 2) {
    if (UNARY.test(first)) return undefined
    return BINARY.test(second) ? `${first}\t${second}\targument expected` : `${first}\t${second}\tunary operator expected`
  }
  if (words.length === 3) {
    if (BINARY.test(second)) return undefined
    return UNARY.test(first) ? `${second}\t${third}\ttoo much of one operand` : `${first}\t${second}\tbinary operator expected`
  }
  if (words.length < 4) return undefined
  return BINARY.test(second) ? `${third}\t${fourth}\ttoo many arguments` : `${first}\t${second}\ttoo many arguments`
}

const exported = (name: string, value: string | undefined): string =>
  value === undefined
    ? `export ${name}`
    : `export ${name}='${value.replaceAll(/\\(["$`\\])/gu, '$1').replaceAll("'", `'"'"'`)}'`

/** Opens a connection as bash does. */
type Connect = (path: string, context: CommandContext) => Promise<CommandResult>

export const dialectCommands = (
  define: typeof defineCommand,
  dialectNow: () => Dialect,
  connect: Connect,
): readonly CustomCommand[] => [
  define(NAMES.status, ([code]) => ended(Number(code ?? 0))),
  define(NAMES.opens, async (args, context) => {
    const { fs, cwd } = context
    for (let at = 0; at < args.length; at += 2) {
      const [use = '', name = ''] = args.slice(at)
      if (dialectNow() === 'bash' && isConnectionDevice(name)) {
        const result = await connect(name, context)
        if (result.exitCode !== 0) return result
        continue
      }
      const complaint = await obstacle(fs, cwd, use, name)
      if (complaint !== undefined) return end(1, complaint)
    }
    return end(0)
  }),
  define(NAMES.source, async ([name = ''], { fs, cwd }) => {
    if (await fs.exists(fs.resolvePath(cwd, name))) return end(0)
    const isSearched = !name.includes('/')
    return end(1, `bash: .: ${name}: ${isSearched && dialectNow() === 'dash' ? 'not found' : 'No such file or directory'}\n`)
  }),
  define(NAMES.program, async ([name = ''], { fs, cwd, exec }) => {
    const isFile = name.includes('/') && (await fs.exists(fs.resolvePath(cwd, name)))
    const isFound = isFile || (await exec?.(`command -v ${quoteWord(name)}`, { cwd }))?.exitCode === 0
    return isFound ? end(0) : end(Status.notFound, `bash: exec: ${name}: not found\n`)
  }),
  define(NAMES.refuse, ([name = '', ...rest]) => ended(1, `bash: ${name}: ${rest.join(' ')}: invalid option\n`)),
  define(NAMES.foreign, ([name = '']) => ended(Status.notFound, `bash: ${name}: command not found\n`)),
  define(NAMES.unexpected, ([name = '', word = '']) => ended(2, `bash: ${name}: ${word}: unexpected operator\n`)),
  define(NAMES.say, ([code = '', words = '']) => ended(Number(code), `bash: ${words}\n`)),
  define(NAMES.unfound, ([name = '']) => ended(Status.notFound, '', `${name}: not found\n`)),
  define(NAMES.operands, ([status = '', name = '', ...words]) => {
    const why = whyNoTest(words)
    if (why !== undefined) return ended(2, `bash: ${name}: no test: ${why}\n`)
    const [, operator = ''] = words
    const wrong =
      words.length === 3 && NUMERIC.test(operator)
        ? [words[0] ?? '', words[2] ?? ''].find((word) => !/^\s*[+-]?\d+\s*$/u.test(word))
        : undefined
    if (wrong === undefined) return ended(Number(status))
    return ended(2, `bash: ${name}: ${wrong}: integer expression expected\n`)
  }),
  define(NAMES.exported, (_args, { stdin }) => {
    const listed = typeof stdin === 'string' ? stdin : ''
    return ended(
      0,
      '',
      listed.replaceAll(/^declare -x (\w+)(?:="(.*)")?$/gmu, (_, variable: string, value?: string) =>
        exported(variable, value),
      ),
    )
  }),
  define(NAMES.echo, async (args) => ({ ...(await ended(0, '', echo(args.map(toBytes)))), stdoutKind: 'bytes' as const })),
]
