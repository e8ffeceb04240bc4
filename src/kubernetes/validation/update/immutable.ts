import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue } from '../causes.ts'

/** A field that keeps the value that it was created with. */
export const immutable = (field: string, value: unknown, old: unknown): readonly StatusCause[] =>
  isEqual(value, old) ? [] : [invalidValue(field, value, 'field is immutable')]
