/** A snapshot as the network model reads it: every object found by what packets know, its name or its address. */
import type { ClusterNetworkPolicy } from '../kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy } from '../kubernetes/guards.ts'
import { METADATA_NAME } from '../kubernetes/labels.ts'
import type {
  Endpoints,
  EndpointSlice,
  Ingress,
  IngressClass,
  NetworkPolicy,
  Node,
  Pod,
  Service,
} from '../kubernetes/generated/types.ts'
import { isGateway, isGatewayClass, isHTTPRoute, isReferenceGrant } from '../kubernetes/extensions/gateway-api/guards.ts'
import type { Gateway, GatewayClass, HTTPRoute, ReferenceGrant } from '../kubernetes/extensions/gateway-api/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { normalizeAddress } from './address.ts'
import type { ClusterFacts, Listener, PodFacts } from './facts.ts'
import type { NamespacedName, Snapshot } from './model.ts'

export type Labels = Readonly<Record<string, string>>

export interface NetworkState {
  readonly snapshot: Snapshot
  readonly facts: ClusterFacts
  /** All Pods, running or not, by `namespace/name`. */
  readonly pods: ReadonlyMap<string, Pod>
  /** Running Pods by each of their addresses; several where Pods use their node's network. */
  readonly podsByIp: ReadonlyMap<string, readonly Pod[]>
  readonly services: ReadonlyMap<string, Service>
  /** Services by cluster, external and load balancer address. */
  readonly servicesByIp: ReadonlyMap<string, readonly Service[]>
  /** EndpointSlices that stand in the snapshot, by `namespace/name` of their Service. */
  readonly endpointSlices: ReadonlyMap<string, readonly EndpointSlice[]>
  readonly endpoints: ReadonlyMap<string, Endpoints>
  readonly nodes: ReadonlyMap<string, Node>
  readonly nodesByIp: ReadonlyMap<string, Node>
  /** Labels by name of the namespace, `kubernetes.io/metadata.name` included (N15). */
  readonly namespaces: ReadonlyMap<string, Labels>
  /** NetworkPolicies by namespace, in the snapshot's order. */
  readonly policies: ReadonlyMap<string, readonly NetworkPolicy[]>
  readonly clusterPolicies: readonly ClusterNetworkPolicy[]
  readonly ingresses: readonly Ingress[]
  readonly ingressClasses: readonly IngressClass[]
  readonly gatewayClasses: readonly GatewayClass[]
  readonly gateways: readonly Gateway[]
  readonly httpRoutes: readonly HTTPRoute[]
  readonly referenceGrants: readonly ReferenceGrant[]
}

const states = new WeakMap<Snapshot, NetworkState>()

/** Indexes a snapshot; the same snapshot is indexed once. */
export const indexSnapshot = (snapshot: Snapshot): NetworkState => {
  const known = states.get(snapshot)
  if (known !== undefined) return known
  const state = buildState(snapshot)
  states.set(snapshot, state)
  return state
}

/** The key of maps by name. */
export const keyOf = (namespace: string | undefined, name: string | undefined): string =>
  `${namespace ?? 'default'}/${name ?? ''}`

export const keyOfObject = ({ metadata }: KubernetesObject): string => keyOf(metadata.namespace, metadata.name)

export const namespaceOf = ({ metadata }: KubernetesObject): string => metadata.namespace ?? 'default'

export const nameOf = ({ metadata }: KubernetesObject): NamespacedName => ({
  namespace: metadata.namespace ?? 'default',
  name: metadata.name ?? '',
})

/** True where the Pod's processes run or could: it has an address and has not ended. */
export const isPodUp = (pod: Pod): boolean =>
  pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed' && addressesOfPod(pod).length > 0

/** The Pod's addresses, normalised, the primary one first. */
export const addressesOfPod = (pod: Pod): readonly string[] => {
  const { podIP, podIPs = [] } = pod.status ?? {}
  const texts = podIPs.length > 0 ? podIPs.map(({ ip }) => ip) : podIP === undefined ? [] : [podIP]
  return texts.flatMap((text) => normalizeAddress(text) ?? [])
}

