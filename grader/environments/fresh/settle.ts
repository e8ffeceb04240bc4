/** Waits until what was put into a real cluster has come about, or will not. */
import { requireAnswer, type LiveClient } from '../live/client.ts'
import type { Patience } from '../started/ask.ts'
import { isEndAwaited, type Expectation } from './expectation.ts'
import type { Followed } from './follow.ts'
import type { Relocation } from './relocation.ts'
import { judgeSettling, probeMs, type Settling } from './settled.ts'

export interface SettleOptions {
  readonly client: LiveClient
  readonly followed: Followed
  readonly patience: Patience
  readonly signal: AbortSignal
  readonly relocation: Relocation
  /** As they are called in the cluster. */
  readonly namespaces: ReadonlySet<string>
  readonly expectation: Expectation
  /** Uids of what has to be seen before anything is settled. */
  readonly made: ReadonlySet<string>
}

/** `ending`: by what the objects say it may be settled, and Pods go on that are known to end. */
type Coming = Settling | 'ending'

/** How long nothing may happen, where everything gets ready in a cluster of our own as well. */
const EXPECTED_MS = { stays: 20_000, moving: 60_000, settled: 0, ending: 30_000 } as const
/** Where something does not: it is waited for what still comes. */
const HOPELESS_MS = { stays: 3_000, moving: 6_000, settled: 4_000, ending: 30_000 } as const
const MOST_MS = 60_000
/** A server that has frozen says as little as one where nothing happens. */
const SILENT_MS = 5_000

/** False where it was given up, with Pods that still go on and were to end. */
export async function settle(options: SettleOptions): Promise<boolean> {
  const { client, followed, patience, signal, namespaces } = options
  const startMs = patience.nowMs()
  let sinceMs = startMs
  for (;;) {
    signal.throwIfAborted()
    const { coming, quietMs } = judge(options)
    const nowMs = patience.nowMs()
    const leftMs = Math.min(sinceMs + quietMs, startMs + MOST_MS) - nowMs
    if (leftMs <= 0) return coming !== 'ending'
    const waitMs = Math.min(leftMs, SILENT_MS)
    await followed.change(namespaces, waitMs, signal)
    if (patience.nowMs() - nowMs < waitMs) sinceMs = patience.nowMs()
    else if (leftMs > SILENT_MS) await requireAnswer(client)
  }
}

const judge = ({
  followed,
  namespaces,
  relocation,
  expectation,
  made,
}: SettleOptions): { readonly coming: Coming; readonly quietMs: number } => {
  const objects = followed.in(namespaces)
  const coming = isEndAwaited(relocation.back(objects), expectation) ? 'ending' : judgeSettling(objects, made)
  const quietMs = (expectation.getsReady ? EXPECTED_MS : HOPELESS_MS)[coming]
  return { coming, quietMs: quietMs + (coming === 'stays' ? probeMs(objects) : 0) }
}
