/** Lets a cluster on a virtual clock come to rest. */
import type { ControllerManager } from './controllers/controller-manager.ts'
import type { Store } from './store/store.ts'
import type { VirtualClock } from './virtual.ts'

/** Controllers that poll would keep a virtual clock running for ever: past this many turns what is left is not settling. */
const MAX_TURNS = 2_000

export interface Settling {
  readonly clock: VirtualClock
  readonly manager: ControllerManager
  /** Lets what does not wait for the clock go on; true where something has. */
  readonly idle: () => Promise<boolean>
  /** Nothing is on its way any more. */
  readonly isSettled: () => boolean
}

/** Runs controllers, and advances the clock by at most `limitMs`, until nothing is left to do. */
export const settleVirtually = async ({ clock, manager, idle, isSettled }: Settling, limitMs: number): Promise<void> => {
  const until = clock.now() + limitMs
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    manager.runUntilIdle()
    if (await idle()) continue
    const next = clock.nextDelayMs()
    if (next === undefined || clock.now() + next > until || (next > 0 && isSettled())) return
    clock.advance(next)
  }
}

/** Every Pod has come up, failed, or waits for something that is not there. */
export const havePodsSettled = (store: Store): boolean =>
  store.list('pods').every((pod) => {
    const { phase, conditions = [] } = ('status' in pod ? pod.status : {}) as {
      readonly phase?: string
      readonly conditions?: readonly { readonly type: string; readonly status: string }[]
    }
    const scheduled = conditions.find(({ type }) => type === 'PodScheduled')
    const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
    return (
      pod.metadata.deletionTimestamp === undefined &&
      (ready || phase === 'Succeeded' || phase === 'Failed' || scheduled?.status === 'False')
    )
  })
