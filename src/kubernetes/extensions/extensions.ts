import { CLUSTER_NETWORK_POLICY } from './cluster-network-policy/cluster-network-policy.ts'
import type { Extension } from './extension.ts'
import { GATEWAY_API } from './gateway-api/gateway-api.ts'

/** Everything that is served besides Kubernetes' own kinds; of several versions of a group the preferred one comes first. */
export const EXTENSIONS: readonly Extension[] = [...GATEWAY_API, CLUSTER_NETWORK_POLICY]
