/** What may change in ConfigMaps and Secrets. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { ConfigMap, Secret } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField } from '../causes.ts'
import { immutable } from './immutable.ts'

const SET_IMMUTABLE = 'field is immutable when `immutable` is set'

const compareClosed = <T extends ConfigMap | Secret>(
  object: T,
  old: T,
  fields: readonly (keyof T & string)[],
): readonly StatusCause[] => {
  if (old.immutable !== true) return []
  const changed = fields.filter((field) => !isEqual(object[field] ?? {}, old[field] ?? {}))
  return [...(object.immutable === true ? [] : ['immutable']), ...changed].map((field) => forbiddenField(field, SET_IMMUTABLE))
}

export const compareConfigMaps = (object: ConfigMap, old: ConfigMap): readonly StatusCause[] =>
  compareClosed(object, old, ['data', 'binaryData'])

export const compareSecrets = (object: Secret, old: Secret): readonly StatusCause[] => [
  ...immutable('type', object.type, old.type),
  ...compareClosed(object, old, ['data']),
]
