/** What each kind of check is told in task.yaml. */
import type { Words } from '../words.ts'
import type { DnsType, NamespacedName, Protocol } from '../../network/model.ts'

/**
 * Who connects.
 * - `pod: namespace/name`: that Pod.
 * - `namespace: name`: the Pods of that namespace that carry `podLabels`.
 * - `namespaceLabels`, `podLabels`: all Pods that fit.
 *   Where there is none, and where no labels of Pods are told, a Pod is added to a copy of the state. A check that keeps clients out
 *   asks about the Pods that are there too.
 * - `node: name` or `node: any`; `outside: true`: a client that is neither Pod nor node.
 */
export type FromSpec =
  | { readonly pod: NamespacedName }
  | { readonly namespace: string; readonly podLabels: Labels }
  | { readonly namespaceLabels: Labels; readonly podLabels: Labels }
  | { readonly node: string }
  | { readonly outside: true }

export type Labels = Readonly<Record<string, string>>

/** Where to: one of `pod`, `service` (`namespace/name`), `node` (a name or `any`) or `host`, with `port` and `protocol` (TCP). */
export interface ToSpec {
  readonly to:
    | { readonly pod: NamespacedName }
    | { readonly service: NamespacedName }
    | { readonly node: string }
    | { readonly host: string }
  readonly port: number | string
  readonly protocol: Protocol
}

export interface ConnectionSpec {
  readonly kind: 'connects' | 'blocked'
  readonly from: readonly FromSpec[]
  readonly target: ToSpec
}

export interface ExistsSpec {
  readonly kind: 'exists'
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string }
  readonly labels: Labels
}

/** `expect` maps a field path to a value (equals) or to one of `equals`, `oneOf`, `includes`, `matches`; `[*]` stands for every item. */
export type Expectation =
  | { readonly equals: unknown }
  | { readonly oneOf: readonly unknown[] }
  | { readonly includes: unknown }
  /** A regular expression for the whole value, and what it says to somebody who reads none, with an example. */
  | { readonly matches: string; readonly means: Words }

export interface FieldsSpec {
  readonly kind: 'fields'
  readonly object: ExistsSpec['object']
  readonly expect: readonly { readonly path: string; readonly expectation: Expectation }[]
}

export interface HttpSpec {
  readonly kind: 'http'
  readonly from: readonly FromSpec[]
  readonly url: string
  /** Replaces the host of the URL as the place to connect to: a node's name, or `any`. */
  readonly node?: string
  /** Ask the Ingress controller, whatever the host resolves to. */
  readonly throughIngress: boolean
  readonly status: number
  /** The Pod or Service that has to answer. */
  readonly backend?: NamespacedName
  /** The path that the server has to receive. */
  readonly path?: string
  /** A part of the page. */
  readonly body?: string
  readonly header?: Labels
}

export interface ResolvesSpec {
  readonly kind: 'resolves'
  readonly from: readonly FromSpec[]
  readonly name: string
  readonly type: DnsType
  readonly answers: AnswerSpec
}

/**
 * Whose address has to be in the answer. A `headless` Service is known by the addresses of its ready Pods. A Pod with a `subdomain` is known by its own name below the headless Service of that name, and
 * by its address else.
 */
export type AnswerSpec =
  | { readonly service: NamespacedName; readonly headless?: true }
  | { readonly pod: NamespacedName; readonly subdomain?: string }
  | { readonly address: string }

/** A learner's own record of a look-up, kept in a ConfigMap. */
export interface RecordedSpec {
  readonly kind: 'recorded'
  readonly configMap: NamespacedName
  readonly key: string
  readonly answers: AnswerSpec
}

/** The policies allow what those of `file` allow: to and from the Pod `selecting`, or every Pod of the task's namespaces. */
export interface PolicyEqualsSpec {
  readonly kind: 'policy-equals'
  readonly file: string
  readonly selecting?: NamespacedName
}

export type AnyCheckSpec = ExistsSpec | FieldsSpec | ConnectionSpec | HttpSpec | ResolvesSpec | RecordedSpec | PolicyEqualsSpec

export type CheckKind = AnyCheckSpec['kind']
