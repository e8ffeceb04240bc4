/** What ends a Job early. @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, validatePodFailurePolicy and validateSuccessPolicy, v1.34 */
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, invalidEach, invalidValue, notNegative, notSupported, required, tooLong, tooMany } from './causes.ts'
import { qualifiedName } from './names.ts'
import { countIndexes } from './job-indexes.ts'

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'] as const
const OPERATORS = ['In', 'NotIn'] as const
const STATUSES = ['False', 'True', 'Unknown'] as const
const MAX_ITEMS = 20
const MAX_CODES = 255

const choose = (value: string, field: string, known: readonly string[]): readonly StatusCause[] => {
  if (value === '') return [required(field, `valid values: [${known.map((one) => JSON.stringify(one)).join(' ')}]`)]
  return known.includes(value) ? [] : [notSupported(field, value, known)]
}

const atMost = (list: readonly unknown[], max: number, field: string): readonly StatusCause[] =>
  list.length > max ? [tooMany(field, list.length, max)] : []

const validateCodes = (
  { operator, values }: { readonly operator: string | undefined; readonly values: readonly number[] },
  field: string,
): readonly StatusCause[] => {
  const ordered = values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value)
  return [
    ...(values.length === 0 ? [invalidValue(field, values, 'at least one value is required')] : []),
    ...atMost(values, MAX_CODES, field),
    ...values.flatMap((value, index) => [
      ...(operator === 'In' && value === 0
        ? [invalidValue(`${field}[${index}]`, value, 'must not be 0 for the In operator')]
        : []),
      ...(values.indexOf(value) < index ? [duplicate(`${field}[${index}]`, value)] : []),
    ]),
    ...(ordered ? [] : [invalidValue(field, values, 'must be ordered')]),
  ]
}

const UNNAMED = 'must be one of the container or initContainer names in the pod template'

const validateExitCodes = (
  { operator, containerName, values = [] }: Partial<PodFailurePolicyOnExitCodesRequirement>,
  path: string,
  containers: readonly string[],
): readonly StatusCause[] => [
  ...choose(operator ?? '', `${path}.operator`, OPERATORS),
  ...(containerName === undefined || containers.includes(containerName)
    ? []
    : [invalidValue(`${path}.containerName`, containerName, UNNAMED)]),
  ...validateCodes({ operator, values }, `${path}.values`),
]

const validateConditions = (
  patterns: readonly PodFailurePolicyOnPodConditionsPattern[],
  path: string,
): readonly StatusCause[] => [
  ...atMost(patterns, MAX_ITEMS, path),
  ...patterns.flatMap(({ type, status }, index) => [
    ...invalidEach(`${path}[${index}].type`, type, qualifiedName(type)),
    ...choose(status, `${path}[${index}].status`, STATUSES),
  ]),
]

/** A whole rule is wrong: the server shows no value of it. */
const wrongRule = (field: string, detail: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${detail}`,
  field,
})

const validateAction = (action: string, field: string, perIndex: boolean): readonly StatusCause[] =>
  action === 'FailIndex'
    ? perIndex
      ? []
      : [invalidValue(field, action, 'requires the backoffLimitPerIndex to be set')]
    : choose(action, field, ACTIONS)

const validateFailureRule = (
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  path: string,
  { backoffLimitPerIndex, template }: JobSpec,
): readonly StatusCause[] => {
  const { containers = [], initContainers = [] } = { ...template.spec }
  const names = [...containers, ...initContainers].map(({ name }) => name)
  const byConditions = onPodConditions.length > 0
  return [
    ...validateAction(action, `${path}.action`, backoffLimitPerIndex !== undefined),
    ...(onExitCodes === undefined ? [] : validateExitCodes(onExitCodes, `${path}.onExitCodes`, names)),
    ...(byConditions ? validateConditions(onPodConditions, `${path}.onPodConditions`) : []),
    ...(onExitCodes !== undefined && byConditions
      ? [wrongRule(path, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(onExitCodes === undefined && !byConditions
      ? [wrongRule(path, 'specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ]
}

export const validateFailurePolicy = (spec: JobSpec, path: string): readonly StatusCause[] => {
  const rules = spec.podFailurePolicy?.rules ?? []
  return [
    ...atMost(rules, MAX_ITEMS, `${path}.rules`),
    ...rules.flatMap((rule, index) => validateFailureRule(rule, `${path}.rules[${index}]`, spec)),
  ]
}

const MAX_INDEXES = 64 * 1024

const validateIndexes = (indexes: string, total: number | string, field: string): readonly StatusCause[] => [
  ...(indexes.length > MAX_INDEXES ? [tooLong(field, MAX_INDEXES)] : []),
  ...(typeof total === 'string' ? [invalidValue(field, indexes, `error parsing succeededIndexes: ${total}`)] : []),
]

const validateCount = (count: number, max: readonly [number, string], field: string): readonly StatusCause[] =>
  count > max[0] ? [invalidValue(field, count, `must be less than or equal to ${max[0]} (the number of ${max[1]})`)] : []

const validateSuccessRule = (
  { succeededCount: count, succeededIndexes: indexes }: SuccessPolicyRule,
  path: string,
  completions: number,
): readonly StatusCause[] => {
  const total = indexes === undefined ? 0 : countIndexes(indexes, completions)
  const field = `${path}.succeededCount`
  const known = typeof total === 'string' ? 0 : total
  return [
    ...(count === undefined && indexes === undefined
      ? [required(path, 'at least one of succeededCount or succeededIndexes must be specified')]
      : []),
    ...(indexes === undefined ? [] : validateIndexes(indexes, total, `${path}.succeededIndexes`)),
    ...notNegative(field, count),
    ...(count === undefined ? [] : validateCount(count, [completions, 'specified completions'], field)),
    ...(count === undefined || indexes === undefined
      ? []
      : validateCount(count, [known, 'indexes in the specified succeededIndexes field'], field)),
  ]
}

export const validateSuccessPolicy = ({ successPolicy, completions = 0 }: JobSpec, path: string): readonly StatusCause[] => {
  const rules = successPolicy?.rules ?? []
  return [
    ...(rules.length === 0
      ? [required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified')]
      : []),
    ...atMost(rules, MAX_ITEMS, `${path}.rules`),
    ...rules.flatMap((rule, index) => validateSuccessRule(rule, `${path}.rules[${index}]`, completions)),
  ]
}
