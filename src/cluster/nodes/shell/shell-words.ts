/** What a shell is asked to run by its words. */
import { quoteWord } from './words.ts'

export interface ShellWords {
  /** Of `set`, such as `-e`. */
  readonly options: readonly string[]
  /** The script itself, or the file that has it. */
  readonly script: { readonly text: string } | { readonly file: string }
  /** What it calls itself; undefined: as it was started. */
  readonly name: string | undefined
  readonly parameters: readonly string[]
}

const SETTABLE = 'aefuxvC'

interface Options {
  readonly set: readonly string[]
  readonly hasText: boolean
  /** Where the words behind the options begin. */
  readonly end: number
}

/** Undefined where it has an option of another kind. */
const readOptions = (args: readonly string[]): Options | undefined => {
  const set: string[] = []
  let hasText = false
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (word === '--') return { set, hasText, end: at + 1 }
    if (!/^-[a-zA-Z]+$/u.test(word)) return { set, hasText, end: at }
    for (const letter of word.slice(1)) {
      if (letter === 'c') hasText = true
      else if (letter === 'o') set.push('-o', args[(at += 1)] ?? '')
      else if (SETTABLE.includes(letter)) set.push(`-${letter}`)
      else if (letter !== 'l') return undefined
    }
  }
  return { set, hasText, end: args.length }
}

/** Undefined where it reads what it runs, or is asked for something else. */
export const readShellWords = (args: readonly string[]): ShellWords | undefined => {
  const options = readOptions(args)
  if (options === undefined) return undefined
  const { set, hasText, end } = options
  const [first, ...rest] = args.slice(end)
  if (first === undefined) return undefined
  if (!hasText) return { options: set, script: { file: first }, name: first, parameters: rest }
  const [name, ...parameters] = rest
  return { options: set, script: { text: first }, name, parameters }
}

/** The text that the shell runs, in whose first line its options and parameters are set. */
export const textToRun = ({ options, parameters }: ShellWords, text: string): string => {
  const words = [...options.map(quoteWord), ...(parameters.length === 0 ? [] : ['--', ...parameters.map(quoteWord)])]
  return words.length === 0 ? text : `set ${words.join(' ')}; ${text}`
}
