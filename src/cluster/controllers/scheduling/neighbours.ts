/** What a Pod's neighbours say of its coming to a node, and how much it would like to be there. */
import type { Node, Pod, PodAffinityTerm } from '../../../kubernetes/generated/types.ts'
import { isAbout, requiredTerms, weightedTerms } from './affinity-terms.ts'
import { preferenceFor } from './node-affinity.ts'
import type { Obstacle } from './obstacles.ts'
import { domainOf, type Neighbourhood, type Occupied } from './occupied.ts'
import { affinityObstacles } from './pod-affinity.ts'
import { countInDomains, spreadObstacles, spreadOf } from './topology-spread.ts'

const NOTHING: readonly Obstacle[] = []

/** Whether the Pod asks for others beside it, or for none of them. */
export const hasAffinity = ({ spec }: Pod): boolean =>
  spec?.affinity?.podAffinity !== undefined || spec?.affinity?.podAntiAffinity !== undefined

/** Whether it matters to the Pod who runs where. */
export const minds = (pod: Pod): boolean => hasAffinity(pod) || (pod.spec?.topologySpreadConstraints ?? []).length > 0

/** Nobody asks for or against neighbours. */
const isIndifferent = (pod: Pod, { affine }: Neighbourhood): boolean =>
  !minds(pod) && affine.every(({ pods }) => pods.length === 0)

/** Why the Pods of all nodes keep the Pod off one of these: what the first of the scheduler's questions to fail has to say. */
export function neighbourObstacles(pod: Pod, neighbourhood: Neighbourhood): (node: Node) => readonly Obstacle[] {
  if (isIndifferent(pod, neighbourhood)) return () => NOTHING
  const bySpread = spreadObstacles(pod, neighbourhood.places)
  const byAffinity = affinityObstacles(pod, neighbourhood)
  return (node) => {
    const uneven = bySpread(node)
    return uneven.length > 0 ? uneven : byAffinity(node)
  }
}

type Score = (node: Node) => number

/** Makes scores of 0 to 100 of any, the highest that of the best node. */
function evenOut(score: Score, places: readonly Occupied[]): Score {
  const all = places.map(({ node }) => score(node))
  const least = Math.min(...all)
  const range = Math.max(...all) - least
  return range === 0 ? () => 0 : (node) => (100 * (score(node) - least)) / range
}

/** What the domains weigh for the Pod: by its own wishes, and by those of the Pods that are there, whose needs count as wishes of weight 1. */
function weighDomains(pod: Pod, { places, affine, labelsOf }: Neighbourhood): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  const weigh = (node: Node, { topologyKey }: PodAffinityTerm, weight: number): void => {
    const domain = domainOf(node, topologyKey)
    if (domain !== undefined) weights.set(domain, (weights.get(domain) ?? 0) + weight)
  }
  for (const [term, weight] of weightedTerms(pod))
    for (const { node, pods } of places)
      weigh(node, term, weight * pods.filter((other) => isAbout(term, pod, other, labelsOf)).length)
  for (const { node, pods } of affine)
    for (const other of pods) {
      const needs = requiredTerms(other, 'podAffinity').map((term) => [term, 1] as const)
      for (const [term, weight] of [...weightedTerms(other), ...needs])
        if (isAbout(term, other, pod, labelsOf)) weigh(node, term, weight)
    }
  return weights
}

function affinityScore(pod: Pod, neighbourhood: Neighbourhood): Score {
  const weights = weighDomains(pod, neighbourhood)
  const keys = new Set([...weights.keys()].map((domain) => domain.slice(0, domain.indexOf('='))))
  return (node) => [...keys].reduce((sum, key) => sum + (weights.get(domainOf(node, key) ?? '') ?? 0), 0)
}

/** The fewer of the Pod's like are in a node's domains, the better. */
function spreadScore(pod: Pod, places: readonly Occupied[]): Score {
  const wishes = spreadOf(pod, 'ScheduleAnyway').map((constraint) => {
    const counts = countInDomains(pod, constraint, places)
    return (node: Node): number => counts.get(domainOf(node, constraint.topologyKey) ?? '') ?? 0
  })
  return (node) => -wishes.reduce((sum, countAt) => sum + countAt(node), 0)
}

/** How much the Pod would like each node, by all its wishes. */
export function preferenceAmong(pod: Pod, neighbourhood: Neighbourhood): Score {
  const { places } = neighbourhood
  const byNode = evenOut((node) => preferenceFor(pod, node), places)
  if (isIndifferent(pod, neighbourhood)) return byNode
  const byAffinity = evenOut(affinityScore(pod, neighbourhood), places)
  const bySpread = evenOut(spreadScore(pod, places), places)
  return (node) => byNode(node) + byAffinity(node) + bySpread(node)
}
