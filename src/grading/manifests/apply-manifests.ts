/** A cluster made of nothing but manifests: the task's start state, then the learner's files as kubectl would apply them. */
import type { Cluster, WritableCluster } from '../../cluster/contract.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import type { Snapshot } from '../../network/model.ts'
import type { GradedTask } from '../task.ts'
import { createBegun, createEnvironment, createWithStart, putStart } from './begin.ts'
import { fromStatus } from './explain-refusal.ts'
import type { ManifestProblem } from './manifest-problem.ts'
import { needsControllers } from './needs-controllers.ts'
import { putObject } from './put-object.ts'
import type { SettledStates } from './settled-states.ts'
import { SETTLE_MS } from './settling.ts'
import { readObjects, type Duplicate, type GivenManifest } from './read-objects.ts'

export type { GivenManifest } from './read-objects.ts'

/** What came of applying manifests. */
export interface Applied {
  /** What is wrong with the manifests; empty where a cluster came about. */
  readonly problems: readonly ManifestProblem[]
  /** Kind and apiVersion of what was left out. */
  readonly skipped: readonly string[]
  /** Objects that are given more than once. */
  readonly duplicates: readonly Duplicate[]
  /** Present where there are no problems. */
  readonly snapshot?: Snapshot
  /** The snapshot came about without controllers and nodes: its Pods simply stand. */
  readonly stands?: boolean
  /** The learner's manifest of an object, and where a field of it stands. */
  readonly findManifest: (reference: ObjectReference) => KubernetesObject | undefined
  /** Where a field of an object was written. */
  readonly findPosition: (reference: ObjectReference, path: string) => Position | undefined
}

/** Puts what the learner has written. */
type Put = (cluster: WritableCluster) => readonly ManifestProblem[]

/** The cluster as its controllers and nodes bring it about. They are much, and most submissions do without. */
const simulate = async (task: GradedTask, put: Put): Promise<Snapshot> => {
  const { createClosedCluster } = await import('../../cluster/cluster.ts')
  const cluster: Cluster = createClosedCluster(createEnvironment())
  try {
    putStart(cluster, task)
    put(cluster)
    await cluster.settle(SETTLE_MS)
    return cluster.snapshot()
  } finally {
    cluster.stop()
  }
}

/** With `states`, what other submissions have in common with this one is not made again. */
export const applyManifests = async (
  task: GradedTask,
  files: readonly GivenManifest[],
  states?: SettledStates,
): Promise<Applied> => {
  const { decoded, problems: unreadable, skipped, duplicates, findManifest, findPosition } = readObjects(files)
  const found = { skipped, duplicates, findManifest, findPosition }
  const objects = decoded.map(({ object }) => object)
  const settled = unreadable.length === 0 ? await states?.apply(task, objects) : undefined
  if (settled !== undefined) return { problems: [], ...settled, ...found }
  const put: Put = (cluster) =>
    decoded.flatMap(({ document, object }) => {
      const refusal = putObject(cluster, object)
      return refusal === undefined ? [] : fromStatus(document, refusal, task)
    })
  // Without all of its parts the submission is not what the learner means: the rest is read for its own mistakes only.
  const cluster = states === undefined ? createWithStart(task) : createBegun(task)
  try {
    const problems = [...unreadable, ...put(cluster)]
    if (problems.length > 0) return { problems, ...found }
    const isStanding = !needsControllers(task, objects) && (await cluster.standPods())
    return { problems, snapshot: isStanding ? cluster.snapshot() : await simulate(task, put), stands: isStanding, ...found }
  } finally {
    cluster.stop()
  }
}
