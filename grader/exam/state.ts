/** The network of a cluster that holds a submission's objects. */
import { createCluster } from '../../src/cluster/cluster.ts'
import { snapshotLive } from '../../src/cluster/live/snapshot-live.ts'
import { createSeededRandom, createVirtualClock } from '../../src/cluster/virtual.ts'
import type { StoredObject } from '../../src/cluster/store/store.ts'
import type { SubmittedState } from '../../src/course/exam/submission.ts'
import { isNode } from '../../src/kubernetes/guards.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { readArchive } from '../daemon/archive.ts'

const SETTLE_MS = 60_000

/** Nodes that kind made say so. */
const isOfKind = (objects: readonly StoredObject[]): boolean =>
  objects.some((object) => isNode(object) && object.spec?.providerID?.startsWith('kind://') === true)

/** `atMs` is when they were handed in. A real cluster has settled by itself, and is taken as it is. */
export async function snapshotOfObjects(objects: readonly StoredObject[], atMs: number): Promise<Snapshot> {
  if (isOfKind(objects)) return snapshotLive({ objects, sockets: {}, atMs })
  const cluster = createCluster({ clock: createVirtualClock(atMs), random: createSeededRandom(1), objects })
  await cluster.settle(SETTLE_MS)
  return cluster.snapshot()
}

/** Fails with `archive-unreadable` where the objects cannot be read. */
export const snapshotOfState = ({ objects }: SubmittedState, path: string, atMs: number): Promise<Snapshot> =>
  snapshotOfObjects(readArchive(objects, path, atMs), atMs)