/** The addresses a node answers to: those it lists that are addresses, internal ones first. */
export const addressesOfNode = (node: Node): readonly string[] => {
  const listed = node.status?.addresses ?? []
  const ordered = [...listed.filter(({ type }) => type === 'InternalIP'), ...listed.filter(({ type }) => type === 'ExternalIP')]
  return ordered.flatMap(({ address }) => normalizeAddress(address) ?? [])
}

/** The cluster addresses of a Service, normalised; empty for headless and ExternalName Services. */
export const clusterIpsOf = ({ spec = {} }: Service): readonly string[] => {
  if (spec.type === 'ExternalName') return []
  const texts = spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP])
  return texts.flatMap((text) => normalizeAddress(text) ?? [])
}

/** What runs in a Pod; containers that do not run listen on nothing. A Pod without facts has unknown listeners. */
export const factsOf = (state: NetworkState, pod: Pod): PodFacts => {
  const facts = state.snapshot.facts.pods[keyOfObject(pod)]
  if (facts === undefined) return { listeners: [], complete: false }
  const idle = new Set(
    (pod.status?.containerStatuses ?? [])
      .filter(
        ({ state: now }) => now !== undefined && now.running === undefined && (now.waiting ?? now.terminated) !== undefined,
      )
      .map(({ name }) => name),
  )
  return idle.size === 0 ? facts : { ...facts, listeners: facts.listeners.filter(({ container }) => !idle.has(container)) }
}

export const listenersOf = (state: NetworkState, pod: Pod): readonly Listener[] => factsOf(state, pod).listeners

/** A running Pod that has this address for itself: not one that shares its node's. */
export const podAt = (state: NetworkState, ip: string): Pod | undefined =>
  state.podsByIp.get(ip)?.find(({ spec }) => spec?.hostNetwork !== true)

