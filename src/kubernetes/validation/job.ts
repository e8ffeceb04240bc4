/** @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, ValidateJob, v1.34 */
import type { Job, JobSpec, ObjectMeta } from '../generated/types.ts'
import { matchesSelector } from '../labels.ts'
import type { StatusCause } from '../status.ts'
import { goStruct, invalidValue, notNegative, notSupported, required, tooLong } from './causes.ts'
import { validateDomainPath } from './domain-path.ts'
import { validateFailurePolicy, validateSuccessPolicy } from './job-policies.ts'
import { validateSelector } from './metadata.ts'
import { dns1123Label } from './names.ts'
import { isUsableSelector, validatePodTemplate } from './pod-template.ts'

const POLICIES = ['OnFailure', 'Never'] as const
const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const
const MODES = ['NonIndexed', 'Indexed'] as const
const MAX_INDEXED = 100_000
const MAX_OF_MANY = 10_000
const MAX_MANAGER = 63

const validateManager = (managedBy: string | undefined, field: string): readonly StatusCause[] =>
  managedBy === undefined
    ? []
    : [...validateDomainPath(managedBy, field), ...(managedBy.length > MAX_MANAGER ? [tooLong(field, MAX_MANAGER)] : [])]

const atMost = (value: number | undefined, max: number, field: string, when = ''): readonly StatusCause[] =>
  value === undefined || value <= max ? [] : [invalidValue(field, value, `must be less than or equal to ${max}${when}`)]

/** So many completions cannot be tracked unless failures are few. */
const validateMany = (
  { parallelism, maxFailedIndexes, completions = 0, backoffLimitPerIndex }: JobSpec,
  path: string,
): readonly StatusCause[] => {
  if (completions <= MAX_INDEXED || backoffLimitPerIndex === undefined) return []
  const when = ` when completions are above ${MAX_INDEXED} and used with backoff limit per index`
  const field = `${path}.maxFailedIndexes`
  return [
    ...(maxFailedIndexes === undefined ? [required(field, `must be specified when completions is above ${MAX_INDEXED}`)] : []),
    ...atMost(parallelism, MAX_OF_MANY, `${path}.parallelism`, when),
    ...atMost(maxFailedIndexes, MAX_OF_MANY, field, when),
  ]
}

const validateIndexed = (spec: JobSpec, path: string): readonly StatusCause[] => {
  const { completions, parallelism, maxFailedIndexes } = spec
  const field = `${path}.maxFailedIndexes`
  return [
    ...(completions === undefined ? [required(`${path}.completions`, 'when completion mode is Indexed')] : []),
    ...atMost(parallelism, MAX_INDEXED, `${path}.parallelism`, ' when completion mode is Indexed'),
    ...(completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions
      ? [invalidValue(field, maxFailedIndexes, 'must be less than or equal to completions')]
      : []),
    ...atMost(maxFailedIndexes, MAX_INDEXED, field),
    ...validateMany(spec, path),
  ]
}

const validateMode = (spec: JobSpec, path: string): readonly StatusCause[] => {
  const { completionMode: mode = 'NonIndexed' } = spec
  if (mode === 'Indexed') return validateIndexed(spec, path)
  if (mode !== 'NonIndexed') return [notSupported(`${path}.completionMode`, mode, MODES)]
  return (['backoffLimitPerIndex', 'maxFailedIndexes'] as const).flatMap((field) =>
    spec[field] === undefined ? [] : [invalidValue(`${path}.${field}`, spec[field], 'requires indexed completion mode')],
  )
}

const validateSuccess = (spec: JobSpec, field: string): readonly StatusCause[] => {
  if (spec.successPolicy === undefined) return []
  if (spec.completionMode === 'Indexed') return validateSuccessPolicy(spec, field)
  const rules = (spec.successPolicy.rules as typeof spec.successPolicy.rules | undefined) ?? null
  const shown = { Rules: rules?.map((rule) => goStruct(rule, ['SucceededIndexes', 'SucceededCount'])) ?? null }
  return [invalidValue(field, shown, 'requires indexed completion mode')]
}

const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'] as const

