/** How many Pods at once: numbers and percentages. @see k8s.io/kubernetes pkg/apis/apps/validation/validation.go, ValidatePositiveIntOrPercent, v1.34 */
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue, notNegative } from './causes.ts'
import { percentText } from './names.ts'

export type Amount = number | string

export const validateAmount = (value: Amount | undefined, field: string): readonly StatusCause[] => {
  if (value === undefined) return []
  return typeof value === 'number' ? notNegative(field, value) : invalidEach(field, value, percentText(value))
}

export const validateAtMostAll = (value: Amount | undefined, field: string): readonly StatusCause[] =>
  typeof value === 'string' && percentText(value).length === 0 && Number(value.slice(0, -1)) > 100
    ? [invalidValue(field, value, 'must not be greater than 100%')]
    : []

/** A text that is no percentage counts as the number that it may be, else as none. */
export const isNone = (value: Amount | undefined): boolean => {
  if (typeof value !== 'string') return value === undefined || value === 0
  const number = percentText(value).length === 0 ? value.slice(0, -1) : value
  return /^[+-]?\d+$/u.test(number) ? Number(number) === 0 : true
}
