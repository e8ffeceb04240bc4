/** The proxies that Gateways' controllers run, and the Gateways behind them. */
import type { Gateway } from '../../kubernetes/extensions/gateway-api/types.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { normalizeAddress } from '../address.ts'
import type { GatewayControllerFacts } from '../facts.ts'
import type { ListenerHop, Source } from '../model.ts'
import { hasLabels } from '../service/derive-endpoints.ts'
import { isPodUp, keyOf, nameOf, namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { controllerOfGateway, servedGateways } from './classes.ts'
import { listenersOfGateway } from './listeners.ts'

/** A proxy at work for a Gateway. */
export interface GatewayProxy {
  readonly facts: GatewayControllerFacts
  readonly gateway: Gateway
  readonly source: Source
  readonly pod?: Pod
}

/** By which Pods are told apart that serve one Gateway each. @see GEP-1762, "In Cluster Gateway Deployments" */
const NAME_LABELS = ['gateway.networking.k8s.io/gateway-name', 'gateway.envoyproxy.io/owning-gateway-name']
const NAMESPACE_LABEL = 'gateway.envoyproxy.io/owning-gateway-namespace'

/** The labels of the Pod that a controller runs for a Gateway. */
export const proxyLabels = (facts: GatewayControllerFacts, gateway: Gateway): Readonly<Record<string, string>> => ({
  ...facts.podLabels,
  ...Object.fromEntries(NAME_LABELS.map((label) => [label, gateway.metadata.name ?? ''])),
  [NAMESPACE_LABEL]: namespaceOf(gateway),
})

/** Where the Pods of a Gateway's proxy are. */
export const proxyNamespace = (facts: GatewayControllerFacts, gateway: Gateway): string =>
  facts.namespace ?? namespaceOf(gateway)

/** A Pod without the labels serves every Gateway of the controller. */
function isProxyOf(facts: GatewayControllerFacts, gateway: Gateway, pod: Pod): boolean {
  if (Object.keys(facts.podLabels).length === 0 || namespaceOf(pod) !== proxyNamespace(facts, gateway)) return false
  const labels = pod.metadata.labels ?? {}
  const isNamed = (label: string, name: string): boolean => labels[label] === undefined || labels[label] === name
  return (
    hasLabels(pod, facts.podLabels) &&
    NAME_LABELS.every((label) => isNamed(label, gateway.metadata.name ?? '')) &&
    isNamed(NAMESPACE_LABEL, namespaceOf(gateway))
  )
}

/** The running proxies of a Gateway; one outside Pods works on the first node. */
export function proxiesOf(state: NetworkState, gateway: Gateway): readonly GatewayProxy[] {
  const facts = controllerOfGateway(state, gateway)
  if (facts === undefined) return []
  if (Object.keys(facts.podLabels).length === 0) {
    const [node] = state.nodes.keys()
    return node === undefined ? [] : [{ facts, gateway, source: { node } }]
  }
  return [...state.pods.values()]
    .filter((pod) => isProxyOf(facts, gateway, pod) && isPodUp(pod))
    .map((pod) => ({ facts, gateway, pod, source: { pod: nameOf(pod) } }))
}

/** Ports below 1024 are for privileged programs: Envoy Gateway's proxies listen that much higher. */
const SHIFT = 10_000

/** A proxy whose Pod accepted a connection, with the Gateway's port that it is for. */
export function proxyAt(
  state: NetworkState,
  hop: ListenerHop | undefined,
): { readonly proxy: GatewayProxy; readonly port: number } | undefined {
  const pod = hop?.pod === undefined ? undefined : state.pods.get(keyOf(hop.pod.namespace, hop.pod.name))
  const reached = hop?.before?.destinationPort
  if (pod === undefined || reached === undefined) return undefined
  for (const gateway of servedGateways(state)) {
    const ports = listenersOfGateway(gateway).map(({ listener }) => listener.port)
    const port = [reached, reached - SHIFT].find((one) => ports.includes(one))
    const proxy = port === undefined ? undefined : proxiesOf(state, gateway).find((one) => one.pod === pod)
    if (port !== undefined && proxy !== undefined) return { proxy, port }
  }
  return undefined
}

/** The addresses and names at which a Gateway is reached: those in its status, else those it asks for. */
export const addressesOfGateway = ({ spec, status }: Gateway): readonly string[] =>
  (status?.addresses ?? spec?.addresses ?? []).flatMap(({ value }) =>
    value === undefined ? [] : [normalizeAddress(value) ?? value.toLowerCase()],
  )
