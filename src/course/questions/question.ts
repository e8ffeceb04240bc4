/** Questions of concept sections: as the author wrote them, and as a reader is asked. */
import type { Assumed } from '../../grading/ends/read-assume.ts'
import type { NamedTarget, WorkloadEnd } from '../../grading/ends/read-ends.ts'
import type { WalkRow } from '../../grading/explain/walk.ts'
import type { Words } from '../../grading/words.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import type { NamespacedName, Source } from '../../network/model.ts'

export interface WrittenOption {
  readonly text: Words
  readonly correct: boolean
  /** Why it is right or wrong. */
  readonly why: Words
}

/**
 * What is asked of a walk. `verdict`: what the client sees. `stops-at`: which stage ends it. `answered-by`: the Pods that may answer.
 * `source-address`: the client's address as the server sees it. `lookups`: the names that are asked for, in order. `outcome`: what a
 * look-up ends with. `address`: what a name leads to. `srv-port`: the port that its SRV record tells. `status`: of the HTTP answer. `path`: the one
 * that the server reads. `destination`: address and port of the packet as the server gets it. `source-namespace`: where the Pod is at home
 * whose address the server sees. `answering`: how many Pods may answer. `share`: of all connections, the percentage that one Pod answers.
 */
export const ASKS = [
  'verdict',
  'stops-at',
  'answered-by',
  'source-address',
  'lookups',
  'outcome',
  'address',
  'srv-port',
  'status',
  'path',
  'destination',
  'source-namespace',
  'answering',
  'share',
] as const

/** What is answered by writing a text. */
export const TEXT_ASKS = [
  'address',
  'srv-port',
  'status',
  'path',
  'destination',
  'source-namespace',
  'answering',
  'share',
] as const satisfies readonly Ask[]

export type Ask = (typeof ASKS)[number]

/** An end as an author names it. */
export type NamedSource = Source | WorkloadEnd

/** What all questions have. */
export interface Base {
  /** Stable within the section. */
  readonly id: string
  /** The explanation, shown with the answer. */
  readonly why: Words
  /** Where it is written, for messages. */
  readonly position: Position
}

interface InState extends Base {
  /** Path of the cluster's manifests within the section's folder. */
  readonly state: string
  /** What is assumed of the cluster besides, such as kube-proxy's mode. */
  readonly assume: Assumed
  /** Made from the question where absent. */
  readonly prompt?: Words
}

export interface ChoiceQuestion extends Base {
  readonly kind: 'choice' | 'multi-choice'
  readonly prompt: Words
  readonly options: readonly WrittenOption[]
}

export interface OrderQuestion extends Base {
  readonly kind: 'order'
  readonly prompt: Words
  /** In the right order. */
  readonly items: readonly Words[]
}

export interface ShortAnswerQuestion extends Base {
  readonly kind: 'short-answer'
  readonly prompt: Words
  /** Any of these is right. */
  readonly accept: readonly string[]
  /** Where the fact is told: a key that is written needs one, as no cluster can be asked for it. */
  readonly source: string
}

/** What the network model is asked for a key. */
export interface Traced extends InState {
  readonly from: NamedSource
  readonly to: NamedTarget
  /** Both as they are written. */
  readonly ends: { readonly from: string; readonly to: string }
  readonly ask: Ask
  /** The Pod whose `share` is asked for. */
  readonly pod?: NamespacedName
}

/** Its key is computed by the network model; a short answer's is a text. */
export interface TraceQuestion extends Traced {
  readonly kind: 'trace' | 'short-answer'
}

/** Which of the clients connect; computed by the network model. */
export interface WhoConnectsQuestion extends InState {
  readonly kind: 'who-connects'
  readonly clients: readonly { readonly text: string; readonly from: NamedSource }[]
  readonly to: NamedTarget
  readonly ends: { readonly to: string }
}

export type Question = ChoiceQuestion | OrderQuestion | ShortAnswerQuestion | TraceQuestion | WhoConnectsQuestion

export interface PosedOption {
  /** A letter, as the reader answers: `a`, `b`, … */
  readonly id: string
  readonly text: Words
  readonly why?: Words
}

/** `one` and `many` options are marked, all are brought into an `order`, or a `text` is written. */
export type Form = 'one' | 'many' | 'order' | 'text'

/** A question as a reader is asked it, with its key. */
export interface PosedQuestion {
  readonly id: string
  readonly kind: Question['kind']
  readonly form: Form
  readonly prompt: Words
  /** None for a `text`. */
  readonly options: readonly PosedOption[]
  /** Ids of the right options, in their order for an `order`; the texts that are right for a `text`. */
  readonly key: readonly string[]
  readonly why: Words
  /** What happens, step by step, where the model was asked. */
  readonly walk: readonly WalkRow[]
  /** Path of the manifests that the question is about. */
  readonly state?: string
}
