/** The clusters that manifests are applied in, as they are before a learner writes anything: the same for everybody. */
import { createPlaceableCluster } from '../../cluster/analysis/placeable-cluster.ts'
import type { ClusterOptions, PlaceableCluster, WritableCluster } from '../../cluster/contract.ts'
import { createSeededRandom, createVirtualClock, type SeededRandom, type VirtualClock } from '../../cluster/virtual.ts'
import type { GradedTask } from '../task.ts'
import { putObject } from './put-object.ts'
import { START_MS } from './settling.ts'

const SEED = 1

export const createEnvironment = (seed = SEED): { readonly clock: VirtualClock; readonly random: SeededRandom } => ({
  clock: createVirtualClock(START_MS),
  random: createSeededRandom(seed),
})

export const putStart = (cluster: WritableCluster, { start }: GradedTask): void => {
  for (const object of start) putObject(cluster, object)
}

interface Beginning extends Required<Pick<ClusterOptions, 'objects' | 'revision'>> {
  readonly seed: number
}

const beginnings = new WeakMap<GradedTask['start'], Beginning>()

const begin = (task: GradedTask): Beginning => {
  const environment = createEnvironment()
  const cluster = createPlaceableCluster(environment)
  putStart(cluster, task)
  const { revision } = cluster.store
  return { objects: [...cluster.store.entries()].map(([, object]) => object), revision, seed: environment.random.seed }
}

/** A cluster with the task's start state, which is made once and then taken over. */
export const createBegun = (task: GradedTask): PlaceableCluster => {
  const known = beginnings.get(task.start) ?? begin(task)
  beginnings.set(task.start, known)
  const { objects, revision, seed } = known
  return createPlaceableCluster({ ...createEnvironment(seed), objects, revision })
}

/** The same, made from the beginning: sooner where it is asked for only once. */
export const createWithStart = (task: GradedTask): PlaceableCluster => {
  const cluster = createPlaceableCluster(createEnvironment())
  putStart(cluster, task)
  return cluster
}
