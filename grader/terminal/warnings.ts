/** What is odd about the input and keeps no command from answering. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import type { Duplicate } from '../../src/grading/manifests/read-objects.ts'
import type { ObjectReference } from '../../src/kubernetes/object.ts'
import type { Position } from '../../src/kubernetes/yaml/problem.ts'
import type { Cli } from './cli.ts'

/** As other programs read it. */
export interface InputWarning {
  readonly code: 'duplicate-object'
  readonly object: ObjectReference
  /** `file:line:column` of the manifest that does not count, and of the later one that does. */
  readonly ignored: string
  readonly applied: string
}

const placeOf = ({ file, line, column }: Position): string => `${file}:${line}:${column}`

/** An object that is given twice, with both places. */
export const explainDuplicate = (cli: Pick<Cli, 'messages'>, { object, ignored, applied }: Duplicate): string =>
  cli.messages.input.duplicate(nameReference(object), placeOf(ignored), placeOf(applied))

/** Tells of objects that are given twice. */
export const warnOf = (cli: Cli, duplicates: readonly Duplicate[]): readonly InputWarning[] =>
  duplicates.map((duplicate) => {
    cli.err(explainDuplicate(cli, duplicate))
    const { object, ignored, applied } = duplicate
    return { code: 'duplicate-object', object, ignored: placeOf(ignored), applied: placeOf(applied) }
  })
