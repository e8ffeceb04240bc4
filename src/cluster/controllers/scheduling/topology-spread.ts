/**
 * Whether a Pod's topologySpreadConstraints let it onto a node.
 * @see kubernetes pkg/scheduler/framework/plugins/podtopologyspread/filtering.go, v1.34
 */
import type { Node, Pod, TopologySpreadConstraint } from '../../../kubernetes/generated/types.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import { fitsAffinity } from './node-affinity.ts'
import { untolerated, type Obstacle } from './obstacles.ts'
import { domainOf, type Occupied } from './occupied.ts'

/** The constraints that keep Pods waiting, or those that are only wishes. */
export const spreadOf = (pod: Pod, whenUnsatisfiable: string): readonly TopologySpreadConstraint[] =>
  (pod.spec?.topologySpreadConstraints ?? []).filter((one) => one.whenUnsatisfiable === whenUnsatisfiable)

const isCountedOn = (pod: Pod, node: Node, { nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint): boolean =>
  (nodeAffinityPolicy === 'Ignore' || fitsAffinity(pod, node)) &&
  (nodeTaintsPolicy !== 'Honor' || untolerated(pod, node) === undefined)

/** How many Pods the constraint speaks of in each domain that counts. Pods that are about to end count no more. */
export function countInDomains(
  pod: Pod,
  constraint: TopologySpreadConstraint,
  places: readonly Occupied[],
): ReadonlyMap<string, number> {
  const selector = constraint.labelSelector
  const isCounted = ({ metadata }: Pod): boolean =>
    metadata.namespace === pod.metadata.namespace &&
    metadata.deletionTimestamp === undefined &&
    matchesSelector(selector, metadata.labels)
  const counts = new Map<string, number>()
  for (const { node, pods } of places) {
    const domain = domainOf(node, constraint.topologyKey)
    if (domain === undefined || !isCountedOn(pod, node, constraint)) continue
    counts.set(domain, (counts.get(domain) ?? 0) + pods.filter(isCounted).length)
  }
  return counts
}

const UNEVEN: Obstacle = { reason: "node(s) didn't match pod topology spread constraints", isPreemptible: true }
const NO_LABEL: Obstacle = {
  reason: "node(s) didn't match pod topology spread constraints (missing required label)",
  isPreemptible: false,
}

type Rule = (node: Node) => Obstacle | undefined

function ruleOf(pod: Pod, constraint: TopologySpreadConstraint, places: readonly Occupied[]): Rule {
  const { topologyKey, maxSkew, minDomains = 1, labelSelector } = constraint
  const counts = countInDomains(pod, constraint, places)
  const fewest = counts.size < minDomains ? 0 : Math.min(...counts.values())
  const own = matchesSelector(labelSelector, pod.metadata.labels) ? 1 : 0
  return (node) => {
    const domain = domainOf(node, topologyKey)
    if (domain === undefined) return NO_LABEL
    return (counts.get(domain) ?? 0) + own - fewest > maxSkew ? UNEVEN : undefined
  }
}

/** Why a node would have too many of the Pod's like. */
export function spreadObstacles(pod: Pod, places: readonly Occupied[]): (node: Node) => readonly Obstacle[] {
  const constraints = spreadOf(pod, 'DoNotSchedule')
  const isInAll = ({ node }: Occupied): boolean =>
    constraints.every(({ topologyKey }) => domainOf(node, topologyKey) !== undefined)
  const counted = constraints.length === 0 ? [] : places.filter(isInAll)
  const rules = constraints.map((constraint) => ruleOf(pod, constraint, counted))
  return (node) => {
    for (const rule of rules) {
      const obstacle = rule(node)
      if (obstacle !== undefined) return [obstacle]
    }
    return []
  }
}
