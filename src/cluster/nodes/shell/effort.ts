/** How much one statement of a script may compute: awk, sed and jq have loops inside that no pause can be put into. */
import type { BashOptions } from 'just-bash'

/** What they may do between two turns of others, before they are taken to go on for ever. */
const MAX_STEPS = 200_000
/** The shell's own commands are counted, and have pauses, elsewhere. */
const SHELL = 'bash:'

export interface Effort {
  /** What the shell reports each step to. It throws where there were too many, and from then on always: nothing comes after. */
  readonly meter: NonNullable<BashOptions['coverage']>
  readonly isSpent: () => boolean
  /** Others have had their turn. */
  readonly renew: () => void
}

export function createEffort(limit = MAX_STEPS): Effort {
  let steps = 0
  return {
    meter: {
      hit: (feature) => {
        if (!feature.startsWith(SHELL)) steps += 1
        if (steps > limit) throw new Error(`no end after ${limit} steps`)
      },
    },
    isSpent: () => steps > limit,
    renew: () => {
      if (steps <= limit) steps = 0
    },
  }
}

/** So many rounds of loops with no wait between them are taken to go on for ever, and are computed no further. */
export const MAX_LOOP_ROUNDS = 30_000

/** A round of sed or awk may grow a text, so that each costs more than the last. */
const MAX_ROUNDS = 20_000

/** Replacing something in a text of the shell's own limit, 64 MiB, takes many seconds. */
const MAX_TEXT = 8 * 1024 * 1024
const MAX_ELEMENTS = 100_000

/** Loops of the shell itself are counted where they pause: one that waits may go on for as long as a container does. */
const UNLIMITED = 1e12
const MAX_TIMER_MS = 2_147_483_647

export const LIMITS = {
  maxCommandCount: UNLIMITED,
  maxLoopIterations: UNLIMITED,
  maxExecutionTimeMs: MAX_TIMER_MS,
  maxSedIterations: MAX_ROUNDS,
  maxJqIterations: MAX_ROUNDS,
  maxStringLength: MAX_TEXT,
  maxQueryElements: MAX_ELEMENTS,
} as const

/** Whether the shell gave a statement up because it does not end. */
export const isExhausted = (stderr: string): boolean =>
  /executionLimits\.max(?:CommandCount|LoopIterations)|exceeded maximum iterations/u.test(stderr)
