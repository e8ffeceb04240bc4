/** Which endpoints of a Service port a node's kube-proxy uses. */
import type { ServiceEndpoint } from './endpoints.ts'

export interface Selection {
  /** For traffic with policy Cluster. */
  readonly cluster: readonly ServiceEndpoint[]
  /** For traffic with policy Local. */
  readonly local: readonly ServiceEndpoint[]
  /** Whether any endpoint in the cluster could be used: REJECT or DROP where none here can (V2, V3). */
  readonly hasAny: boolean
}

export interface ProxyNode {
  readonly name: string
  readonly zone?: string
}

/**
 * Ready endpoints, or else those that still serve while terminating; the same once more for those on the node (S23).
 * @see kubernetes/kubernetes pkg/proxy/topology.go CategorizeEndpoints (v1.34)
 */
export const selectEndpoints = (endpoints: readonly ServiceEndpoint[], node: ProxyNode): Selection => {
  const ready = endpoints.filter((endpoint) => endpoint.ready)
  const hinted = ready.filter(topologyFilter(ready, node))
  const leaving = endpoints.filter(({ ready: isReady, serving, terminating }) => !isReady && serving && terminating)
  const isLocal = (endpoint: ServiceEndpoint): boolean => endpoint.node === node.name
  const localReady = ready.filter(isLocal)
  return {
    cluster: hinted.length > 0 ? hinted : leaving,
    local: localReady.length > 0 ? localReady : leaving.filter(isLocal),
    hasAny: ready.length + leaving.length > 0,
  }
}

/** Hints count only where every ready endpoint has them and one is meant for this node, or else its zone (S29). */
const topologyFilter = (
  ready: readonly ServiceEndpoint[],
  { name, zone }: ProxyNode,
): ((endpoint: ServiceEndpoint) => boolean) => {
  const forNode = ({ nodeHints }: ServiceEndpoint): boolean => nodeHints.includes(name)
  if (ready.every(({ nodeHints }) => nodeHints.length > 0) && ready.some(forNode)) return forNode
  const forZone = ({ zoneHints }: ServiceEndpoint): boolean => zone !== undefined && zoneHints.includes(zone)
  if (ready.every(({ zoneHints }) => zoneHints.length > 0) && ready.some(forZone)) return forZone
  return () => true
}
