/** The reference of the kinds of checks, docs/checks: what each demands and takes, in both languages, with an example. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { CHECK_KINDS } from '../grading/checks/checks.ts'
import type { Words } from '../grading/words.ts'

export interface CheckField extends Words {
  readonly name: string
  readonly type: string
  /** Absent: it may be left out. */
  readonly required?: boolean
  /** The shared part that says what its value looks like. */
  readonly part?: string
}

export interface CheckReference extends Words {
  readonly kind: string
  readonly fields: readonly CheckField[]
  /** As it stands in a check of task.yaml. */
  readonly example: string
}

/** What fields of several kinds have in common. */
export interface SharedPart {
  readonly title: Words
  readonly fields: readonly CheckField[]
}

export interface ChecksReference {
  /** In the order of the grader's list. */
  readonly kinds: readonly CheckReference[]
  readonly parts: Readonly<Record<string, SharedPart>>
}

/** `root` is the folder that holds docs/. Throws where a kind is not described. */
export const readChecksReference = (root: string): ChecksReference => {
  const read = (name: string): unknown => parse(readFileSync(join(root, 'docs/checks', `${name}.yaml`), 'utf8'))
  return {
    kinds: CHECK_KINDS.map((kind) => ({ kind, ...(read(kind) as Omit<CheckReference, 'kind'>) })),
    parts: read('parts') as ChecksReference['parts'],
  }
}
