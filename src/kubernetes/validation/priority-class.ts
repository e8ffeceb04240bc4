/** @see k8s.io/kubernetes pkg/apis/scheduling/validation/validation.go, v1.34 */
import type { PriorityClass } from '../generated/types.ts'
import { HIGHEST_USER_PRIORITY, SYSTEM_PREFIX, systemPriorityClass } from '../priority-classes.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, required } from './causes.ts'
import { validateChoice } from './metadata.ts'

const POLICIES = ['PreemptLowerPriority', 'Never'] as const

const validateSystemClass = ({ metadata, value, globalDefault }: PriorityClass): readonly StatusCause[] => {
  const { name = '' } = metadata
  const reserved = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error:`
  const known = systemPriorityClass(name)
  if (known === undefined) return [forbiddenField('metadata.name', `${reserved} ${name} is not a known system priority class`)]
  if (known.value !== value)
    return [forbiddenField('metadata.name', `${reserved} value of ${name} PriorityClass must be ${known.value}`)]
  return globalDefault === true
    ? [forbiddenField('metadata.name', `${reserved} globalDefault of ${name} PriorityClass must be false`)]
    : []
}

export const validatePriorityClass = (priorityClass: PriorityClass): readonly StatusCause[] => {
  const { metadata, value, preemptionPolicy } = priorityClass
  const highest = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`
  return [
    ...((metadata.name ?? '').startsWith(SYSTEM_PREFIX)
      ? validateSystemClass(priorityClass)
      : value > HIGHEST_USER_PRIORITY
        ? [forbiddenField('value', highest)]
        : []),
    ...(preemptionPolicy === ''
      ? [required('preemptionPolicy')]
      : validateChoice(preemptionPolicy, 'preemptionPolicy', POLICIES)),
  ]
}

export const comparePriorityClasses = (object: PriorityClass, old: PriorityClass): readonly StatusCause[] => [
  ...(object.value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
  ...(object.preemptionPolicy === old.preemptionPolicy
    ? []
    : [invalidValue('preemptionPolicy', object.preemptionPolicy, 'field is immutable')]),
]
