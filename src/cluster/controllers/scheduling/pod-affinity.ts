/**
 * Whether other Pods let a Pod onto a node: its affinity to them, its anti-affinity, and theirs to it.
 * @see kubernetes pkg/scheduler/framework/plugins/interpodaffinity/filtering.go, v1.34
 */
import type { Node, Pod, PodAffinityTerm } from '../../../kubernetes/generated/types.ts'
import { isAbout, requiredTerms } from './affinity-terms.ts'
import type { Obstacle } from './obstacles.ts'
import { domainOf, type NamespaceLabels, type Neighbourhood, type Occupied } from './occupied.ts'

/** The domains that a node lies in by the terms, those whose label it has. */
const domainsOf = (node: Node, terms: readonly PodAffinityTerm[]): readonly string[] =>
  terms.flatMap(({ topologyKey }) => domainOf(node, topologyKey) ?? [])

/** The domains in which somebody is of whom all terms speak. */
function sought(pod: Pod, terms: readonly PodAffinityTerm[], places: readonly Occupied[], labelsOf: NamespaceLabels) {
  const isMeant = (other: Pod): boolean => terms.every((term) => isAbout(term, pod, other, labelsOf))
  return new Set(places.flatMap(({ node, pods }) => (pods.some(isMeant) ? domainsOf(node, terms) : [])))
}

/** The domains in which somebody is of whom one of the terms speaks. */
function shunned(pod: Pod, terms: readonly PodAffinityTerm[], places: readonly Occupied[], labelsOf: NamespaceLabels) {
  const meant = (pods: readonly Pod[]): readonly PodAffinityTerm[] =>
    terms.filter((term) => pods.some((other) => isAbout(term, pod, other, labelsOf)))
  return new Set(terms.length === 0 ? [] : places.flatMap(({ node, pods }) => domainsOf(node, meant(pods))))
}

/** The domains that others keep free of such a Pod. */
function defended(pod: Pod, affine: readonly Occupied[], labelsOf: NamespaceLabels) {
  const against = (other: Pod): readonly PodAffinityTerm[] =>
    requiredTerms(other, 'podAntiAffinity').filter((term) => isAbout(term, other, pod, labelsOf))
  return new Set(affine.flatMap(({ node, pods }) => domainsOf(node, pods.flatMap(against))))
}

const NOTHING: readonly Obstacle[] = []
const NOT_WANTED: readonly Obstacle[] = [{ reason: "node(s) didn't match pod affinity rules", isPreemptible: false }]
const SHUNNED: readonly Obstacle[] = [{ reason: "node(s) didn't match pod anti-affinity rules", isPreemptible: true }]
const DEFENDED: readonly Obstacle[] = [
  { reason: "node(s) didn't satisfy existing pods anti-affinity rules", isPreemptible: true },
]

/** Why the Pods of all nodes keep the Pod off one of these. */
export function affinityObstacles(pod: Pod, { places, affine, labelsOf }: Neighbourhood) {
  const wanted = requiredTerms(pod, 'podAffinity')
  const unwanted = requiredTerms(pod, 'podAntiAffinity')
  const near = wanted.length === 0 ? new Set<string>() : sought(pod, wanted, places, labelsOf)
  const far = shunned(pod, unwanted, places, labelsOf)
  const closed = defended(pod, affine, labelsOf)
  // The first of Pods that want to be together has nobody to go to yet.
  const isFirst = near.size === 0 && wanted.every((term) => isAbout(term, pod, pod, labelsOf))
  const isIn = (node: Node, domains: ReadonlySet<string>): boolean =>
    [...domains].some((domain) => domainOf(node, domain.slice(0, domain.indexOf('='))) === domain)
  const isNear = (node: Node): boolean =>
    wanted.every(({ topologyKey }) => {
      const domain = domainOf(node, topologyKey)
      return domain !== undefined && (isFirst || near.has(domain))
    })
  return (node: Node): readonly Obstacle[] => {
    if (!isNear(node)) return NOT_WANTED
    if (isIn(node, far)) return SHUNNED
    return isIn(node, closed) ? DEFENDED : NOTHING
  }
}
