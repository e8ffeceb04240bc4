/** Paths and modes of what volumes hold. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateLocalDescendingPath, v1.34 */
import type { KeyToPath } from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { invalidEach, invalidValue, required } from '../../causes.ts'

export const backsteps = (path: string): readonly string[] => (path.split('/').includes('..') ? ["must not contain '..'"] : [])

/** A path below another: neither absolute nor stepping up. */
export const descending = (path: string): readonly string[] => [
  ...(path.startsWith('/') ? ['must be a relative path'] : []),
  ...backsteps(path),
]

/** A descending path that the node does not keep for itself. */
export const fileName = (path: string): readonly string[] => [
  ...descending(path),
  ...(path.startsWith('..') && !path.startsWith('../') ? ["must not start with '..'"] : []),
]

/** A path of a file: it must be given, and what is wrong with it otherwise is told as well. */
export const validateFile = (path: string, field: string): readonly StatusCause[] => [
  ...(path === '' ? [required(field)] : []),
  ...invalidEach(field, path, fileName(path)),
]

export const validateMode = (mode: number | undefined, field: string): readonly StatusCause[] =>
  mode === undefined || (mode >= 0 && mode <= 0o777)
    ? []
    : [invalidValue(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]

export const validateItem = ({ key, path, mode }: KeyToPath, field: string): readonly StatusCause[] => [
  ...(key === '' ? [required(`${field}.key`)] : []),
  ...validateFile(path, `${field}.path`),
  ...validateMode(mode, `${field}.mode`),
]

export const validateItems = (items: readonly KeyToPath[] | undefined, path: string): readonly StatusCause[] =>
  (items ?? []).flatMap((item, index) => validateItem(item, `${path}[${index}]`))
