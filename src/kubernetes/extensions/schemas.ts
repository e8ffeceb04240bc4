import { CLUSTER_NETWORK_POLICY_SCHEMA } from './cluster-network-policy/schema.ts'
import type { ExtensionSchema } from './extension.ts'
import { GATEWAY_STRUCTURES } from './gateway-api/structures.ts'

/** What the kinds are made of that are served besides Kubernetes' own. */
export const EXTENSION_SCHEMAS: readonly ExtensionSchema[] = [{ structures: GATEWAY_STRUCTURES }, CLUSTER_NETWORK_POLICY_SCHEMA]
