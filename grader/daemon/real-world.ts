/** The clock and the randomness of the machine, for a cluster that lives in real time. */
import { randomInt, randomUUID } from 'node:crypto'
import type { Clock, Random } from '../../src/cluster/environment.ts'

const LONGEST_DELAY_MS = 2 ** 31 - 1

export const realClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS))
    return () => clearTimeout(timer)
  },
}

export const realRandom: Random = { below: (limit) => randomInt(limit), uuid: () => randomUUID() }
