/** The ends of a trace in the cluster: workloads become Pods, and what is not there is refused with what is. */
import type { Pod } from '../../src/kubernetes/generated/types.ts'
import { isNode, isPod } from '../../src/kubernetes/guards.ts'
import type { Destination, NamespacedName, Snapshot, Source } from '../../src/network/model.ts'
import { OWN_NAMESPACES } from '../environments/analysed.ts'
import { workloadOf, type Workload } from '../../src/grading/ends/workloads.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import type { NamedTarget, Target, WorkloadEnd } from '../../src/grading/ends/read-ends.ts'
import { Problem } from '../terminal/problem.ts'

/** As many as a reader looks through. */
const MAX_NAMED = 12

/** The objects that ends are looked for among: those of the cluster, and those of the cluster as it was. */
export type Objects = Snapshot['objects']

/** A workload's end is its first Pod, as with `kubectl exec deployment/web`. */
export function findSource(objects: Objects, from: Source | WorkloadEnd): Source {
  if ('outside' in from) return from
  if ('node' in from) return { node: findNode(objects, from.node) }
  return { pod: 'workload' in from ? firstPodOf(objects, from.workload) : findPod(objects, from.pod) }
}

/** Services and hosts stay as they are: whether they exist is for the cluster's DNS to say. */
export function findTarget(objects: Objects, target: NamedTarget): Target {
  return target.kind === 'connection' ? { ...target, to: findDestination(objects, target.to) } : target
}

function findDestination(objects: Objects, to: Destination | WorkloadEnd): Destination {
  if ('workload' in to) return { pod: firstPodOf(objects, to.workload) }
  if ('pod' in to) return { pod: findPod(objects, to.pod) }
  return 'node' in to ? { node: findNode(objects, to.node) } : to
}

function findNode(objects: Objects, name: string): string {
  const names = objects.filter(isNode).map(({ metadata }) => metadata.name ?? '')
  if (!names.includes(name)) throw new Problem('unknown-node', { given: name, nodes: names.join(', ') })
  return name
}

const nameOf = ({ metadata: { namespace = 'default', name = '' } }: Pod): NamespacedName => ({ namespace, name })

const isNamed = (one: NamespacedName, { namespace, name }: NamespacedName): boolean =>
  one.namespace === namespace && one.name === name

function findPod(objects: Objects, wanted: NamespacedName): NamespacedName {
  const pods = objects.filter(isPod)
  if (!pods.some((pod) => isNamed(nameOf(pod), wanted))) throw notFound(pods, 'Pod', wanted)
  return wanted
}

function firstPodOf(objects: Objects, wanted: Workload): NamespacedName {
  const pods = objects.filter(isPod)
  const found = pods.find((pod) => {
    const workload = workloadOf(pod)
    return workload !== undefined && workload.kind === wanted.kind && isNamed(workload, wanted)
  })
  if (found === undefined) throw notFound(pods, wanted.kind, wanted)
  return nameOf(found)
}

const spell = (kind: string, { namespace, name }: NamespacedName): string => `${kind.toLowerCase()}/${namespace}/${name}`

/** Workloads by their own names, Pods that have none by theirs. */
const endsOf = (pods: readonly Pod[]): readonly string[] => [
  ...new Set(
    pods.map((pod) => {
      const workload = workloadOf(pod)
      return workload === undefined ? spell('Pod', nameOf(pod)) : spell(workload.kind, workload)
    }),
  ),
]

const namespaceIn = (end: string): string => end.split('/')[1] ?? ''

function notFound(pods: readonly Pod[], kind: string, wanted: NamespacedName): Problem {
  const ends = endsOf(pods)
  const named = `/${wanted.namespace}/${wanted.name}`
  const spelled = [...ends, ...pods.map((pod) => spell('Pod', nameOf(pod)))]
  const likely = ends.find((end) => end.endsWith(named)) ?? nearest(spell(kind, wanted), spelled)[0]
  const near = ends.filter((end) => namespaceIn(end) === wanted.namespace)
  const shown = near.length > 0 ? near : ends.filter((end) => !OWN_NAMESPACES.has(namespaceIn(end)))
  return new Problem('unknown-end', {
    given: spell(kind, wanted),
    nearest: likely ?? '',
    ends: [...shown.slice(0, MAX_NAMED), ...(shown.length > MAX_NAMED ? ['…'] : [])].join(', '),
  })
}
