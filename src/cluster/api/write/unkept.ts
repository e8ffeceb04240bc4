/** What the server takes in an object and does not keep. @see k8s.io/kubernetes pkg/registry/{core/serviceaccount,discovery/endpointslice}/strategy.go, v1.34 */
import { isEndpointSlice, isServiceAccount } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'

/** Of a ServiceAccount's Secrets nothing but their names; of endpoints no topology. */
export const withoutUnkept = (object: KubernetesObject): KubernetesObject => {
  if (isServiceAccount(object) && object.secrets !== undefined)
    return { ...object, secrets: object.secrets.map(({ name }) => (name === undefined ? {} : { name })) } as KubernetesObject
  const endpoints = isEndpointSlice(object) ? (object.endpoints as typeof object.endpoints | undefined) : undefined
  if (endpoints?.some(({ deprecatedTopology }) => deprecatedTopology !== undefined) !== true) return object
  return { ...object, endpoints: endpoints.map(({ deprecatedTopology: _dropped, ...kept }) => kept) } as KubernetesObject
}
