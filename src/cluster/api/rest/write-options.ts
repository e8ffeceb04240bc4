/** The parameters of writes, and what is refused of them. @see k8s.io/apimachinery pkg/apis/meta/v1/validation, v1.34 */
import { invalid } from '../../../kubernetes/errors.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { forbiddenField, notSupported, required, tooLong } from '../../../kubernetes/validation/causes.ts'

const MAX_MANAGER = 128
const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'] as const

const managerCauses = (query: URLSearchParams): readonly StatusCause[] =>
  (query.get('fieldManager') ?? '').length > MAX_MANAGER ? [tooLong('fieldManager', MAX_MANAGER)] : []

const dryRunCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const asked = query.getAll('dryRun').filter((value) => value !== '')
  return asked.some((value) => value !== 'All') ? [notSupported('dryRun', asked, ['All'])] : []
}

const validationCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const asked = query.get('fieldValidation') ?? ''
  return VALIDATIONS.some((known) => known === asked) ? [] : [notSupported('fieldValidation', asked, VALIDATIONS)]
}

const patchCauses = (query: URLSearchParams, isApply: boolean): readonly StatusCause[] => {
  if (!isApply) return query.has('force') ? [forbiddenField('force', 'may not be specified for non-apply patch')] : []
  return (query.get('fieldManager') ?? '') === '' ? [required('fieldManager', 'is required for apply patch')] : []
}

export type WriteOptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'

/** Why a write with these parameters is not taken, if so. */
export const refuseWriteOptions = (query: URLSearchParams, kind: WriteOptionsKind, isApply = false): Status | undefined => {
  const causes = [
    ...(kind === 'PatchOptions' ? patchCauses(query, isApply) : []),
    ...managerCauses(query),
    ...dryRunCauses(query),
    ...validationCauses(query),
  ]
  return causes.length === 0 ? undefined : invalid(kind, '', causes, 'meta.k8s.io')
}
