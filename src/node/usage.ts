/** What the program's commands take, in both languages: docs/usage.json, which `npm run generate` writes out of the program itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../grading/words.ts'

/** An argument or option: how it is written, and what it is. */
export interface Term {
  readonly term: string
  readonly text: string
}

export interface CommandUsage {
  /** E.g. `grade trace`. */
  readonly name: string
  readonly usage: string
  readonly description: string
  readonly arguments: readonly Term[]
  /** Without `--help`, which every command has. */
  readonly options: readonly Term[]
  /** What the help says below the options, line by line; empty where it says nothing. */
  readonly after: string
}

export type Usage = Readonly<Record<Language, readonly CommandUsage[]>>

/** `root` is the folder that holds docs/. */
export const readUsage = (root: string): Usage => JSON.parse(readFileSync(join(root, 'docs/usage.json'), 'utf8')) as Usage