const groupBy = <Item>(items: readonly Item[], keyOfItem: (item: Item) => string): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOfItem(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

type Kinds = ReadonlyMap<string, readonly KubernetesObject[]>

type ObjectIndex = Omit<NetworkState, 'snapshot' | 'facts'>

const objectIndexes = new WeakMap<Snapshot['objects'], ObjectIndex>()

/** The same objects under other facts are indexed once. */
const indexOf = (objects: Snapshot['objects']): ObjectIndex => {
  const index = objectIndexes.get(objects) ?? indexObjects(objects)
  objectIndexes.set(objects, index)
  return index
}

const buildState = (snapshot: Snapshot): NetworkState => ({
  ...indexOf(snapshot.objects),
  snapshot,
  facts: snapshot.facts.cluster,
})

/** The snapshot with these NetworkPolicies after its objects. Of the rest nothing is indexed again. */
export const addPolicies = (snapshot: Snapshot, policies: readonly NetworkPolicy[]): Snapshot => {
  const index = indexOf(snapshot.objects)
  const objects = [...snapshot.objects, ...policies]
  const unheardOf = policies.map(namespaceOf).filter((name) => !index.namespaces.has(name))
  objectIndexes.set(objects, {
    ...index,
    policies: groupBy([...[...index.policies.values()].flat(), ...policies], namespaceOf),
    namespaces:
      unheardOf.length === 0
        ? index.namespaces
        : new Map([...index.namespaces, ...unheardOf.map((name) => [name, { [METADATA_NAME]: name }] as const)]),
  })
  return { ...snapshot, objects }
}

const indexObjects = (objects: Snapshot['objects']): ObjectIndex => {
  const kinds = groupBy(objects, ({ kind }) => kind)
  const pods = objectsOf<Pod>(kinds, 'Pod')
  const services = objectsOf<Service>(kinds, 'Service')
  const nodes = objectsOf<Node>(kinds, 'Node')
  const slices = objectsOf<WrittenSlice>(kinds, 'EndpointSlice').map(withEndpoints)
  return {
    pods: byKey(pods),
    podsByIp: byAddress(pods.filter(isPodUp), addressesOfPod),
    services: byKey(services),
    servicesByIp: byAddress(services, addressesOfService),
    endpointSlices: groupBy(slices.filter(hasOwner), (slice) => keyOf(slice.metadata.namespace, ownerOfSlice(slice))),
    endpoints: byKey(objectsOf<Endpoints>(kinds, 'Endpoints')),
    nodes: new Map(nodes.map((node) => [node.metadata.name ?? '', node])),
    nodesByIp: new Map(nodes.flatMap((node) => addressesOfNode(node).map((ip) => [ip, node] as const))),
    namespaces: labelsOfNamespaces(objects, kinds),
    policies: groupBy(objectsOf<NetworkPolicy>(kinds, 'NetworkPolicy'), namespaceOf),
    // Other groups have kinds of that name, too.
    clusterPolicies: (kinds.get('ClusterNetworkPolicy') ?? []).filter(isClusterNetworkPolicy),
    ingresses: objectsOf<Ingress>(kinds, 'Ingress'),
    ingressClasses: objectsOf<IngressClass>(kinds, 'IngressClass'),
    gatewayClasses: (kinds.get('GatewayClass') ?? []).filter(isGatewayClass),
    gateways: (kinds.get('Gateway') ?? []).filter(isGateway),
    httpRoutes: (kinds.get('HTTPRoute') ?? []).filter(isHTTPRoute),
    referenceGrants: (kinds.get('ReferenceGrant') ?? []).filter(isReferenceGrant),
  }
}

/** Snapshots hold valid objects: a kind's objects have that kind's type. */
const objectsOf = <Kind extends KubernetesObject>(kinds: Kinds, kind: Kind['kind']): readonly Kind[] =>
  (kinds.get(kind) ?? []) as readonly Kind[]

const byKey = <Kind extends KubernetesObject>(objects: readonly Kind[]): ReadonlyMap<string, Kind> =>
  new Map(objects.map((object) => [keyOfObject(object), object]))

const byAddress = <Kind>(
  objects: readonly Kind[],
  addressesOf: (object: Kind) => readonly string[],
): ReadonlyMap<string, readonly Kind[]> => {
  const found = new Map<string, Kind[]>()
  for (const object of objects)
    for (const ip of addressesOf(object)) {
      const there = found.get(ip)
      if (there === undefined) found.set(ip, [object])
      else if (!there.includes(object)) there.push(object)
    }
  return found
}

const addressesOfService = (service: Service): readonly string[] => [
  ...clusterIpsOf(service),
  ...[...(service.spec?.externalIPs ?? []), ...(service.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip ?? '')].flatMap(
    (text) => normalizeAddress(text) ?? [],
  ),
]

/** The API server writes a list without entries as null, and files leave it out. */
type WrittenSlice = Omit<EndpointSlice, 'endpoints'> & { readonly endpoints?: EndpointSlice['endpoints'] | null }

const hasEndpoints = (slice: WrittenSlice): slice is EndpointSlice => Array.isArray(slice.endpoints)

const withEndpoints = (slice: WrittenSlice): EndpointSlice => (hasEndpoints(slice) ? slice : { ...slice, endpoints: [] })

const hasOwner = (slice: EndpointSlice): boolean => ownerOfSlice(slice) !== undefined

const ownerOfSlice = ({ metadata }: EndpointSlice): string | undefined => metadata.labels?.['kubernetes.io/service-name']

/** Namespaces that only objects mention exist too, as in manifests applied to a prepared cluster. */
const labelsOfNamespaces = (objects: readonly KubernetesObject[], kinds: Kinds): ReadonlyMap<string, Labels> => {
  const labels = new Map<string, Labels>()
  for (const { metadata } of kinds.get('Namespace') ?? []) {
    const name = metadata.name ?? ''
    labels.set(name, { ...metadata.labels, [METADATA_NAME]: name })
  }
  for (const { metadata } of objects) {
    const name = metadata.namespace
    if (name !== undefined && !labels.has(name)) labels.set(name, { [METADATA_NAME]: name })
  }
  return labels
}
