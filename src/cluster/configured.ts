/** What of a cluster's facts its own ConfigMaps say. */
import type { ClusterFacts } from '../network/facts.ts'
import type { ClusterOptions } from './contract.ts'
import type { Store, StoredObject } from './store/store.ts'

const NAMES = ['coredns', 'kube-proxy'] as const

/** The same object for as long as the ConfigMaps stay as they are, since much is remembered by it. */
export const configuredBy = (
  store: Store,
  base: ClusterFacts,
  read: ClusterOptions['readConfiguration'],
): (() => ClusterFacts) => {
  if (read === undefined) return () => base
  let seen: readonly (StoredObject | undefined)[] = []
  let facts = base
  return () => {
    const now = NAMES.map((name) => store.get('configmaps', 'kube-system', name))
    if (now.some((object, index) => object !== seen[index])) {
      seen = now
      facts = {
        ...base,
        ...read(
          now.filter((object) => object !== undefined),
          facts,
        ),
      }
    }
    return facts
  }
}
