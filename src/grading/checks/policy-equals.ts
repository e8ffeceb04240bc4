/**
 * `policy-equals: { file, selecting?: namespace/name }`: the policies of both kinds allow to and from that Pod what those of the file
 * allow, whatever other Pods, namespaces, addresses and ports there may be.
 */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isClusterNetworkPolicy, isNetworkPolicy, isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { comparePolicies, type Comparison } from '../../network/compare/compare.ts'
import type { Counterexample } from '../../network/compare/example/counterexample.ts'
import type { PolicyHop, Snapshot } from '../../network/model.ts'
import { policyPodOf } from '../../network/policy/policy-hop.ts'
import { indexSnapshot, nameOf } from '../../network/state.ts'
import type { CheckOutcome, Failed, PolicyDifference } from '../failure.ts'
import { words, type Words } from '../words.ts'
import type { Check, CheckContext } from './check.ts'
import { describeEnd } from '../explain/example.ts'
import { missingObject } from './find-object.ts'
import { namespacedName, onlyFields, requiredText } from './read-spec.ts'
import type { PolicyEqualsSpec } from './specs.ts'

/** Policies of both kinds; those of a namespace name it. */
const policiesIn = (objects: readonly KubernetesObject[]): readonly AnyNetworkPolicy[] =>
  objects.flatMap((object): readonly AnyNetworkPolicy[] => {
    if (isClusterNetworkPolicy(object)) return [object]
    if (!isNetworkPolicy(object)) return []
    return [{ ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? 'default' } }]
  })

const selectedPods = (snapshot: Snapshot, { selecting }: PolicyEqualsSpec, { task }: CheckContext): readonly Pod[] =>
  snapshot.objects
    .filter(isPod)
    .filter(({ metadata }) =>
      selecting === undefined
        ? task.namespaces.includes(metadata.namespace ?? '')
        : metadata.namespace === selecting.namespace && metadata.name === selecting.name,
    )

type Different = Extract<Comparison, { readonly kind: 'different' }>

/** What the learner's policies shut out comes before what they let in: it is what the Pod is there for. */
const exampleOf = ({ onlyA, onlyB }: Different): Counterexample | undefined => onlyB ?? onlyA

/** The learner's decision at the Pod itself. */
const hopAt = (pod: Pod, { a }: Counterexample, direction: PolicyHop['direction']): PolicyHop | undefined => {
  const { namespace, name } = nameOf(pod)
  return a.outcomes
    .flatMap(({ walk }) => walk.hops)
    .find(
      (hop): hop is PolicyHop =>
        hop.kind === 'policy' && hop.direction === direction && hop.pod.namespace === namespace && hop.pod.name === name,
    )
}

const failureOf = (pod: Pod, example: Counterexample): Failed | undefined => {
  const { allowedBy, source, destination, port, protocol } = example
  const { namespace, name } = nameOf(pod)
  const isSubject = 'pod' in destination && destination.pod.namespace === namespace && destination.pod.name === name
  const direction = isSubject ? 'ingress' : 'egress'
  const hop = hopAt(pod, example, direction)
  if (hop === undefined) return undefined
  const isAllowed = allowedBy === 'a'
  const other = isSubject ? source : destination
  const peer = describeEnd(other)
  const here = `${namespace}/${name}`
  const connection = (language: keyof Words): string =>
    isSubject ? `${peer[language]} → ${here}:${port}/${protocol}` : `${here} → ${peer[language]}, ${port}/${protocol}`
  const allowed = words(`${connection('en')}   allowed`, `${connection('ko')}   허용`)
  const denied = words(`${connection('en')}   denied`, `${connection('ko')}   거부`)
  const finding: PolicyDifference = {
    kind: 'policy-differs',
    pod: { namespace, name },
    peer: other,
    port,
    protocol,
    direction,
    allowed: isAllowed,
    hop,
  }
  return {
    passed: false,
    expected: isAllowed ? denied : allowed,
    actual: isAllowed ? allowed : denied,
    finding,
    walk: { hops: [hop] },
    ...(isAllowed ? { shouldStopAt: 0 } : {}),
  }
}

const undecided = (reason: string): Failed => ({
  passed: false,
  expected: words('policies that can be compared', '비교할 수 있는 정책'),
  actual: words(`not decided: ${reason}`, `판정하지 못함: ${reason}`),
  finding: { kind: 'undecided', reason },
})

export const policyEquals: Check<PolicyEqualsSpec> = {
  kind: 'policy-equals',
  read: (reader) => {
    onlyFields(reader, ['file', 'selecting'])
    const selecting = namespacedName(reader, 'selecting')
    return { kind: 'policy-equals', file: requiredText(reader, 'file'), ...(selecting === undefined ? {} : { selecting }) }
  },
  run: (spec, context): CheckOutcome => {
    const { snapshot, task } = context
    const pods = selectedPods(snapshot, spec, context)
    if (spec.selecting !== undefined && pods.length === 0) return missingObject({ kind: 'Pod', ...spec.selecting })
    const wanted = policiesIn(task.references[spec.file] ?? [])
    const mine = policiesIn(snapshot.objects)
    const state = indexSnapshot(snapshot)
    const { ipBlocksMatchPods } = snapshot.facts.cluster
    for (const pod of pods) {
      const comparison = comparePolicies(mine, wanted, { subject: policyPodOf(state, pod), ipBlocksMatchPods })
      if (comparison.kind === 'undecided') return undecided(comparison.reason)
      if (comparison.kind === 'equivalent') continue
      const example = exampleOf(comparison)
      const failed = example === undefined ? undefined : failureOf(pod, example)
      return failed ?? undecided('the walk has no policy')
    }
    return { passed: true }
  },
}
