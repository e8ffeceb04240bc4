/** Waits until the Pods of some namespaces are ready, or it is clear that they will not be. */
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import { findResource } from '../../../../src/kubernetes/resources.ts'
import { isPodReady } from '../../../../src/network/service/derive-endpoints.ts'
import { listOf, type Patience } from '../../started/ask.ts'
import type { LiveClient } from '../client.ts'

const POLL_MS = 500
const MAX_MS = 60_000
/** What does not change for so long waits for something that does not come. */
const STILL_MS = 12_000
/** Endpoints and rules come a moment after Pods are ready. */
const SETTLING_MS = 1_500

export interface Awaited {
  readonly namespaces: readonly string[]
  /** So many Pods have to be there before they count. */
  readonly atLeast: number
  readonly patience: Patience
  readonly signal: AbortSignal
}

const stateOf = ({ metadata, status }: Pod): string =>
  [
    metadata.uid,
    metadata.deletionTimestamp,
    status?.phase,
    ...(status?.conditions ?? []).map(({ type, status: value }) => `${type}=${value}`),
    ...(status?.containerStatuses ?? []).map(({ restartCount, state }) => `${restartCount} ${Object.keys(state ?? {}).join()}`),
  ].join(' ')

/** `namespace/name` of those that are not ready at the end. */
export async function waitForPods(client: LiveClient, awaited: Awaited): Promise<readonly string[]> {
  const { namespaces, atLeast, patience, signal } = awaited
  const info = findResource('v1', 'Pod')
  if (info === undefined) throw new Error('v1 has no Pod')
  const startedMs = patience.nowMs()
  let [last, sinceMs] = ['', startedMs]
  for (;;) {
    const pods = (await Promise.all(namespaces.map((namespace) => listOf(client, info, { namespace })))).flat().filter(isPod)
    const waiting = pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined || !isPodReady(pod))
    const now = pods.map(stateOf).join('\n')
    const nowMs = patience.nowMs()
    if (now !== last) [last, sinceMs] = [now, nowMs]
    const isDone = waiting.length === 0 && pods.length >= atLeast
    if (isDone || signal.aborted || nowMs - sinceMs > STILL_MS || nowMs - startedMs > MAX_MS) {
      if (!signal.aborted) await patience.wait(SETTLING_MS)
      return waiting.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`)
    }
    await patience.wait(POLL_MS)
  }
}
