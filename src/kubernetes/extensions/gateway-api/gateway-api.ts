/** The Gateway API: names and versions of its kinds. @see kubernetes-sigs/gateway-api config/crd/standard, v1.6 */
import type { Extension, ResourceRow } from '../extension.ts'
import { GATEWAY_GROUP } from './guards.ts'

const RESOURCES: readonly ResourceRow[] = [
  {
    kind: 'GatewayClass',
    plural: 'gatewayclasses',
    short: 'gc',
    categories: 'gateway-api',
    cluster: true,
    subresources: 'status',
  },
  { kind: 'Gateway', short: 'gtw', categories: 'gateway-api', subresources: 'status' },
  { kind: 'HTTPRoute', categories: 'gateway-api', subresources: 'status' },
  { kind: 'ReferenceGrant', short: 'refgrant', categories: 'gateway-api' },
]

const ROOTS = Object.fromEntries(RESOURCES.map(({ kind }) => [kind, kind]))

/** Both versions hold the same fields; the first is the one that is stored. */
export const GATEWAY_API: readonly Extension[] = ['v1', 'v1beta1'].map((version) => ({
  apiVersion: `${GATEWAY_GROUP}/${version}`,
  resources: RESOURCES,
  roots: ROOTS,
}))
