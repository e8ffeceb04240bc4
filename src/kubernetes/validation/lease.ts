/** @see k8s.io/kubernetes pkg/apis/coordination/validation/validation.go, ValidateLeaseSpec, v1.34 */
import type { Lease } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notNegative } from './causes.ts'

export const validateLease = ({ spec }: Lease): readonly StatusCause[] => {
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec ?? {}
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...notNegative('spec.leaseTransitions', leaseTransitions),
  ]
}
