/** What controllers write into the status of Gateways and their listeners (semantics I22). Pure: times are the writer's business. */
import { GATEWAY_GROUP } from '../../kubernetes/extensions/gateway-api/guards.ts'
import type { Gateway, RouteKind } from '../../kubernetes/extensions/gateway-api/types.ts'
import type { NetworkState } from '../state.ts'
import { attachmentsOf } from './attachment.ts'
import {
  certificateProblem,
  conflictOf,
  isListenerServed,
  isProtocolServed,
  kindsOf,
  listenersOfGateway,
  type ListenerPlace,
} from './listeners.ts'

/** A condition without its times. */
export interface StatedCondition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

export interface StatedListener {
  readonly name: string
  readonly supportedKinds: readonly RouteKind[]
  readonly attachedRoutes: number
  readonly conditions: readonly StatedCondition[]
}

export const condition = (type: string, holds: boolean, reason: string, message: string): StatedCondition => ({
  type,
  status: holds ? 'True' : 'False',
  reason,
  message,
})

/** Of a class whose controller runs. */
export const CLASS_CONDITIONS: readonly StatedCondition[] = [
  condition('Accepted', true, 'Accepted', 'The controller serves this class'),
]

const HTTP_ROUTE: RouteKind = { group: GATEWAY_GROUP, kind: 'HTTPRoute' }

function accepted({ listener }: ListenerPlace, conflict: string | undefined): StatedCondition {
  if (!isProtocolServed(listener))
    return condition('Accepted', false, 'UnsupportedProtocol', `Protocol ${listener.protocol} is not supported`)
  return conflict === undefined
    ? condition('Accepted', true, 'Accepted', 'The listener is accepted')
    : condition('Accepted', false, conflict, 'Another listener of this port cannot be told apart from this one')
}

const CERTIFICATES = {
  InvalidCertificateRef: 'A certificate does not exist or is no Secret',
  RefNotPermitted: 'No ReferenceGrant permits the reference to a certificate',
} as const

function resolvedRefs(state: NetworkState, place: ListenerPlace): StatedCondition {
  if (!kindsOf(place.listener).allKnown)
    return condition('ResolvedRefs', false, 'InvalidRouteKinds', 'A kind of route is not supported')
  const problem = certificateProblem(state, place)
  return problem === undefined
    ? condition('ResolvedRefs', true, 'ResolvedRefs', 'All references are resolved')
    : condition('ResolvedRefs', false, problem, CERTIFICATES[problem])
}

/** Routes count where they are attached, whether or not their backends are there. */
export function listenerStatus(state: NetworkState, gateway: Gateway): readonly StatedListener[] {
  const attachments = attachmentsOf(state, gateway)
  return listenersOfGateway(gateway).map((place) => {
    const conflict = conflictOf(place)
    const isServed = isListenerServed(state, place)
    return {
      name: place.listener.name,
      supportedKinds: isProtocolServed(place.listener) && kindsOf(place.listener).allowed ? [HTTP_ROUTE] : [],
      attachedRoutes: attachments.filter((one) => one.place.index === place.index).length,
      conditions: [
        accepted(place, conflict),
        conflict === undefined
          ? condition('Conflicted', false, 'NoConflicts', 'No other listener is in conflict with this one')
          : condition('Conflicted', true, conflict, 'Another listener has the same port'),
        resolvedRefs(state, place),
        isServed
          ? condition('Programmed', true, 'Programmed', 'The listener takes requests')
          : condition('Programmed', false, 'Invalid', 'The listener is invalid; see its other conditions'),
      ],
    }
  })
}

/** A Gateway works with the listeners that are valid, as long as one is, and once it has an address. */
export function gatewayConditions(state: NetworkState, gateway: Gateway, hasAddress: boolean): readonly StatedCondition[] {
  const places = listenersOfGateway(gateway)
  const valid = places.filter((place) => isListenerServed(state, place) && kindsOf(place.listener).allKnown)
  const isAccepted = places.some((place) => isListenerServed(state, place))
  return [
    valid.length === places.length
      ? condition('Accepted', true, 'Accepted', 'The Gateway is accepted')
      : condition('Accepted', isAccepted, 'ListenersNotValid', 'Some listeners are invalid; see their conditions'),
    !isAccepted
      ? condition('Programmed', false, 'Invalid', 'No listener takes requests')
      : hasAddress
        ? condition('Programmed', true, 'Programmed', 'The Gateway has an address and takes requests')
        : condition('Programmed', false, 'AddressNotAssigned', 'No address is assigned to the Gateway'),
  ]
}
