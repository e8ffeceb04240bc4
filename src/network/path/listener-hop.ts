/** The end of a walk: a process that listens, or none. */
import type { Node, Pod, Service } from '../../kubernetes/generated/types.ts'
import { isLoopback, normalizeAddress } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { Listener } from '../facts.ts'
import type { ListenerHop, Packet, Verdict } from '../model.ts'
import { containersOf } from '../service/derive-endpoints.ts'
import { endpointsOfPort } from '../service/endpoints.ts'
import { healthCheckListeners } from '../service/health-check.ts'
import { addressesOfNode, factsOf, nameOf, type NetworkState } from '../state.ts'

export interface Arrived {
  readonly hop: ListenerHop
  readonly verdict: Verdict
}

/**
 * Ports of a Pod. Where an image is unknown, its declared ports are taken to be open and all others closed, and the hop
 * says `unknown` (P5 forbids to be sure).
 */
export const listenInPod = (state: NetworkState, pod: Pod, packet: Packet): Arrived => {
  const { listeners, complete } = factsOf(state, pod)
  const base = { packet, pod, listening: listeners.map(renderListener) }
  const accepting = listeners.find((listener) => accepts(listener, packet))
  if (accepting !== undefined) return arrive({ ...base, listener: accepting }, 'accepted', 'connected')
  if (complete) return arrive(base, 'refused', 'refused')
  // DIFFERS: a real port is open or not, whatever is declared; without knowing the image this is the likelier answer (case path/listeners).
  return arrive(base, 'unknown', declares(pod, packet) ? 'connected' : 'refused')
}

/** The verdict alone, for many packets to the same Pod; `listenInPod` always agrees. */
export const answersOfPod = (state: NetworkState, pod: Pod): ((packet: Packet) => Verdict) => {
  const { listeners, complete } = factsOf(state, pod)
  return (packet) => {
    if (listeners.some((listener) => accepts(listener, packet))) return 'connected'
    return !complete && declares(pod, packet) ? 'connected' : 'refused'
  }
}

/** Ports of a node: of the Pods that use its network, and of the components that run outside Pods. */
export const listenOnNode = (state: NetworkState, node: Node, packet: Packet): Arrived => {
  const pods = addressesOfNode(node).flatMap((ip) => state.podsByIp.get(ip) ?? [])
  for (const pod of new Set(pods)) {
    const arrived = listenInPod(state, pod, packet)
    if (arrived.verdict === 'connected') return arrived
  }
  const components = componentsOf(state, node)
  const accepting = components.find((listener) => accepts(listener, packet))
  const base = { packet, listening: components.map(renderListener) }
  return accepting === undefined
    ? arrive(base, 'refused', 'refused')
    : arrive({ ...base, listener: accepting }, 'accepted', 'connected')
}

/** The Pod on its node's network that answers at a node's address, where policies know such Pods as Pods (N24). */
export const podOnNodeAt = (state: NetworkState, packet: Packet): Pod | undefined =>
  choiceIn(state.facts, 'hostNetworkPods') === 'as-pods'
    ? (state.podsByIp.get(packet.destinationIp) ?? []).find((pod) => listenInPod(state, pod, packet).verdict === 'connected')
    : undefined

/** What listens outside the cluster is not known; it is taken to answer, so that the verdict is that of the cluster's own rules. */
export const listenOutside = (packet: Packet): Arrived => arrive({ packet, listening: [] }, 'unknown', 'connected')

interface End {
  readonly packet: Packet
  readonly pod?: Pod
  readonly listener?: Listener
  readonly listening: readonly string[]
}

const arrive = ({ packet, pod, listener, listening }: End, decision: ListenerHop['decision'], verdict: Verdict): Arrived => ({
  verdict,
  hop: {
    kind: 'listener',
    before: packet,
    after: packet,
    ...(pod === undefined ? {} : { pod: nameOf(pod) }),
    decision,
    ...(listener === undefined ? {} : { container: listener.container, program: listener.program }),
    listening,
    semantics: verdict === 'connected' ? ['P5'] : packet.protocol === 'TCP' ? ['V5', 'P5'] : ['V4', 'V5', 'P5'],
    stops: verdict !== 'connected',
  },
})

/** A socket bound to one address is reached through that address only; `127.0.0.1` therefore from the Pod itself. */
const accepts = ({ protocol, port, address, ipv6 }: Listener, packet: Packet): boolean => {
  if (protocol !== packet.protocol || port !== packet.destinationPort) return false
  if (ipv6 === true && packet.destinationIp.includes(':')) return true
  if (address === '::') return true
  if (address === '0.0.0.0') return !packet.destinationIp.includes(':')
  return normalizeAddress(address) === packet.destinationIp || (isLoopback(address) && isLoopback(packet.destinationIp))
}

const declares = (pod: Pod, { destinationPort, protocol }: Packet): boolean =>
  containersOf(pod).some(({ ports = [] }) =>
    ports.some((port) => port.containerPort === destinationPort && (port.protocol ?? 'TCP') === protocol),
  )

const renderListener = ({ protocol, port, address }: Listener): string =>
  address === '0.0.0.0' || address === '::'
    ? `${protocol} ${port}`
    : `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`

/** Every node's kubelet and kube-proxy, and the API server where the endpoints of Service default/kubernetes say that it is. */
const componentsOf = (state: NetworkState, node: Node): readonly Listener[] => {
  const addresses = addressesOfNode(node)
  const service = state.services.get('default/kubernetes')
  const apiServers = service === undefined ? [] : apiServerPorts(state, service, addresses)
  return [
    { container: '', program: 'kubelet', protocol: 'TCP', port: 10250, address: '::' },
    ...healthCheckListeners(state, node.metadata.name ?? ''),
    ...apiServers.map((port) => ({ container: '', program: 'kube-apiserver', protocol: 'TCP' as const, port, address: '::' })),
  ]
}

const apiServerPorts = (state: NetworkState, service: Service, addresses: readonly string[]): readonly number[] =>
  (service.spec?.ports ?? [])
    .flatMap((port) => endpointsOfPort(state, service, port, { family: 'IPv4' }))
    .filter(({ ip }) => addresses.includes(ip))
    .map(({ port }) => port)
