/** What may change in workloads. @see k8s.io/kubernetes pkg/apis/{apps,batch}/validation, v1.34 */
import type { Job, StatefulSet } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue } from '../causes.ts'
import { immutable } from './immutable.ts'

const STATEFUL_SET =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

const fixedOf = ({ spec }: StatefulSet): unknown => {
  if (spec === undefined) return {}
  const {
    replicas: _replicas,
    ordinals: _ordinals,
    template: _template,
    updateStrategy: _strategy,
    revisionHistoryLimit: _history,
    persistentVolumeClaimRetentionPolicy: _retention,
    minReadySeconds: _ready,
    ...fixed
  } = spec
  return fixed
}

export const compareStatefulSets = (set: StatefulSet, old: StatefulSet): readonly StatusCause[] =>
  isEqual(fixedOf(set), fixedOf(old)) ? [] : [forbiddenField('spec', STATEFUL_SET)]

/** A Job that is suspended and has never run can still be told where its Pods are to go. */
const templateOf = ({ spec, status }: Job, isFree: boolean): unknown => {
  const template = spec?.template
  if (!isFree || status?.startTime !== undefined || template?.spec === undefined) return template
  const {
    nodeSelector: _selector,
    affinity: _affinity,
    tolerations: _tolerations,
    schedulingGates: _gates,
    ...rest
  } = template.spec
  return { ...template, metadata: undefined, spec: rest }
}

/** The completions of an indexed Job may follow its parallelism. */
const compareCompletions = ({ spec }: Job, { spec: old }: Job): readonly StatusCause[] => {
  const isElastic = spec?.completionMode === 'Indexed' && spec.completions !== undefined && old?.completions !== undefined
  if (!isElastic) return immutable('spec.completions', spec?.completions ?? null, old?.completions ?? null)
  if (spec.completions === old.completions || spec.completions === spec.parallelism) return []
  return [invalidValue('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism')]
}

export const compareJobs = (job: Job, old: Job): readonly StatusCause[] => {
  const isFree = old.spec?.suspend === true
  const template = isEqual(templateOf(job, isFree), templateOf(old, isFree))
    ? []
    : immutable('spec.template', job.spec?.template, old.spec?.template)
  return [
    ...compareCompletions(job, old),
    ...immutable('spec.selector', job.spec?.selector, old.spec?.selector),
    ...template,
    ...(['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const).flatMap(
      (field) => immutable(`spec.${field}`, job.spec?.[field] ?? null, old.spec?.[field] ?? null),
    ),
  ]
}
