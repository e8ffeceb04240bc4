/** A node with the Pods that run there or are to, and where it is among others. */
import type { Node, Pod } from '../../../kubernetes/generated/types.ts'

export interface Occupied {
  readonly node: Node
  readonly pods: readonly Pod[]
}

/** The labels of a namespace, which selectors of namespaces are held against. */
export type NamespaceLabels = (namespace: string) => Readonly<Record<string, string>> | undefined

/** The domain of a topology that a node lies in, `zone=a`; undefined where it has no such label. */
export const domainOf = ({ metadata }: Node, topologyKey: string): string | undefined => {
  const value = metadata.labels?.[topologyKey]
  return value === undefined ? undefined : `${topologyKey}=${value}`
}

/** All nodes with their Pods, as those who come there have to look at them. */
export interface Neighbourhood {
  readonly places: readonly Occupied[]
  readonly labelsOf: NamespaceLabels
  /** The same places with those Pods alone that have affinity to others, or anti-affinity: few have. */
  readonly affine: readonly Occupied[]
}
