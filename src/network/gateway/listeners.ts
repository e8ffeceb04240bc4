/** The listeners of a Gateway: which of them work, and what they let in (semantics I22). */
import { GATEWAY_GROUP } from '../../kubernetes/extensions/gateway-api/guards.ts'
import type { Gateway, GatewayListener, RouteKind, SecretReference } from '../../kubernetes/extensions/gateway-api/types.ts'
import { matchesSelector } from '../../kubernetes/labels.ts'
import { namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { isReferencePermitted } from './grants.ts'

export interface ListenerPlace {
  readonly gateway: Gateway
  readonly listener: GatewayListener
  readonly index: number
}

/** The listeners of a Gateway with their places. */
export const listenersOfGateway = (gateway: Gateway): readonly ListenerPlace[] =>
  (gateway.spec?.listeners ?? []).map((listener, index) => ({ gateway, listener, index }))

const PROTOCOLS: readonly string[] = ['HTTP', 'HTTPS']

export const protocolOf = ({ protocol }: GatewayListener): string => protocol.toUpperCase()

/** Of HTTP only; other protocols are for routes that are not served here. */
export const isProtocolServed = (listener: GatewayListener): boolean => PROTOCOLS.includes(protocolOf(listener))

/** Listeners of one port have to be told apart: by protocol they can't, by host they can. */
export function conflictOf({ gateway, listener, index }: ListenerPlace): 'ProtocolConflict' | 'HostnameConflict' | undefined {
  const others = listenersOfGateway(gateway).flatMap((other) =>
    other.index !== index && other.listener.port === listener.port ? [other.listener] : [],
  )
  if (others.some((other) => protocolOf(other) !== protocolOf(listener))) return 'ProtocolConflict'
  const isSame = (other: GatewayListener): boolean => (other.hostname ?? '') === (listener.hostname ?? '')
  return others.some(isSame) ? 'HostnameConflict' : undefined
}

const isHttpRoute = ({ group = GATEWAY_GROUP, kind }: RouteKind): boolean => group === GATEWAY_GROUP && kind === 'HTTPRoute'

/** Whether HTTPRoutes may attach, and whether all kinds that are named are known. */
export function kindsOf({ allowedRoutes }: GatewayListener): { readonly allowed: boolean; readonly allKnown: boolean } {
  const kinds = allowedRoutes?.kinds ?? []
  if (kinds.length === 0) return { allowed: true, allKnown: true }
  return { allowed: kinds.some(isHttpRoute), allKnown: kinds.every(isHttpRoute) }
}

/** Whether routes of a namespace may attach; those of the Gateway's own where nothing is said. */
export function allowsNamespace(state: NetworkState, { gateway, listener }: ListenerPlace, namespace: string): boolean {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {}
  switch (from) {
    case 'All':
      return true
    case 'Same':
      return namespace === namespaceOf(gateway)
    case 'Selector':
      return selector !== undefined && matchesSelector(selector, state.namespaces.get(namespace) ?? {})
    default:
      return false
  }
}

export type CertificateProblem = 'InvalidCertificateRef' | 'RefNotPermitted'

/** What is wrong with the certificates of an HTTPS listener. A snapshot without any Secret is one that leaves Secrets out. */
export function certificateProblem(state: NetworkState, { gateway, listener }: ListenerPlace): CertificateProblem | undefined {
  if (protocolOf(listener) !== 'HTTPS') return undefined
  const problems = (listener.tls?.certificateRefs ?? []).map((reference) => problemOf(state, gateway, reference))
  return problems.find((problem) => problem !== undefined)
}

function problemOf(state: NetworkState, gateway: Gateway, reference: SecretReference): CertificateProblem | undefined {
  const { group = '', kind = 'Secret', name, namespace = namespaceOf(gateway) } = reference
  const from = { group: GATEWAY_GROUP, kind: 'Gateway', namespace: namespaceOf(gateway) }
  if (!isReferencePermitted(state, from, { group, kind, namespace, name })) return 'RefNotPermitted'
  if (group !== '' || kind !== 'Secret') return 'InvalidCertificateRef'
  const secrets = state.snapshot.objects.filter((object) => object.kind === 'Secret' && object.apiVersion === 'v1')
  const isThere = secrets.some(({ metadata }) => metadata.name === name && (metadata.namespace ?? 'default') === namespace)
  return isThere || secrets.length === 0 ? undefined : 'InvalidCertificateRef'
}

/** True for listeners that take requests. */
export const isListenerServed = (state: NetworkState, place: ListenerPlace): boolean =>
  isProtocolServed(place.listener) && conflictOf(place) === undefined && certificateProblem(state, place) === undefined
