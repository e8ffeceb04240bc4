import { GATEWAY_GROUP } from '../../kubernetes/extensions/gateway-api/guards.ts'
import type { BackendReference, HTTPRoute } from '../../kubernetes/extensions/gateway-api/types.ts'
import type { BackendTarget } from '../http/decision.ts'
import { findBackend } from '../ingress/backends.ts'
import { keyOf, namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { isReferencePermitted } from './grants.ts'

/**
 * Where a reference of a route leads. Whether it is permitted is asked first, so that nothing is learned of what is there.
 * ExternalName Services are not served: the API advises against them, and most controllers refuse them [impl].
 */
export function resolveBackend(state: NetworkState, route: HTTPRoute, reference: BackendReference): BackendTarget {
  const { group = '', kind = 'Service', name, namespace = namespaceOf(route), port } = reference
  const named = { kind, namespace, name }
  const isService = group === '' && kind === 'Service'
  const service = isService ? { apiVersion: 'v1', ...named } : named
  const from = { group: GATEWAY_GROUP, kind: 'HTTPRoute', namespace: namespaceOf(route) }
  if (!isReferencePermitted(state, from, { group, ...named }))
    return { kind: 'unusable', reason: 'reference-not-permitted', service }
  if (!isService || state.services.get(keyOf(namespace, name))?.spec?.type === 'ExternalName')
    return { kind: 'unusable', reason: 'backend-kind-unknown', service }
  const backend = { service: { name, port: { number: port ?? 0 } } }
  const where = { object: service, path: '' }
  return findBackend(state, { namespace, backend, where }, { behaviour: 'specification', throughService: false })
}
