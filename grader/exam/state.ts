/** The network of a cluster that holds a submission's objects. */
import { createCluster } from '../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../src/cluster/virtual.ts'
import type { SubmittedState } from '../../src/course/exam/submission.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { readArchive } from '../daemon/archive.ts'

const SETTLE_MS = 60_000

/** Fails with `archive-unreadable` where the objects cannot be read; `atMs` is when they were handed in. */
export async function snapshotOfState(state: SubmittedState, path: string, atMs: number): Promise<Snapshot> {
  const objects = readArchive(state.objects, path, atMs)
  const cluster = createCluster({ clock: createVirtualClock(atMs), random: createSeededRandom(1), objects })
  await cluster.settle(SETTLE_MS)
  return cluster.snapshot()
}
