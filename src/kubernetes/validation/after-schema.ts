/** Rules in CEL beside what a schema refuses. @see k8s.io/apiextensions-apiserver pkg/registry/customresource/strategy.go, v1.34 */
import type { CauseReason, StatusCause } from '../status.ts'
import { invalidValue } from './causes.ts'

/** Of what is wrong in these ways nothing else can be said. */
const BLOCKING: ReadonlySet<CauseReason> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

const UNCHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

/** What the schema has found, and what the rules do where it leaves them something to look at. */
export const afterSchema = (found: readonly StatusCause[], rules: () => readonly StatusCause[]): readonly StatusCause[] => [
  ...found,
  ...(found.some(({ reason }) => BLOCKING.has(reason)) ? [invalidValue('<nil>', undefined, UNCHECKED)] : rules()),
]
