/** Work in a cluster that somebody may interrupt: what it made is removed first. */
import { Problem } from '../../terminal/problem.ts'
import type { LiveClient } from './client.ts'
import { onInterruption } from '../interruptions.ts'

/**
 * The first signal ends the work, which has to clean up, and is told as `observe-interrupted` afterwards; a second one ends the program
 * as usual.
 */
export async function interruptibly<Value>(
  { typed }: LiveClient,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController()
  const stopListening = onInterruption(() => controller.abort())
  try {
    const value = await work(controller.signal)
    if (controller.signal.aborted) throw new Problem('observe-interrupted', { place: typed.place })
    return value
  } finally {
    stopListening()
  }
}
