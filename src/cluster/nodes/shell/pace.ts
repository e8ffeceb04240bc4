/** Keeps scripts from taking the processor for themselves: a loop that never waits must not keep the API from answering. */
import type { TransformPlugin } from 'just-bash'
import type { Clock } from '../../environment.ts'

/** So long one script computes before others have a turn. */
const TURN_MS = 10
/** Of all scripts together, so much of the time is rest. */
const REST_PER_TURN = 1

export interface Pacer {
  /** How long a script that has computed since then has to rest; undefined while its turn lasts. */
  restAfter(sinceMs: number): number | undefined
}

/** One for all scripts of a cluster: their turns come one after another. On a virtual clock computing takes no time. */
export function createPacer(clock: Clock): Pacer {
  let freeAtMs = -Infinity
  return {
    restAfter: (sinceMs) => {
      const now = clock.now()
      const tookMs = now - sinceMs
      if (tookMs < TURN_MS) return undefined
      freeAtMs = Math.max(freeAtMs, now) + Math.min(tookMs, MAX_TURN_MS) * REST_PER_TURN
      return freeAtMs - now
    },
  }
}

/** A clock that was set forward must not make anybody rest for as long. */
const MAX_TURN_MS = 1_000

const LOOPS: ReadonlySet<unknown> = new Set(['While', 'Until', 'For', 'CStyleFor'])

type Statements = ReturnType<TransformPlugin['transform']>['ast']['statements']

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const pacedValue = (value: unknown, pause: Statements): unknown => {
  if (Array.isArray(value)) return value.map((one) => pacedValue(one, pause))
  return isNode(value) ? pacedNode(value, pause) : value
}

const pacedNode = <Node extends object>(node: Node, pause: Statements): Node => {
  const paced = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, pacedValue(value, pause)])) as Node
  return 'type' in paced && LOOPS.has(paced.type) && 'body' in paced && Array.isArray(paced.body)
    ? { ...paced, body: [...pause, ...(paced.body as Statements)] }
    : paced
}

/** Puts statements before the body of each loop, wherever it stands. */
export const paceLoops = (pause: Statements): TransformPlugin => ({
  name: 'pace',
  transform: ({ ast }) => ({ ast: pacedNode(ast, pause) }),
})