const validateReplacement = (
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpec,
  field: string,
): readonly StatusCause[] => {
  const known = podFailurePolicy === undefined ? REPLACEMENTS : (['Failed'] as const)
  return policy === undefined || known.some((one) => one === policy) ? [] : [notSupported(field, policy, known)]
}

const validateRestart = ({ template, podFailurePolicy }: JobSpec, field: string): readonly StatusCause[] => {
  const policy = template.spec?.restartPolicy ?? 'Always'
  if (policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')]
  if (!POLICIES.some((known) => known === policy)) return [notSupported(field, policy, POLICIES)]
  return podFailurePolicy !== undefined && policy !== 'Never'
    ? [invalidValue(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : []
}

/** `path` is `spec` or `spec.jobTemplate.spec`. */
export const validateJobTemplate = (given: JobSpec | undefined, path: string): readonly StatusCause[] => {
  const spec: JobSpec = { template: {}, ...given }
  const alone = spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
  return [
    ...COUNTS.flatMap((field) => notNegative(`${path}.${field}`, spec[field])),
    ...(alone ? [required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')] : []),
    ...validateManager(spec.managedBy, `${path}.managedBy`),
    ...validateMode(spec, path),
    ...(spec.podFailurePolicy === undefined ? [] : validateFailurePolicy(spec, `${path}.podFailurePolicy`)),
    ...validateSuccess(spec, `${path}.successPolicy`),
    ...validateReplacement(spec, `${path}.podReplacementPolicy`),
    ...validatePodTemplate(spec.template, `${path}.template`),
    ...validateRestart(spec, `${path}.template.spec.restartPolicy`),
  ]
}

const GROUP = 'batch.kubernetes.io'

const expectLabel = (metadata: ObjectMeta | undefined, label: string, value: string): readonly StatusCause[] => {
  const field = 'spec.template.metadata.labels'
  const found = metadata?.labels?.[label]
  if (found === undefined) return [required(`${field}[${label}]`, `must be '${value}'`)]
  return found === value ? [] : [invalidValue(`${field}[${label}]`, metadata?.labels, `must be '${value}'`)]
}

/** A Job that does not select by hand has the server's selector, and its Pods the labels for it. */
const validateGenerated = ({ metadata, spec }: Job): readonly StatusCause[] => {
  if (spec === undefined || spec.manualSelector === true || spec.selector === undefined) return []
  const { name = '', uid = '' } = metadata
  const template = spec.template.metadata
  const labels = {
    'controller-uid': uid,
    'job-name': name,
    [`${GROUP}/controller-uid`]: uid,
    [`${GROUP}/job-name`]: name,
  }
  const fits = !isUsableSelector(spec.selector) || matchesSelector(spec.selector, labels)
  return [
    ...Object.entries(labels).flatMap(([label, value]) => expectLabel(template, label, value)),
    ...(fits ? [] : [invalidValue('spec.selector', spec.selector, '`selector` not auto-generated')]),
  ]
}

const validateJobSelector = ({ spec }: Job): readonly StatusCause[] => {
  const { selector, template, manualSelector } = spec ?? {}
  // Unless it selects by hand, the server gives it one before it looks at it.
  if (selector === undefined && manualSelector !== true) return []
  const labels = template?.metadata?.labels
  // No selector at all selects nothing.
  const fits = selector !== undefined && (!isUsableSelector(selector) || matchesSelector(selector, labels))
  return [
    ...(selector === undefined ? [required('spec.selector')] : validateSelector(selector, 'spec.selector')),
    ...(fits
      ? []
      : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
  ]
}

/** The Pods of an indexed Job are named after it and their index. */
const validateHostnames = ({ metadata, spec }: Job): readonly StatusCause[] => {
  const { name = '' } = metadata
  const { completionMode, completions = 0 } = spec ?? {}
  if (completionMode !== 'Indexed' || completions <= 0) return []
  const longest = `${name}-${completions - 1}`
  return dns1123Label(longest).length === 0
    ? []
    : [invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`)]
}

export const validateJob = (job: Job): readonly StatusCause[] => [
  ...validateGenerated(job),
  ...validateJobTemplate(job.spec, 'spec'),
  ...validateJobSelector(job),
  ...validateHostnames(job),
]
