/** What a probe saw of the network, in the model's words, so that both can be laid side by side. */
import type { NamespacedName, Resolution, Verdict } from '../../network/model.ts'
import type { ModelQuestion } from '../../network/switches.ts'

/** What one probe saw. `request` without a response: the connection came about, and what answered was no HTTP. */
export type Seen =
  | { readonly kind: 'connection'; readonly verdict: Verdict }
  | { readonly kind: 'request'; readonly verdict: Verdict; readonly response?: SeenResponse }
  | { readonly kind: 'name'; readonly outcome: SeenOutcome; readonly found: readonly string[] }

export interface SeenResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `not-found`: the program does not say whether the name is unknown (NXDOMAIN) or has no such record (NODATA). */
export type SeenOutcome = Resolution['outcome'] | 'not-found'

/** Where a probe ran: in the Pod that the question names, in an ephemeral container of it, in a Pod of our own, or on this machine. */
export interface ProbePlace {
  readonly kind: 'own-pod' | 'ephemeral-container' | 'probe-pod' | 'here'
  /** Absent on this machine. */
  readonly pod?: NamespacedName
}

/** Why nothing was seen. */
export type UnobservedReason =
  /** There is no Pod to ask from and none could be made. */
  | 'no-place'
  /** No program there can ask this. */
  | 'no-tool'
  /** A program ran and nobody knows what its answer means. */
  | 'unreadable'
  /** Datagrams that are not answered prove nothing. */
  | 'no-reply'
  /** What the question is about has no address yet. */
  | 'no-address'
  /** The bounds on number and time were reached. */
  | 'out-of-bounds'
  /** This machine has no way to the nodes. */
  | 'no-way-from-here'

export interface Unobserved {
  readonly reason: UnobservedReason
  /** What the cluster or the program said; empty where nothing is to be added. */
  readonly detail: string
}

/** What came of one question. */
export interface Observation {
  readonly asked: ModelQuestion
  readonly place?: ProbePlace
  /** The program that asked, such as nc. */
  readonly tool?: string
  /** Of the last round, in which nothing changed any more; empty where nothing was seen. */
  readonly samples: readonly Seen[]
  /** How often the question was asked, over all rounds. */
  readonly attempts: number
  /** Whether an earlier round saw something else. */
  readonly changed: boolean
  readonly unobserved?: Unobserved
}

/** What a program in a container printed. */
export interface ProbeOutput {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly elapsedMs: number
}
