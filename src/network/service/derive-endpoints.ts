/** The endpoints that Kubernetes works out for a Service with a selector: what the EndpointSlice controller writes. */
import type {
  Container,
  Endpoint,
  EndpointPort,
  EndpointSlice,
  Pod,
  Service,
  ServicePort,
} from '../../kubernetes/generated/types.ts'
import { familyOf, type AddressFamily } from '../address.ts'
import { addressesOfPod, namespaceOf } from '../state.ts'

/** An EndpointSlice without its metadata. */
export type DerivedSlice = Pick<EndpointSlice, 'addressType' | 'endpoints'> & { readonly ports: readonly EndpointPort[] }

/** As the EndpointSlice controller's --max-endpoints-per-slice. */
const MAX_ENDPOINTS = 100

/**
 * The slices of a Service: one per address family and set of port numbers, at most 100 endpoints each, in the order of `pods`.
 * Empty for Services without a selector (S7, S8) and ExternalName Services. `zoneOf` tells a node's zone.
 * @see kubernetes/kubernetes staging/src/k8s.io/endpointslice/utils.go (v1.34), semantics S3, S4, S16 to S22
 */
export const endpointsForService = (
  service: Service,
  pods: readonly Pod[],
  zoneOf: (nodeName: string) => string | undefined = () => undefined,
): readonly DerivedSlice[] => {
  const selector = service.spec?.selector ?? {}
  if (Object.keys(selector).length === 0 || service.spec?.type === 'ExternalName') return []
  const chosen = pods.filter(
    (pod) => namespaceOf(pod) === namespaceOf(service) && hasLabels(pod, selector) && canBeEndpoint(pod),
  )
  return addressFamiliesOf(service).flatMap((family) => slicesOfFamily(service, chosen, family, zoneOf))
}

/** True where every pair of the selector is a label of the Pod. */
export const hasLabels = ({ metadata }: Pod, selector: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value)

/** A Pod with an address that has not ended, terminating ones included (S17). */
const canBeEndpoint = (pod: Pod): boolean =>
  pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded' && addressesOfPod(pod).length > 0

const addressFamiliesOf = ({ spec = {} }: Service): readonly AddressFamily[] => {
  const given = (spec.ipFamilies ?? []).flatMap((family): readonly AddressFamily[] =>
    family === 'IPv4' || family === 'IPv6' ? [family] : [],
  )
  if (given.length > 0) return given
  return [spec.clusterIP?.includes(':') === true ? 'IPv6' : 'IPv4']
}

const slicesOfFamily = (
  service: Service,
  pods: readonly Pod[],
  family: AddressFamily,
  zoneOf: (nodeName: string) => string | undefined,
): readonly DerivedSlice[] => {
  const groups = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }>()
  for (const pod of pods) {
    const address = addressesOfPod(pod).find((ip) => familyOf(ip) === family)
    if (address === undefined) continue
    const ports = endpointPortsOf(service, pod)
    const key = JSON.stringify(ports)
    const group = groups.get(key) ?? { ports, endpoints: [] }
    groups.set(key, group)
    group.endpoints.push(endpointOf(service, pod, address, zoneOf))
  }
  return [...groups.values()].flatMap(({ ports, endpoints }) =>
    chunk(endpoints).map((some) => ({ addressType: family, ports, endpoints: some })),
  )
}

const chunk = (endpoints: readonly Endpoint[]): readonly (readonly Endpoint[])[] =>
  Array.from({ length: Math.ceil(endpoints.length / MAX_ENDPOINTS) }, (_, index) =>
    endpoints.slice(index * MAX_ENDPOINTS, (index + 1) * MAX_ENDPOINTS),
  )

/** A Pod that lacks a named target port gives no endpoint for that Service port only (S3). */
const endpointPortsOf = ({ spec = {} }: Service, pod: Pod): readonly EndpointPort[] =>
  (spec.ports ?? []).flatMap((port) => {
    const number = findTargetPort(port, pod)
    if (number === undefined) return []
    const { appProtocol } = port
    const name = port.name ?? ''
    return [{ name, port: number, protocol: port.protocol ?? 'TCP', ...(appProtocol === undefined ? {} : { appProtocol }) }]
  })

/** The number a Service's targetPort means on this Pod, by name and protocol in containers and sidecars (S3); undefined where it has no such name. */
export const findTargetPort = ({ port, targetPort, protocol = 'TCP' }: ServicePort, pod: Pod): number | undefined => {
  const target = targetPort ?? port
  if (typeof target === 'number') return target === 0 ? port : target
  return containersOf(pod)
    .flatMap(({ ports = [] }) => ports)
    .find((candidate) => candidate.name === target && (candidate.protocol ?? 'TCP') === protocol)?.containerPort
}

/** Containers that run as long as the Pod: the ordinary ones, then restartable init containers. */
export const containersOf = ({ spec }: Pod): readonly Container[] => [
  ...(spec?.containers ?? []),
  ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
]

const endpointOf = (
  service: Service,
  pod: Pod,
  address: string,
  zoneOf: (nodeName: string) => string | undefined,
): Endpoint => {
  const { name = '', uid } = pod.metadata
  const nodeName = pod.spec?.nodeName
  const zone = nodeName === undefined ? undefined : zoneOf(nodeName)
  return {
    addresses: [address],
    conditions: conditionsOf(service, pod),
    ...(hostnameShows(service, pod) ? { hostname: pod.spec?.hostname ?? '' } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: 'Pod', name, namespace: namespaceOf(pod), ...(uid === undefined ? {} : { uid }) },
    ...(zone === undefined ? {} : { zone }),
  }
}

/** S16 and S20. */
const conditionsOf = (service: Service, pod: Pod): { ready: boolean; serving: boolean; terminating: boolean } => {
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  return { ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating }
}

export const isPodReady = ({ status }: Pod): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True')

/** S22. */
const hostnameShows = (service: Service, { spec }: Pod): boolean =>
  (spec?.hostname ?? '') !== '' && spec?.subdomain === service.metadata.name
