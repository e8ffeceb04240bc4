/** @see kubernetes-sigs/gateway-api config/crd/standard, referencegrants, v1.6 */
import type { ReferenceGrant } from '../../extensions/gateway-api/types.ts'
import { required } from '../causes.ts'
import { checkItems, checkSchema, GROUP, KIND, NAMESPACE, OBJECT_NAME, requireSchema, type Causes } from './schema.ts'

const missing = (path: string, value: unknown): Causes => (value === undefined ? [required(path)] : [])

export const validateReferenceGrant = ({ spec }: ReferenceGrant): Causes => {
  if (spec === undefined) return [required('spec')]
  const bounds = { min: 1, max: 16 }
  return [
    ...missing('spec.from', spec.from),
    ...checkItems('spec.from', spec.from, bounds, ({ group, kind, namespace }, at) => [
      ...missing(`${at}.group`, group),
      ...checkSchema(`${at}.group`, group, GROUP),
      ...requireSchema(`${at}.kind`, kind, KIND),
      ...requireSchema(`${at}.namespace`, namespace, NAMESPACE),
    ]),
    ...missing('spec.to', spec.to),
    ...checkItems('spec.to', spec.to, bounds, ({ group, kind, name }, at) => [
      ...missing(`${at}.group`, group),
      ...checkSchema(`${at}.group`, group, GROUP),
      ...requireSchema(`${at}.kind`, kind, KIND),
      ...checkSchema(`${at}.name`, name, OBJECT_NAME),
    ]),
  ]
}
