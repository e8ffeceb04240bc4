/** The clock and the randomness of the machine, for a cluster that lives in real time. */
import { randomInt, randomUUID } from 'node:crypto'
import type { Clock, Random } from '../../src/cluster/environment.ts'

const LONGEST_DELAY_MS = 2 ** 31 - 1

export const realClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    let turn: NodeJS.Immediate | undefined
    // Behind the sockets' turn: timers that are always due again would keep them waiting.
    const timer = setTimeout(() => (turn = setImmediate(callback)), Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS))
    return () => {
      clearTimeout(timer)
      clearImmediate(turn)
    }
  },
}

export interface HeldClock extends Clock {
  /** Lets what was asked for, and is not cancelled, begin now. */
  release(): void
}

/** Tells the time, but calls nobody back until it is released. */
export function holdClock(clock: Clock): HeldClock {
  let held: (() => void)[] | undefined = []
  return {
    now: () => clock.now(),
    after: (delayMs, callback) => {
      if (held === undefined) return clock.after(delayMs, callback)
      let cancel: (() => void) | undefined = () => undefined
      held.push(() => {
        if (cancel !== undefined) cancel = clock.after(delayMs, callback)
      })
      return () => {
        cancel?.()
        cancel = undefined
      }
    },
    release: () => {
      const begun = held ?? []
      held = undefined
      for (const begin of begun) begin()
    },
  }
}

export const realRandom: Random = { below: (limit) => randomInt(limit), uuid: () => randomUUID() }
