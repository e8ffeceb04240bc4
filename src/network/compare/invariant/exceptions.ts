/** Connections that a promise does not count, because policies usually do not apply to them, and whether a given cluster has such. */
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector } from '../../../kubernetes/generated/types.ts'
import { isNamespace, isService } from '../../../kubernetes/guards.ts'
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import { referenceTo, type KubernetesObject, type ObjectReference } from '../../../kubernetes/object.ts'
import { podTemplateOf } from '../../../kubernetes/pod-templates.ts'
import { compilePolicies } from '../../policy/compile.ts'
import { compileSelector, selectorMatches } from '../../policy/selector.ts'
import type { Labels } from '../../state.ts'
import { NEVER, stopInTime, Undecided, type DiagramLimits } from '../diagram.ts'
import { Formulas } from '../formula.ts'
import { canMatch } from '../lint/lint-certain.ts'
import { situationsTowardsNodes, type Invariant, type PodKind } from './promise.ts'
import { DEFAULT_LIMITS } from '../search.ts'

/** What is not counted; named as the switches of the model, and `itself`, which is none: nothing stands between a Pod and itself. */
export interface InvariantException {
  /**
   * `hostNetworkPods`: a Pod on the network of its node, at the end that is named. `ownNodeRewritten`: what comes by a node port, with
   * the address of that node, which may be the Pod's own. `itself`: a Pod that reaches itself.
   */
  readonly on: 'hostNetworkPods' | 'ownNodeRewritten' | 'itself'
  /** Where Pods of one end alone are concerned. */
  readonly end?: 'from' | 'to'
  /** Lines of semantics.md that leave it open. */
  readonly semantics: readonly string[]
}

/** What a promise does not count, whatever plugin reads the policies. */
export const exceptionsTo = (
  invariant: Invariant,
  policies: readonly AnyNetworkPolicy[],
  limits: Partial<DiagramLimits> = {},
): readonly InvariantException[] => {
  const { from, to } = invariant
  return [
    ...(from === 'outside' ? [] : [{ on: 'hostNetworkPods', end: 'from', semantics: ['N24', 'N25'] } as const]),
    ...(reachesNodes(policies, invariant, limits) ? [{ on: 'hostNetworkPods', end: 'to', semantics: ['N24'] } as const] : []),
    // Of node ports, any may lead to the port that is asked about.
    ...(reachesNodes(policies, { from, to }, limits) ? [{ on: 'ownNodeRewritten', semantics: ['N20', 'N32'] } as const] : []),
    ...(from !== 'outside' && mayBeOne(from, to) ? [{ on: 'itself', semantics: ['N26'] } as const] : []),
  ]
}

/** Whether ClusterNetworkPolicies let such Pods send to nodes; true where that is not decided. */
const reachesNodes = (policies: readonly AnyNetworkPolicy[], invariant: Invariant, limits: Partial<DiagramLimits>): boolean => {
  if (invariant.from === 'outside' || compilePolicies(policies).tiers === undefined) return true
  const options = { ipBlocksMatchPods: true, equalPriority: 'accept-first' } as const
  try {
    return situationsTowardsNodes(policies, invariant).some((situation) => {
      stopInTime(limits)
      const formulas = new Formulas(situation, options, { ...DEFAULT_LIMITS, ...limits })
      const { a, b } = situation
      return formulas.diagrams.and(formulas.allowed(a), formulas.matched(b), formulas.possible()) !== NEVER
    })
  } catch (error) {
    if (error instanceof Undecided) return true
    throw error
  }
}

/** Whether one Pod can be of both kinds. */
const mayBeOne = (one: PodKind, other: PodKind): boolean =>
  canMatch([...compileSelector(one.pods), ...compileSelector(other.pods)], false) &&
  canMatch([...compileSelector(one.namespaces), ...compileSelector(other.namespaces)], true)

/** The objects of a cluster by which an exception comes about there: Pods, workloads or Services. */
export const objectsWith = (
  { on, end }: InvariantException,
  { from, to }: Invariant,
  objects: readonly KubernetesObject[],
): readonly ObjectReference[] => {
  const kind = end === 'from' ? from : to
  if (on === 'itself' || kind === 'outside') return []
  const namespaces = labelsOfNamespaces(objects)
  const ids = new Set(objects.flatMap(({ metadata: { uid } }) => uid ?? []))
  const isWithin = ({ metadata: { namespace = 'default' } }: KubernetesObject): boolean =>
    matches(kind.namespaces, namespaces.get(namespace) ?? { [METADATA_NAME]: namespace })
  // What a workload made is told by the workload, where that is there.
  const isMade = ({ metadata: { ownerReferences = [] } }: KubernetesObject): boolean =>
    ownerReferences.some(({ controller, uid }) => controller === true && ids.has(uid))
  return objects
    .filter(
      (object) =>
        !isMade(object) &&
        isWithin(object) &&
        (on === 'hostNetworkPods' ? isOnNode(object, kind) : rewritesSource(object, kind)),
    )
    .map(referenceTo)
}

const matches = (selector: LabelSelector, labels: Labels): boolean => selectorMatches(compileSelector(selector), labels)

const labelsOfNamespaces = (objects: readonly KubernetesObject[]): ReadonlyMap<string, Labels> =>
  new Map(
    objects.filter(isNamespace).map(({ metadata: { name = '', labels } }) => [name, { ...labels, [METADATA_NAME]: name }]),
  )

const isOnNode = (object: KubernetesObject, { pods }: PodKind): boolean => {
  const template = podTemplateOf(object)
  return template?.spec?.hostNetwork === true && matches(pods, template.metadata?.labels ?? {})
}

/** A way in from outside on which the source may become the address of the Pod's own node (S20, N32). */
const rewritesSource = (object: KubernetesObject, { pods }: PodKind): boolean => {
  if (!isService(object) || object.spec === undefined) return false
  const { type, externalTrafficPolicy, externalIPs = [], selector = {} } = object.spec
  const isEntered = (type === 'NodePort' || type === 'LoadBalancer') && externalTrafficPolicy !== 'Local'
  if (!isEntered && externalIPs.length === 0) return false
  return Object.keys(selector).length > 0 && canMatch(compileSelectors({ matchLabels: selector }, pods), false)
}

const compileSelectors = (...selectors: readonly LabelSelector[]): ReturnType<typeof compileSelector> =>
  selectors.flatMap(compileSelector)
