import type { Snapshot } from '../../network/model.ts'
import type { CheckOutcome } from '../failure.ts'
import type { GradedTask } from '../task.ts'
import type { AnyCheckSpec, CheckKind } from './specs.ts'
import type { SpecReader } from './read-spec.ts'

export interface CheckContext {
  readonly snapshot: Snapshot
  readonly task: Pick<GradedTask, 'namespaces' | 'references'>
}

/** One kind of check: how its part of task.yaml is read, and how it is judged. Checks neither throw nor print. */
export interface Check<Spec extends AnyCheckSpec = AnyCheckSpec> {
  readonly kind: CheckKind
  /** Undefined where something is wrong; the reader then has noted what. */
  read(reader: SpecReader): Spec | undefined
  run(spec: Spec, context: CheckContext): CheckOutcome
}
