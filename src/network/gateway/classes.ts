import type { Gateway, GatewayClass } from '../../kubernetes/extensions/gateway-api/types.ts'
import { DEFAULT_GATEWAY_CONTROLLERS } from '../facts.ts'
import type { GatewayControllerFacts } from '../facts.ts'
import type { NetworkState } from '../state.ts'

/** The controllers of the Gateway API that run. */
export const gatewayControllersOf = ({ facts }: NetworkState): readonly GatewayControllerFacts[] =>
  facts.gatewayControllers ?? DEFAULT_GATEWAY_CONTROLLERS

/** The controller that serves a class, if one does. */
export const controllerOfClass = (state: NetworkState, { spec }: GatewayClass): GatewayControllerFacts | undefined =>
  gatewayControllersOf(state).find(({ controller }) => controller === spec?.controllerName)

/** The class that a Gateway names, if there is one of that name. */
export const classOfGateway = ({ gatewayClasses }: NetworkState, { spec }: Gateway): GatewayClass | undefined =>
  gatewayClasses.find(({ metadata }) => metadata.name === spec?.gatewayClassName)

/** The controller that serves a Gateway; undefined where its class is missing or another's. */
export function controllerOfGateway(state: NetworkState, gateway: Gateway): GatewayControllerFacts | undefined {
  const found = classOfGateway(state, gateway)
  return found === undefined ? undefined : controllerOfClass(state, found)
}

/** Gateways that a controller serves, in the snapshot's order. */
export const servedGateways = (state: NetworkState): readonly Gateway[] =>
  state.gateways.filter((gateway) => controllerOfGateway(state, gateway) !== undefined)
