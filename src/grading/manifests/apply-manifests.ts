/** A cluster made of nothing but manifests: the task's start state, then the learner's files as kubectl would apply them. */
import { createCluster } from '../../cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../cluster/virtual.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import type { Snapshot } from '../../network/model.ts'
import type { GradedTask } from '../task.ts'
import { fromStatus } from './explain-refusal.ts'
import type { ManifestProblem } from './manifest-problem.ts'
import { putObject } from './put-object.ts'
import { SETTLE_MS, START_MS, type SettledStates } from './settled-states.ts'
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
  /** The learner's manifest of an object, and where a field of it stands. */
  readonly findManifest: (reference: ObjectReference) => KubernetesObject | undefined
  /** Where a field of an object was written. */
  readonly findPosition: (reference: ObjectReference, path: string) => Position | undefined
}

/** With `states`, what other submissions have in common with this one is not made again. */
export const applyManifests = async (
  task: GradedTask,
  files: readonly GivenManifest[],
  states?: SettledStates,
): Promise<Applied> => {
  const { decoded, problems: unreadable, skipped, duplicates, findManifest, findPosition } = readObjects(files)
  const problems: ManifestProblem[] = [...unreadable]
  const found = { skipped, duplicates, findManifest, findPosition }
  if (problems.length === 0 && states !== undefined) {
    const snapshot = await states.apply(
      task,
      decoded.map(({ object }) => object),
    )
    if (snapshot !== undefined) return { problems, snapshot, ...found }
  }
  // Without all of its parts the submission is not what the learner means: the rest is read for its own mistakes only.
  const cluster = createCluster({ clock: createVirtualClock(START_MS), random: createSeededRandom(1) })
  try {
    for (const object of task.start) putObject(cluster, object)
    for (const { document, object } of decoded) {
      const refusal = putObject(cluster, object)
      if (refusal !== undefined) problems.push(...fromStatus(document, refusal, task))
    }
    if (problems.length > 0) return { problems, ...found }
    await cluster.settle(SETTLE_MS)
    return { problems, snapshot: cluster.snapshot(), ...found }
  } finally {
    cluster.stop()
  }
}
