/** What a task speaks of by name. */
import type { ObjectReference } from '../../kubernetes/object.ts'
import type { NamespacedName } from '../../network/model.ts'
import type { GradedTask } from '../task.ts'
import { referenceOfAnswer } from './answers.ts'
import type { AnyCheckSpec, FromSpec } from './specs.ts'

const pod = (name: NamespacedName): ObjectReference => ({ kind: 'Pod', ...name })

const clientsOf = (from: readonly FromSpec[]): readonly ObjectReference[] =>
  from.flatMap((one) => ('pod' in one ? [pod(one.pod)] : []))

const objectsOf = (spec: AnyCheckSpec): readonly ObjectReference[] => {
  switch (spec.kind) {
    case 'exists':
    case 'fields':
      return [spec.object]
    case 'connects':
    case 'blocked': {
      const { to } = spec.target
      const asked = 'pod' in to ? [pod(to.pod)] : 'service' in to ? [{ kind: 'Service', ...to.service }] : []
      return [...clientsOf(spec.from), ...asked]
    }
    case 'http':
      return [...clientsOf(spec.from), ...(spec.backend === undefined ? [] : [pod(spec.backend)])]
    case 'resolves':
    case 'recorded': {
      const subject = referenceOfAnswer(spec.answers)
      const record = spec.kind === 'recorded' ? [{ kind: 'ConfigMap', ...spec.configMap }] : []
      return [...(subject === undefined ? [] : [subject]), ...record]
    }
    case 'policy-equals':
      return spec.selecting === undefined ? [] : [pod(spec.selecting)]
  }
}

/** Every object that a check of the task names. */
export const namedObjects = ({ checks }: GradedTask): readonly ObjectReference[] =>
  checks.flatMap(({ spec }) => objectsOf(spec))
