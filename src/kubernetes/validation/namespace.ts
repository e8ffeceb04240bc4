/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateNamespace, v1.34 */
import type { Namespace } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue } from './causes.ts'
import { qualifiedName } from './names.ts'

const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion'] as const

/** A finalizer is one of the standard ones or has a domain. */
export const validateFinalizers = (finalizers: readonly string[] | undefined, path: string): readonly StatusCause[] =>
  (finalizers ?? []).flatMap((name) => [
    ...invalidEach(path, name, qualifiedName(name)),
    ...(name.includes('/') || STANDARD.some((known) => known === name)
      ? []
      : [invalidValue(path, name, 'name is neither a standard finalizer name nor is it fully qualified')]),
  ])

export const validateNamespace = ({ spec }: Namespace): readonly StatusCause[] =>
  validateFinalizers(spec?.finalizers, 'spec.finalizers')
