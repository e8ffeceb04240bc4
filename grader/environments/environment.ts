import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { Snapshot } from '../../src/network/model.ts'

export type EnvironmentKind = 'manifests' | 'embedded' | 'kind' | 'kubeconfig'

/** What putting a start state in place did. */
export interface Preparation {
  /** As kubectl words it, e.g. `pod/poc created`; in the order of the start state. */
  readonly lines: readonly string[]
  /** Refusals of the API server; the rest of the start state is in place all the same. */
  readonly refusals: readonly string[]
}

/** Where a task is done: whatever can say what state the network is in. */
export interface Environment {
  readonly kind: EnvironmentKind
  /** The state once everything that was asked for has settled. */
  snapshot(): Promise<Snapshot>
  /**
   * Makes what is missing of a task's start state and changes nothing that is there.
   * Everything of the learner's in the namespaces of `wipe` is deleted first.
   */
  prepare(start: readonly KubernetesObject[], options?: { readonly wipe?: readonly string[] }): Promise<Preparation>
}

/** One that an exam can be sat in: what happens there is kept. */
export interface ExportingEnvironment extends Environment {
  /** Its objects as YAML, the same text as long as nothing has changed. */
  exported(isWanted: (object: KubernetesObject) => boolean): Promise<string>
  /** Another number once something may have changed; milliseconds since 1970. */
  changedAtMs(): Promise<number>
}
