/** Narrow an object to a kind of the Gateway API. Other groups have kinds of the same names. */
import type { KubernetesObject } from '../../object.ts'
import type { Gateway, GatewayClass, HTTPRoute, ReferenceGrant } from './types.ts'

/** The group of the Gateway API. */
export const GATEWAY_GROUP = 'gateway.networking.k8s.io'

const VERSIONS: readonly string[] = [`${GATEWAY_GROUP}/v1`, `${GATEWAY_GROUP}/v1beta1`]

const guard =
  <T extends KubernetesObject>(kind: T['kind']) =>
  (object: KubernetesObject): object is T =>
    object.kind === kind && VERSIONS.includes(object.apiVersion)

/** True for GatewayClasses. */
export const isGatewayClass = guard<GatewayClass>('GatewayClass')
/** True for Gateways of the Gateway API. */
export const isGateway = guard<Gateway>('Gateway')
/** True for HTTPRoutes of the Gateway API. */
export const isHTTPRoute = guard<HTTPRoute>('HTTPRoute')
/** True for ReferenceGrants. */
export const isReferenceGrant = guard<ReferenceGrant>('ReferenceGrant')
