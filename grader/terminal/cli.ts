import { pathToFileURL } from 'node:url'
import { statePaths, type StatePaths } from './paths.ts'
import type { Standby } from '../daemon/standby.ts'
import { displayWidth } from './display-width.ts'
import { languageOf, type Language } from './messages/language.ts'
import { messagesIn, type Messages } from './messages/messages.ts'

/** What every command is given; nothing below reads `process` itself. */
export interface Cli {
  /** The result. Ends with a line break of its own. */
  out(text: string): void
  /** Progress and problems. */
  err(text: string): void
  /** Writes to standard error as it is, where that is a terminal: a line that is written over. */
  readonly live?: (text: string) => void
  readonly color: boolean
  /** Columns of the terminal; 100 where the result goes elsewhere. */
  readonly width: number
  /** Columns of the terminal, where there is one: tables are broken to it. */
  readonly tableWidth?: number
  readonly language: Language
  readonly messages: Messages
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly paths: StatePaths
  /** While an exam runs: the learner's own state directory. `paths` is that of the exam's cluster then. */
  readonly exam?: StatePaths
  /** The directory that holds tasks/ and dist/, with a slash at its end. */
  readonly root: URL
  /** A daemon's process that waits to be used. */
  readonly standby?: Standby | undefined
}

export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly root: string
  readonly standby?: Standby | undefined
}

/** Colour only on a terminal, and never where NO_COLOR is set. @see https://no-color.org */
const wantsColor = ({ stdout, environment }: Terminal): boolean =>
  stdout.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'

export function createCli(terminal: Terminal, language: Language = languageOf(terminal.environment)): Cli {
  const write = (stream: Terminal['stderr'], text: string): void => void stream.write(text.endsWith('\n') ? text : `${text}\n`)
  return {
    out: (text) => write(terminal.stdout, text),
    err: (text) => write(terminal.stderr, text),
    ...(terminal.stderr.isTTY === true ? { live: (text) => void terminal.stderr.write(text) } : {}),
    color: wantsColor(terminal),
    width: Math.max(60, Math.min(terminal.stdout.columns ?? 100, 120)),
    ...(terminal.stdout.isTTY === true ? { tableWidth: Math.max(60, terminal.stdout.columns ?? 100) } : {}),
    language,
    messages: messagesIn(language),
    environment: terminal.environment,
    paths: statePaths(terminal.environment),
    standby: terminal.standby,
    root: new URL(`${pathToFileURL(terminal.root).href.replace(/\/$/, '')}/`),
  }
}

/** Lines of two columns, the second aligned. */
export function renderPairs(pairs: readonly (readonly [string, string])[], indent = 2): string {
  const width = Math.max(0, ...pairs.map(([left]) => displayWidth(left)))
  return pairs
    .map(([left, right]) => `${' '.repeat(indent)}${left}${' '.repeat(width - displayWidth(left))}   ${right}`.trimEnd())
    .join('\n')
}
