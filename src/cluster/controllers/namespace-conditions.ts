/** What a namespace that ends tells of what is left in it. @see kubernetes pkg/controller/namespace/deletion/status_condition_utils.go, v1.34 */
import type { NamespaceCondition } from '../../kubernetes/generated/types.ts'
import type { ResourceName, StoredObject } from '../store/store.ts'

type Finding = Pick<NamespaceCondition, 'type' | 'status' | 'reason' | 'message'>

/** What can go wrong on a real cluster, and never does here. */
const GOES_WELL: readonly Finding[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
].map(([type = '', reason = '', message = '']) => ({ type, status: 'False', reason, message }))

const count = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** In the order of the alphabet: `configmaps. has 1 resource instances`. */
const tell = (counts: ReadonlyMap<string, number>, verb: 'has' | 'in'): string =>
  [...counts]
    .map(([name, number]) => `${name} ${verb} ${number} resource instances`)
    .sort()
    .join(', ')

/** `pods.` or `deployments.apps`: the resource and its group, which the core has not. */
const withGroup = (resource: ResourceName): string => (resource.includes('.') ? resource : `${resource}.`)

type Remaining = readonly (readonly [ResourceName, StoredObject])[]

const contentOf = (remaining: Remaining): Finding => {
  const type = 'NamespaceContentRemaining'
  const counts = count(remaining.map(([resource]) => withGroup(resource)))
  return counts.size === 0
    ? { type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' }
    : { type, status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${tell(counts, 'has')}` }
}

const finalizersOf = (remaining: Remaining): Finding => {
  const type = 'NamespaceFinalizersRemaining'
  const counts = count(remaining.flatMap(([, { metadata }]) => metadata.finalizers ?? []))
  const message = `Some content in the namespace has finalizers remaining: ${tell(counts, 'in')}`
  return counts.size === 0
    ? { type, status: 'False', reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' }
    : { type, status: 'True', reason: 'SomeFinalizersRemain', message }
}

/** Those that are there with what is found now; the same array where it says nothing new. `now`: RFC 3339. */
export function namespaceConditions(
  before: readonly NamespaceCondition[],
  remaining: Remaining,
  now: string,
): readonly NamespaceCondition[] {
  const findings = [...GOES_WELL, contentOf(remaining), finalizersOf(remaining)]
  const known = (type: string): NamespaceCondition | undefined => before.find((one) => one.type === type)
  const isSame = findings.every(({ type, status, reason, message }) => {
    const old = known(type)
    return old?.status === status && old.reason === reason && old.message === message
  })
  if (isSame) return before
  return findings.map((finding) => {
    const old = known(finding.type)
    return { ...finding, lastTransitionTime: old?.status === finding.status ? (old.lastTransitionTime ?? now) : now }
  })
}
