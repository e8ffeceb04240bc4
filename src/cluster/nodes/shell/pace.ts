/** Keeps scripts from taking the processor for themselves: a loop that never waits must not keep the API from answering. */
import type { TransformPlugin } from 'just-bash'
import type { Clock } from '../../environment.ts'

/** So long one script computes before others have a turn. */
const TURN_MS = 10
/** After each turn, before the next script has its own. */
const REST_MS = TURN_MS
/** A clock that was set forward must not make anybody rest for as long. */
const MAX_REST_MS = 1_000

/** A place in the queue of those that want to go on. */
export interface Turn {
  readonly begun: Promise<void>
  /** For a script that is stopped while it waits. */
  readonly cancel: () => void
}

export interface Pacer {
  /** The next turn of a script that computes since then; undefined while the turn that it has lasts. */
  nextTurn(sinceMs: number): Turn | undefined
}

/**
 * One for all scripts of a cluster: one of them has a turn at a time, and none begins in the same round of the event loop as another, so that
 * however many there are, a request waits for one turn. On a virtual clock computing takes no time.
 */
export function createPacer(clock: Clock): Pacer {
  const waiting = new Set<() => void>()
  let isResting = false
  const rest = (delayMs: number, mayRestAgain: boolean): void => {
    isResting = true
    const dueMs = clock.now() + delayMs
    clock.after(delayMs, () => {
      const lateMs = clock.now() - dueMs
      // The script computed for longer than its turn, up to now: what it took is given back, once.
      if (mayRestAgain && lateMs >= TURN_MS) rest(Math.min(lateMs, MAX_REST_MS), false)
      else begin()
    })
  }
  const begin = (): void => {
    const [next] = waiting
    isResting = false
    if (next === undefined) return
    waiting.delete(next)
    next()
    rest(TURN_MS + REST_MS, true)
  }
  return {
    nextTurn: (sinceMs) => {
      const tookMs = clock.now() - sinceMs
      if (tookMs >= 0 && tookMs < TURN_MS) return undefined
      let go: () => void = () => undefined
      const begun = new Promise<void>((resolve) => (go = resolve))
      waiting.add(go)
      if (!isResting) rest(Math.min(Math.max(tookMs, REST_MS), MAX_REST_MS), false)
      return { begun, cancel: () => void waiting.delete(go) }
    },
  }
}

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
