/** What a check found. A failure carries everything that its explanation and its repair need, and no prose to be searched. */
import type { KubernetesObject, ObjectReference } from '../kubernetes/object.ts'
import type { ExampleEnd } from '../network/compare/example/example-ends.ts'
import type {
  ConnectOutcome,
  ConnectQuestion,
  ExchangeOutcome,
  NamespacedName,
  PolicyHop,
  Protocol,
  RequestQuestion,
  Resolution,
  Snapshot,
  Walk,
} from '../network/model.ts'
import type { Disagreement } from './causes/reality/reality-cause.ts'
import type { AnswerSpec, Expectation, HttpSpec, Labels, RecordedSpec } from './checks/specs.ts'
import type { GradedTask, TaskCheck } from './task.ts'
import type { Words } from './words.ts'

export type Finding =
  | { readonly kind: 'object-missing'; readonly wanted: ObjectReference }
  | { readonly kind: 'labels-missing'; readonly object: KubernetesObject; readonly wanted: Labels }
  | {
      readonly kind: 'field'
      readonly object: KubernetesObject
      readonly path: string
      readonly expectation: Expectation
      readonly found: readonly unknown[]
    }
  | { readonly kind: 'not-connected'; readonly question: ConnectQuestion; readonly outcome: ConnectOutcome }
  | { readonly kind: 'not-blocked'; readonly question: ConnectQuestion; readonly outcome: ConnectOutcome }
  | {
      readonly kind: 'http'
      readonly question: RequestQuestion
      readonly outcome: ExchangeOutcome
      readonly wanted: HttpSpec
      readonly mismatch: 'verdict' | 'status' | 'backend' | 'path' | 'body' | 'header'
    }
  | { readonly kind: 'name'; readonly resolution: Resolution; readonly wanted: AnswerSpec }
  | {
      readonly kind: 'recorded'
      readonly object: KubernetesObject
      readonly spec: RecordedSpec
      /** Absent where the key is. */
      readonly text?: string
      /** Any of these would be right; empty where what was to be looked up does not exist. */
      readonly addresses: readonly string[]
      /** One of these has to stand beside it; empty where no name was to be looked up. The full one is the last. */
      readonly names: readonly string[]
    }
  | PolicyDifference
  /** Probes saw something else than was asked for, and the model has no explanation: it would have passed. */
  | { readonly kind: 'observed'; readonly disagreement: Disagreement }
  /** Nothing is known of it: a comparison that outgrew its limits. */
  | { readonly kind: 'undecided'; readonly reason: string }

/** One connection that the learner's policies decide otherwise than what was asked for. */
export interface PolicyDifference {
  readonly kind: 'policy-differs'
  readonly pod: NamespacedName
  /** The other end of the example. */
  readonly peer: ExampleEnd
  readonly port: number
  readonly protocol: Protocol
  readonly direction: 'ingress' | 'egress'
  /** What the learner's policies say. */
  readonly allowed: boolean
  readonly hop: PolicyHop
}

export interface Failed {
  readonly passed: false
  readonly expected: Words
  readonly actual: Words
  readonly finding: Finding
  readonly walk?: Walk
  /** The hop, counted from 0, at which the packet should have stopped. */
  readonly shouldStopAt?: number
}

export type CheckOutcome = { readonly passed: true } | Failed

/** A failed check with what surrounds it: what causes are recognised by. */
export interface Failure extends Failed {
  readonly check: TaskCheck
  readonly task: GradedTask
  readonly snapshot: Snapshot
  /** Other tasks that are done in the same cluster. */
  readonly otherTasks: readonly GradedTask[]
}
