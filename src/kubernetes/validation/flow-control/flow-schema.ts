/** @see k8s.io/kubernetes pkg/apis/flowcontrol/validation/validation.go, v1.34 */
import type { FlowSchema, FlowSchemaSpec, PolicyRulesWithSubjects } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { goStruct, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { dns1123Subdomain } from '../names.ts'
import { validateNonResourceRule, validateResourceRule } from './rules.ts'
import { validateSubject } from './subjects.ts'

const MAX_PRECEDENCE = 10_000
const EXEMPT = 'exempt'
const DISTINGUISHERS = ['ByNamespace', 'ByUser'] as const

const validatePrecedence = (precedence: number, name: string): readonly StatusCause[] => {
  const field = 'spec.matchingPrecedence'
  if (precedence <= 0) return [invalidValue(field, precedence, 'must be a positive value')]
  if (precedence > MAX_PRECEDENCE) return [invalidValue(field, precedence, `must not be greater than ${MAX_PRECEDENCE}`)]
  return precedence === 1 && name !== EXEMPT
    ? [invalidValue(field, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")]
    : []
}

const validateDistinguisher = (method: FlowSchemaSpec['distinguisherMethod']): readonly StatusCause[] =>
  method === undefined || DISTINGUISHERS.some((known) => known === method.type)
    ? []
    : [notSupported('spec.distinguisherMethod.type', goStruct(method, ['Type']), DISTINGUISHERS)]

const validateLevel = (name: string): readonly StatusCause[] => {
  const field = 'spec.priorityLevelConfiguration.name'
  return name === '' ? [required(field, 'must reference a priority level')] : invalidEach(field, name, dns1123Subdomain(name))
}

const validateRule = (rule: Partial<PolicyRulesWithSubjects>, path: string): readonly StatusCause[] => {
  const { subjects = [], resourceRules = [], nonResourceRules = [] } = rule
  return [
    ...(subjects.length === 0 ? [required(`${path}.subjects`, 'subjects must contain at least one value')] : []),
    ...subjects.flatMap((subject, index) => validateSubject(subject, `${path}.subjects[${index}]`)),
    ...(resourceRules.length + nonResourceRules.length === 0
      ? [required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resourceRules.flatMap((one, index) => validateResourceRule(one, `${path}.resourceRules[${index}]`)),
    ...nonResourceRules.flatMap((one, index) => validateNonResourceRule(one, `${path}.nonResourceRules[${index}]`)),
  ]
}

const NO_SPEC: FlowSchemaSpec = { priorityLevelConfiguration: { name: '' } }

export const validateFlowSchema = ({ metadata, spec = NO_SPEC }: FlowSchema): readonly StatusCause[] => [
  ...validatePrecedence(spec.matchingPrecedence ?? 0, metadata.name ?? ''),
  ...validateDistinguisher(spec.distinguisherMethod),
  ...validateLevel(spec.priorityLevelConfiguration.name),
  ...(spec.rules ?? []).flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
]
