/** The namespaces that clusters bring with them: drawings show their Pods where they are named only. */
import type { Pod } from '../kubernetes/generated/types.ts'
import { isPodUp, namespaceOf, type NetworkState } from '../network/state.ts'

const OWN: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
  'ingress-nginx',
  'envoy-gateway-system',
])

export const isOwnNamespace = (name: string): boolean => OWN.has(name)

/** Running Pods of all other namespaces, in the state's order. */
export const shownPods = (state: NetworkState): readonly Pod[] =>
  [...state.pods.values()].filter((pod) => isPodUp(pod) && !isOwnNamespace(namespaceOf(pod)))

/** Those that are left out. */
export const ownPods = (state: NetworkState): readonly Pod[] =>
  [...state.pods.values()].filter((pod) => isPodUp(pod) && isOwnNamespace(namespaceOf(pod)))
