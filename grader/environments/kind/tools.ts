/** What making a cluster needs of the machine; tests pass their own. */
import type { Run } from './runner.ts'
import type { Step } from './read-kind.ts'

export interface StepDone {
  readonly step: Step
  readonly ms: number
}

export interface KindTools {
  readonly run: Run
  /** Names of container runtimes that may hold the nodes, in kind's order; one where its user has chosen. */
  readonly runtimes: readonly string[]
  readonly takenPorts: (ports: readonly number[]) => Promise<readonly number[]>
  readonly nowMs: () => number
  readonly wait: (ms: number) => Promise<void>
  /** Letters that nobody guesses, for a cluster's name. */
  readonly draw: () => string
  /** Set once the user has had enough. */
  readonly signal: AbortSignal
  readonly tell: (done: StepDone) => void
}
