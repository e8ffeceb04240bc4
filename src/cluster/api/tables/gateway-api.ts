/** The columns that the CustomResourceDefinitions of the Gateway API state. @see kubernetes-sigs/gateway-api apis/v1/*_types.go */
import { isGateway, isGatewayClass, isHTTPRoute, isReferenceGrant } from '../../../kubernetes/extensions/gateway-api/guards.ts'
import type { Condition } from '../../../kubernetes/generated/types.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text, wide, type Printer } from './printer.ts'

const AGE = text('Age')

const statusOf = (conditions: readonly Condition[] | undefined, wanted: string): string =>
  conditions?.find(({ type }) => type === wanted)?.status ?? ''

/** By the resource's name. Values that are absent are empty cells. */
export const GATEWAY_PRINTERS: Readonly<Record<string, Printer>> = {
  'gatewayclasses.gateway.networking.k8s.io': printer(
    isGatewayClass,
    [NAME, text('Controller'), text('Accepted'), AGE, wide('Description')],
    (gatewayClass, nowMs) => [
      nameOf(gatewayClass),
      gatewayClass.spec?.controllerName ?? '',
      statusOf(gatewayClass.status?.conditions, 'Accepted'),
      ageOf(gatewayClass, nowMs),
      gatewayClass.spec?.description ?? '',
    ],
  ),
  'gateways.gateway.networking.k8s.io': printer(
    isGateway,
    [NAME, text('Class'), text('Address'), text('Programmed'), AGE],
    (gateway, nowMs) => [
      nameOf(gateway),
      gateway.spec?.gatewayClassName ?? '',
      gateway.status?.addresses?.[0]?.value ?? '',
      statusOf(gateway.status?.conditions, 'Programmed'),
      ageOf(gateway, nowMs),
    ],
  ),
  'httproutes.gateway.networking.k8s.io': printer(isHTTPRoute, [NAME, text('Hostnames'), AGE], (route, nowMs) => [
    nameOf(route),
    route.spec?.hostnames === undefined ? '' : JSON.stringify(route.spec.hostnames),
    ageOf(route, nowMs),
  ]),
  'referencegrants.gateway.networking.k8s.io': printer(isReferenceGrant, [NAME, AGE], (grant, nowMs) => [
    nameOf(grant),
    ageOf(grant, nowMs),
  ]),
}
