/** What a shell does when it gets a signal: what `trap` has set, else what the kernel does. */
import { done, fail, type Command } from './session.ts'

const SIGNALS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15, CONT: 18 }

const WITHOUT_EFFECT: ReadonlySet<number> = new Set([0, 18])
const KILL = 9
/** Those that a shell with somebody at it takes no notice of. */
const IGNORED_AT_PROMPT: ReadonlySet<number> = new Set([2, 3, 15])

/** By name, with or without SIG, or by number; undefined where there is no such signal. */
export const signalOf = (word: string): number | undefined =>
  /^\d+$/u.test(word) ? Number(word) : SIGNALS[word.toUpperCase().replace(/^SIG/u, '')]

export const signalName = (number: number): string | undefined => Object.keys(SIGNALS).find((name) => SIGNALS[name] === number)

/** `kill -l` with a word: the number of a name, the name of a number. */
export const translateSignal = (word = ''): string => {
  const found = Object.entries(SIGNALS).find(([name, number]) => name === word || String(number) === word)
  if (found === undefined) return ''
  return `${word === found[0] ? found[1] : found[0]}\n`
}

export interface SignalledShell {
  readonly isBash: boolean
  readonly isSession: boolean
  /** The first process of its container: what it does not trap does not reach it. */
  readonly isFirst: boolean
}

const EXIT = 0

export class Signals {
  /** By the signal's number, that of the shell's end being 0. */
  private readonly actions = new Map<number, string>()

  /** The text to be run when the shell ends. */
  get atExit(): string {
    return this.actions.get(EXIT) ?? ''
  }

  /** Whether the script says what is to be done. */
  traps(signal: number): boolean {
    return this.actions.has(signal)
  }

  /** The text that the shell runs for a signal that has come. */
  receive(signal: number, { isBash, isSession, isFirst }: SignalledShell): string {
    const action = this.actions.get(signal)
    if (action !== undefined && signal !== KILL) return action
    if (WITHOUT_EFFECT.has(signal) || isFirst || (isSession && IGNORED_AT_PROMPT.has(signal))) return ''
    // Only bash is left in order.
    if (!isBash || signal === KILL) this.actions.delete(EXIT)
    return `exit ${128 + signal}`
  }

  /** The shell's `trap`. */
  trap(isBash: boolean): Command {
    return (args) => {
      const [action, ...names] = args[0] === '--' ? args.slice(1) : args
      if (action === undefined) return done(this.render(isBash))
      for (const name of names) {
        const signal = name.toUpperCase() === 'EXIT' ? EXIT : signalOf(name)
        if (signal === undefined) return fail(`bash: trap: ${name}: invalid signal specification\n`)
        if (action === '-') this.actions.delete(signal)
        else this.actions.set(signal, action)
      }
      return done('')
    }
  }

  private render(isBash: boolean): string {
    const nameOf = (signal: number): string =>
      signal === EXIT ? 'EXIT' : `${isBash ? 'SIG' : ''}${signalName(signal) ?? String(signal)}`
    return [...this.actions]
      .toSorted(([one], [other]) => one - other)
      .map(([signal, action]) => `trap -- '${action.replaceAll("'", `'\\''`)}' ${nameOf(signal)}\n`)
      .join('')
  }
}
