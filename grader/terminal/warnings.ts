/** What is odd about the input and keeps no command from answering. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import type { Duplicate } from '../../src/grading/manifests/read-objects.ts'
import type { Position } from '../../src/kubernetes/yaml/problem.ts'
import type { InputWarning } from '../reports/warnings.ts'
import type { Cli } from './cli.ts'

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
