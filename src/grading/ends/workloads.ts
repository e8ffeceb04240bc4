/** Workloads as people name them: what a Pod belongs to. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { Snapshot } from '../../network/model.ts'

/** What somebody wrote, and Pods are made of. */
export interface Workload {
  /** `Deployment`, `StatefulSet`, … */
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** The controller of a Pod, if it has one. A Deployment's name is that of its ReplicaSet without the template's hash. */
export const workloadOf = ({ metadata }: Pod): Workload | undefined => {
  const { namespace = 'default', labels, ownerReferences } = metadata
  const owner = ownerReferences?.find(({ controller }) => controller === true)
  if (owner === undefined) return undefined
  const hash = labels?.['pod-template-hash']
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? { kind: 'Deployment', namespace, name: owner.name.slice(0, -hash.length - 1) }
    : { kind: owner.kind, namespace, name: owner.name }
}

/** `namespace/name` of the workloads that Pods belong to, by `namespace/name` of the Pod. */
export const workloadNames = (snapshot: Snapshot): ReadonlyMap<string, string> =>
  new Map(
    snapshot.objects.filter(isPod).map((pod) => {
      const { namespace = 'default', name = '' } = pod.metadata
      return [`${namespace}/${name}`, `${namespace}/${workloadOf(pod)?.name ?? name}`]
    }),
  )

/** Labels that controllers add to the Pods they make: they tell one from another, and are no way to select them all. */
const OF_CONTROLLERS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
])

/** The labels that somebody gave a Pod, itself or by its workload's template. */
export const ownLabelsOf = ({ metadata }: Pod): Readonly<Record<string, string>> | undefined =>
  metadata.labels === undefined
    ? undefined
    : Object.fromEntries(Object.entries(metadata.labels).filter(([name]) => !OF_CONTROLLERS.has(name)))
