/** What is scaled, and what metrics are of. @see k8s.io/kubernetes pkg/apis/autoscaling/validation/validation.go, v1.34 */
import type { CrossVersionObjectReference } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, requireText } from '../causes.ts'
import { pathSegment } from '../names.ts'

/** Objects of the core group have versions without a group. */
const validateVersion = (
  { apiVersion = '' }: CrossVersionObjectReference,
  path: string,
  mayLackGroup: boolean,
): readonly StatusCause[] => {
  const field = `${path}.apiVersion`
  if (apiVersion.split('/').length > 2)
    return [invalidValue(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)]
  const lacksGroup = !apiVersion.includes('/') || apiVersion.startsWith('/')
  return lacksGroup && !mayLackGroup ? [invalidValue(field, apiVersion, 'apiVersion must specify API group')] : []
}

export const validateReference = (
  reference: CrossVersionObjectReference,
  path: string,
  mayLackGroup: boolean,
): readonly StatusCause[] => [
  ...requireText(`${path}.kind`, reference.kind, pathSegment),
  ...requireText(`${path}.name`, reference.name, pathSegment),
  ...validateVersion(reference, path, mayLackGroup),
]
