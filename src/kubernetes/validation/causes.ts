/** One field error each, worded as the API server does. @see k8s.io/apimachinery pkg/util/validation/field/errors.go, v1.34 */
import { escapeHtml } from '../go/escape-html.ts'
import type { StatusCause } from '../status.ts'

const quote = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  return value === undefined ? 'null' : escapeHtml(JSON.stringify(value))
}

const withDetail = (text: string, detail: string): string => (detail === '' ? text : `${text}: ${detail}`)

export const required = (field: string, detail = ''): StatusCause => ({
  reason: 'FieldValueRequired',
  message: withDetail('Required value', detail),
  field,
})

export const invalidValue = (field: string, value: unknown, detail: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: withDetail(`Invalid value: ${quote(value)}`, detail),
  field,
})

/** A value of another type than its schema's. */
export const invalidType = (field: string, value: unknown, detail: string): StatusCause => ({
  ...invalidValue(field, value, detail),
  reason: 'FieldValueTypeInvalid',
})

export const duplicate = (field: string, value: unknown): StatusCause => ({
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${quote(value)}`,
  field,
})

export const notSupported = (field: string, value: unknown, supported: readonly string[]): StatusCause => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${quote(value)}: supported values: ${supported.map(quote).join(', ')}`,
  field,
})

export const forbiddenField = (field: string, detail: string): StatusCause => ({
  reason: 'FieldValueForbidden',
  message: withDetail('Forbidden', detail),
  field,
})

export const tooLong = (field: string, max: number): StatusCause => ({
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${max} bytes`,
  field,
})

export const notFoundValue = (field: string, value: unknown): StatusCause => ({
  reason: 'FieldValueNotFound',
  message: `Not found: ${quote(value)}`,
  field,
})

export const tooMany = (field: string, count: number, max: number): StatusCause => ({
  reason: 'FieldValueTooMany',
  message: `Too many: ${count}: must have at most ${max} item${max === 1 ? '' : 's'}`,
  field,
})

/** One error for every reason that a check of the value gives. */
export const invalidEach = (field: string, value: unknown, details: readonly string[]): readonly StatusCause[] =>
  details.map((detail) => invalidValue(field, value, detail))

export const notNegative = (field: string, value: number | undefined): readonly StatusCause[] =>
  value === undefined || value >= 0 ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')]

/** An optional text that must have a form where it is given. */
export const checkText = (
  field: string,
  text: string | undefined,
  form: (text: string) => readonly string[],
): readonly StatusCause[] => (text === undefined || text === '' ? [] : invalidEach(field, text, form(text)))

/** A text that must be given and have a form. */
export const requireText = (
  field: string,
  text: string | undefined,
  form: (text: string) => readonly string[] = () => [],
): readonly StatusCause[] => (text === undefined || text === '' ? [required(field)] : invalidEach(field, text, form(text)))

/** A struct as Go prints it where it has no JSON names: all fields, absent ones as null. */
export const goStruct = (value: object, fields: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.map((field) => {
      const name = `${field.charAt(0).toLowerCase()}${field.slice(1)}`
      return [field, Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null]
    }),
  )
