import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { Index, Store } from '../../store/store.ts'

const PODS_BY_NODE: Index = { resource: 'pods', keysOf: (pod) => (isPod(pod) ? [pod.spec?.nodeName ?? ''] : []) }

/** The Pods that are bound to a node, in the order in which they came; those without one under an empty name. */
export const podsOnNode = (store: Store, nodeName: string): readonly Pod[] =>
  store.indexed(PODS_BY_NODE, nodeName).filter(isPod)

const PODS_BY_NOMINATION: Index = {
  resource: 'pods',
  keysOf: (pod) => (isPod(pod) && pod.status?.nominatedNodeName !== undefined ? [pod.status.nominatedNodeName] : []),
}

/** The Pods for which others have left a node, or are about to. */
export const podsNominatedFor = (store: Store, nodeName: string): readonly Pod[] =>
  store.indexed(PODS_BY_NOMINATION, nodeName).filter(isPod)
