/** Which routes are attached to which listeners, and why others are not (semantics I22). */
import { GATEWAY_GROUP } from '../../kubernetes/extensions/gateway-api/guards.ts'
import type { Gateway, HTTPRoute, ParentReference } from '../../kubernetes/extensions/gateway-api/types.ts'
import { namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { intersectHostnames } from './hostnames.ts'
import { allowsNamespace, isProtocolServed, kindsOf, listenersOfGateway, type ListenerPlace } from './listeners.ts'

/** One hostname of a route at one listener. */
export interface AttachedHost {
  /** As the route states it; absent where it states none. */
  readonly stated?: string
  /** What is left of it at the listener: `''` for every host. */
  readonly effective: string
}

export interface Attachment {
  readonly route: HTTPRoute
  readonly place: ListenerPlace
  readonly hosts: readonly AttachedHost[]
}

/** Reasons of a route's condition Accepted. */
export type Refusal = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname'

/** What becomes of a route at a parent: attached to listeners, or refused by all of them. */
export type Attached =
  | { readonly attachments: readonly [Attachment, ...Attachment[]] }
  | { readonly attachments: readonly []; readonly refusal: Refusal }

/** Whether a parent reference of the route means this Gateway. */
export function refersTo(route: HTTPRoute, parent: ParentReference, gateway: Gateway): boolean {
  const { group = GATEWAY_GROUP, kind = 'Gateway', name, namespace = namespaceOf(route) } = parent
  return group === GATEWAY_GROUP && kind === 'Gateway' && name === gateway.metadata.name && namespace === namespaceOf(gateway)
}

function hostsAt(route: HTTPRoute, { listener }: ListenerPlace): readonly AttachedHost[] {
  const stated = route.spec?.hostnames ?? []
  if (stated.length === 0) return [{ effective: listener.hostname?.toLowerCase() ?? '' }]
  return stated.flatMap((hostname) => {
    const effective = intersectHostnames(listener.hostname, hostname)
    return effective === undefined ? [] : [{ stated: hostname, effective }]
  })
}

/** Attaches a route to the listeners of a Gateway that one of its parent references means. */
export function attach(state: NetworkState, gateway: Gateway, route: HTTPRoute, parent: ParentReference): Attached {
  const meant = listenersOfGateway(gateway).filter(
    ({ listener }) =>
      (parent.sectionName === undefined || listener.name === parent.sectionName) &&
      (parent.port === undefined || listener.port === parent.port),
  )
  if (meant.length === 0) return { attachments: [], refusal: 'NoMatchingParent' }
  const allowing = meant.filter(
    (place) =>
      isProtocolServed(place.listener) && kindsOf(place.listener).allowed && allowsNamespace(state, place, namespaceOf(route)),
  )
  if (allowing.length === 0) return { attachments: [], refusal: 'NotAllowedByListeners' }
  const [first, ...rest] = allowing.flatMap((place) => {
    const hosts = hostsAt(route, place)
    return hosts.length === 0 ? [] : [{ route, place, hosts }]
  })
  return first === undefined ? { attachments: [], refusal: 'NoMatchingListenerHostname' } : { attachments: [first, ...rest] }
}

/** All routes at all listeners of a Gateway; a route that two references attach to one listener is there once. */
export function attachmentsOf(state: NetworkState, gateway: Gateway): readonly Attachment[] {
  const all = state.httpRoutes.flatMap((route) =>
    (route.spec?.parentRefs ?? [])
      .filter((parent) => refersTo(route, parent, gateway))
      .flatMap((parent): readonly Attachment[] => attach(state, gateway, route, parent).attachments),
  )
  const seen = new Set<string>()
  return all.filter(({ route, place }) => {
    const key = `${namespaceOf(route)}/${route.metadata.name ?? ''} ${place.index}`
    return seen.has(key) ? false : seen.add(key).size > 0
  })
}
