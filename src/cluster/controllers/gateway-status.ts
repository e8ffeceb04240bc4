/**
 * The controller of the Gateway API that the embedded cluster has: it tells classes, Gateways and routes what becomes of them,
 * and gives Gateways their addresses. Which classes it serves is a fact (`DEFAULT_GATEWAY_CONTROLLERS`).
 */
import { isGateway, isGatewayClass, isHTTPRoute } from '../../kubernetes/extensions/gateway-api/guards.ts'
import type { Gateway, GatewayAddress, GatewayClass, HTTPRoute } from '../../kubernetes/extensions/gateway-api/types.ts'
import type { Condition } from '../../kubernetes/generated/types.ts'
import { isEqual } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../network/facts.ts'
import { controllerOfClass, controllerOfGateway, gatewayControllersOf } from '../../network/gateway/classes.ts'
import { addressesOfGateway } from '../../network/gateway/proxies.ts'
import { routeParents } from '../../network/gateway/route-status.ts'
import { CLASS_CONDITIONS, gatewayConditions, listenerStatus, type StatedCondition } from '../../network/gateway/status.ts'
import { indexSnapshot, type NetworkState } from '../../network/state.ts'
import { toTimestamp } from '../time.ts'
import type { Controller, ControllerContext, ReconcileKey } from './controller.ts'

const GROUP = 'gateway.networking.k8s.io'
const READ = [
  `gatewayclasses.${GROUP}`,
  `gateways.${GROUP}`,
  `httproutes.${GROUP}`,
  `referencegrants.${GROUP}`,
  'services',
  'secrets',
  'namespaces',
] as const

/** Everything is looked at together: one change may reach many. */
const ALL: readonly ReconcileKey[] = [{ name: 'gateway-api' }]

/** As a load balancer in kind's network has them to give. */
const addressAt = (index: number): string => `172.18.255.${200 + index}`
const LAST_ADDRESS = 54

/** Conditions that have not changed keep the time of their last change; those of others stay. */
function merge(
  stated: readonly StatedCondition[],
  known: readonly Condition[] | undefined,
  { now, generation = 1 }: { readonly now: string; readonly generation?: number | undefined },
): readonly Condition[] {
  const ours = stated.map((one): Condition => {
    const old = known?.find(({ type }) => type === one.type)
    const since = old?.status === one.status ? old.lastTransitionTime : now
    return { ...one, observedGeneration: generation, lastTransitionTime: since }
  })
  const others = (known ?? []).filter(({ type }) => stated.every((one) => one.type !== type))
  return [...ours, ...others]
}

const write = <T extends KubernetesObject & { readonly status?: unknown }>(
  { writer }: ControllerContext,
  object: T,
  status: NonNullable<T['status']>,
): void => {
  if (!isEqual(object.status, status)) writer.updateStatus({ ...object, status })
}

function updateClass(context: ControllerContext, state: NetworkState, gatewayClass: GatewayClass, now: string): void {
  if (controllerOfClass(state, gatewayClass) === undefined) return
  const { metadata, status } = gatewayClass
  const conditions = merge(CLASS_CONDITIONS, status?.conditions, { now, generation: metadata.generation })
  write(context, gatewayClass, { ...status, conditions })
}

/** The addresses that are asked for, those that it has, or the first that is free. */
function addressesFor(state: NetworkState, gateway: Gateway): readonly GatewayAddress[] {
  const asked = (gateway.spec?.addresses ?? []).filter(({ value }) => value !== undefined)
  if (asked.length > 0) return asked
  if ((gateway.status?.addresses ?? []).length > 0) return gateway.status?.addresses ?? []
  const taken = new Set(state.gateways.flatMap(addressesOfGateway))
  const index = Array.from({ length: LAST_ADDRESS + 1 }, (_, place) => place).find((place) => !taken.has(addressAt(place)))
  return index === undefined ? [] : [{ type: 'IPAddress', value: addressAt(index) }]
}

function updateGateway(context: ControllerContext, state: NetworkState, gateway: Gateway, now: string): void {
  if (controllerOfGateway(state, gateway) === undefined) return
  const { metadata, status } = gateway
  const at = { now, generation: metadata.generation }
  const addresses = addressesFor(state, gateway)
  write(context, gateway, {
    ...status,
    ...(addresses.length === 0 ? {} : { addresses }),
    conditions: merge(gatewayConditions(state, gateway, addresses.length > 0), status?.conditions, at),
    listeners: listenerStatus(state, gateway).map((listener) => {
      const known = status?.listeners?.find(({ name }) => name === listener.name)
      return { ...listener, conditions: merge(listener.conditions, known?.conditions, at) }
    }),
  })
}

/** Entries of controllers that are not ours stay. */
function updateRoute(context: ControllerContext, state: NetworkState, route: HTTPRoute, now: string): void {
  const { metadata, status } = route
  const names = gatewayControllersOf(state).map(({ controller }) => controller)
  const known = status?.parents ?? []
  const ours = routeParents(state, route).map((parent) => {
    const old = known.find((one) => one.controllerName === parent.controllerName && isEqual(one.parentRef, parent.parentRef))
    return { ...parent, conditions: merge(parent.conditions, old?.conditions, { now, generation: metadata.generation }) }
  })
  const parents = [...ours, ...known.filter(({ controllerName }) => !names.includes(controllerName))]
  if (parents.length > 0 || known.length > 0) write(context, route, { parents })
}

const stateOf = (objects: readonly KubernetesObject[]): NetworkState =>
  indexSnapshot({ objects, facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } })

/** As it is now: each write is seen by what follows. */
const readState = ({ store }: ControllerContext): NetworkState => stateOf(READ.flatMap((name) => store.list(name)))

export const gatewayStatusController: Controller = {
  name: 'gateway-status',
  manager: 'envoy-gateway',
  watches: READ,
  keysFor: () => ALL,
  reconcile: (_, context) => {
    const { store, clock } = context
    const now = toTimestamp(clock.now())
    const classes = store.list(`gatewayclasses.${GROUP}`)
    for (const object of classes) if (isGatewayClass(object)) updateClass(context, stateOf(classes), object, now)
    for (const object of store.list(`gateways.${GROUP}`))
      if (isGateway(object)) updateGateway(context, readState(context), object, now)
    for (const object of store.list(`httproutes.${GROUP}`))
      if (isHTTPRoute(object)) updateRoute(context, readState(context), object, now)
    return undefined
  },
}
