/** Defaults and validation of whatever is served: Kubernetes' own rules for its kinds, the schema's for custom ones. */
import { applyDefaults } from '../../kubernetes/defaults/apply-defaults.ts'
import { isEvent } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { StatusCause } from '../../kubernetes/status.ts'
import { afterSchema } from '../../kubernetes/validation/after-schema.ts'
import { validateEventsEvent } from '../../kubernetes/validation/events-event.ts'
import { validateMetadata } from '../../kubernetes/validation/metadata.ts'
import { validateUpdate } from '../../kubernetes/validation/update/validate-update.ts'
import { validate } from '../../kubernetes/validation/validate.ts'
import type { Store } from '../store/store.ts'
import { customResourceOf, type CustomResource } from './served.ts'
import { fillObjectDefaults } from './structural-schema.ts'
import { hasRules, validateRules } from './validate-rules.ts'
import { validateValue } from './validate-value.ts'

const validateCustom = (
  object: KubernetesObject,
  { info, schema }: CustomResource,
  stored?: KubernetesObject,
): readonly StatusCause[] => {
  const { metadata: _metadata, ...properties } = schema.properties ?? {}
  // The name's rules are those of any object, whatever kind of Kubernetes' own is called the same.
  const found = [
    ...validateMetadata({ ...object, kind: '' }, info.namespaced),
    ...validateValue(object, { ...schema, type: 'object', properties }, ''),
  ]
  return hasRules(schema) ? afterSchema(found, () => validateRules(object, stored, schema)) : found
}

export const defaultServed = (store: Store, info: ResourceInfo, object: KubernetesObject): KubernetesObject => {
  const custom = customResourceOf(store, info)
  return custom === undefined ? applyDefaults(object) : fillObjectDefaults(object, custom.schema)
}

/** On creation. None: the object may be stored. Events are stored as the older group has them, and ruled by the one that is asked. */
export const validateServed = (
  store: Store,
  info: ResourceInfo,
  { object, servedAs }: { readonly object: KubernetesObject; readonly servedAs: string | undefined },
): readonly StatusCause[] => {
  const custom = customResourceOf(store, info)
  if (custom !== undefined) return validateCustom(object, custom)
  return servedAs === 'events.k8s.io/v1' && isEvent(object) ? validateEventsEvent(object) : validate(object)
}

export const validateServedUpdate = (
  store: Store,
  info: ResourceInfo,
  {
    object,
    stored,
    subresource,
  }: { readonly object: KubernetesObject; readonly stored: KubernetesObject; readonly subresource?: string | undefined },
): readonly StatusCause[] => {
  const custom = customResourceOf(store, info)
  return custom === undefined ? validateUpdate(object, stored, subresource) : validateCustom(object, custom, stored)
}
