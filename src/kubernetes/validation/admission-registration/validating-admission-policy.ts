/** @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import { compileAdmission, type AdmissionVariables } from '../../cel/admission.ts'
import { DYN, type Type } from '../../cel/types.ts'
import type {
  AuditAnnotation,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
  Variable,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, invalidValue, required } from '../causes.ts'
import { validateChoice } from '../metadata.ts'
import { qualifiedName } from '../names.ts'
import { validateMatchConditions } from './match-conditions.ts'
import { validateMatchResources } from './match-resources.ts'
import { validateParamKind } from './param-kind.ts'
import { FAILURE_POLICIES } from './webhooks.ts'

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'] as const
const MAX_ANNOTATIONS = 20
const MAX_VALUE_BYTES = 5 * 1024
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/u
const RESERVED: readonly string[] = [
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]
const ONE_ITEM = 'validations or auditAnnotations must contain at least one item'

const compileIn = (
  text: string,
  field: string,
  { variables, wanted }: { readonly variables: AdmissionVariables; readonly wanted: readonly string[] },
): readonly StatusCause[] => {
  const compiled = compileAdmission(text, variables, wanted)
  return 'problem' in compiled ? [invalidValue(field, text, compiled.problem)] : []
}

const validateVariableName = (name: string, field: string): readonly StatusCause[] => {
  if (name.trim() === '') return [required(field, 'name is not specified')]
  return IDENTIFIER.test(name) && !RESERVED.includes(name) ? [] : [invalidValue(field, name, 'must be a valid CEL identifier')]
}

interface Composed {
  readonly causes: readonly StatusCause[]
  readonly types: ReadonlyMap<string, Type>
}

/** Each knows those before it. */
const validateVariables = (variables: readonly Variable[], hasParams: boolean): Composed => {
  const types = new Map<string, Type>()
  const causes = variables.flatMap(({ name, expression }, index): readonly StatusCause[] => {
    const path = `spec.variables[${index}]`
    const wrong = validateVariableName(name, `${path}.name`)
    const field = `${path}.expression`
    if (expression.trim() === '') return [...wrong, required(field, 'expression is not specified')]
    const compiled = compileAdmission(expression, { hasParams, hasAuthorizer: true, composed: new Map(types) }, [])
    types.set(name, 'type' in compiled ? compiled.type : DYN)
    return 'problem' in compiled ? [...wrong, invalidValue(field, expression, compiled.problem)] : wrong
  })
  return { causes, types }
}

const validateMessage = (message: string, field: string): readonly StatusCause[] => {
  if (message !== '' && message.trim() === '') return [invalidValue(field, message, 'must be non-empty if specified')]
  return /[\n\r]/u.test(message.trim()) ? [invalidValue(field, message, 'must not contain line breaks')] : []
}

const validateMessageExpression = (text: string, field: string, variables: AdmissionVariables): readonly StatusCause[] => {
  if (text === '') return []
  if (text.trim() === '') return [invalidValue(field, text, 'must be non-empty if specified')]
  return compileIn(text, field, { variables: { ...variables, hasAuthorizer: false }, wanted: ['string'] })
}

const validateValidation = (one: Validation, path: string, variables: AdmissionVariables): readonly StatusCause[] => {
  const { expression, message = '', messageExpression = '', reason } = one
  return [
    ...(expression.trim() === ''
      ? [required(`${path}.expression`, 'expression is not specified')]
      : compileIn(expression, `${path}.expression`, { variables, wanted: ['bool'] })),
    ...validateMessageExpression(messageExpression, `${path}.messageExpression`, variables),
    ...validateMessage(message, `${path}.message`),
    ...validateChoice(reason, `${path}.reason`, REASONS),
  ]
}

const validateValue = (text: string, field: string, variables: AdmissionVariables): readonly StatusCause[] => {
  const expression = text.trim()
  if (expression === '') return [required(field, 'valueExpression is not specified')]
  if (expression.length > MAX_VALUE_BYTES) return [required(field, `must not exceed ${MAX_VALUE_BYTES} bytes in length`)]
  const compiled = compileAdmission(expression, variables, ['string', 'null_type'])
  return 'problem' in compiled ? [invalidValue(field, text, compiled.problem)] : []
}

const validateAnnotation = (
  { key, valueExpression }: AuditAnnotation,
  path: string,
  { variables, policy }: { readonly variables: AdmissionVariables; readonly policy: string },
): readonly StatusCause[] => {
  const whole = `${policy}/${key}`
  return [
    ...(policy === ''
      ? [invalidValue(`${path}.key`, key, 'requires metadata.name be non-empty')]
      : invalidEach(`${path}.key`, whole, qualifiedName(whole))),
    ...validateValue(valueExpression, `${path}.valueExpression`, variables),
  ]
}

const validateChecks = (
  { validations = [], auditAnnotations = [] }: ValidatingAdmissionPolicySpec,
  policy: string,
  variables: AdmissionVariables,
): readonly StatusCause[] => {
  const path = 'spec.auditAnnotations'
  if (validations.length + auditAnnotations.length === 0)
    return [required('spec.validations', ONE_ITEM), required(path, ONE_ITEM)]
  const keys = auditAnnotations.map(({ key }) => key)
  const tooMany = `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`
  return [
    ...validations.flatMap((one, index) => validateValidation(one, `spec.validations[${index}]`, variables)),
    ...(auditAnnotations.length > MAX_ANNOTATIONS ? [invalidValue(path, auditAnnotations, tooMany)] : []),
    ...auditAnnotations.flatMap((one, index) => [
      ...validateAnnotation(one, `${path}[${index}]`, { variables, policy }),
      ...(keys.indexOf(one.key) < index ? [duplicate(`${path}[${index}].key`, one.key)] : []),
    ]),
  ]
}

const validateConstraints = ({ matchConstraints }: ValidatingAdmissionPolicySpec): readonly StatusCause[] => {
  const path = 'spec.matchConstraints'
  if (matchConstraints === undefined) return [required(path)]
  const { resourceRules = [] } = matchConstraints
  return [
    ...validateMatchResources(matchConstraints, path),
    // They say of which types objects are.
    ...(resourceRules.length === 0 ? [required(`${path}.resourceRules`)] : []),
  ]
}

export const validateValidatingAdmissionPolicy = (policy: ValidatingAdmissionPolicy): readonly StatusCause[] => {
  const { metadata, spec = {} } = policy
  const { paramKind, variables = [] } = spec
  const hasParams = paramKind !== undefined
  const { causes, types } = validateVariables(variables, hasParams)
  const known = { hasParams, hasAuthorizer: true, ...(variables.length === 0 ? {} : { composed: types }) }
  return [
    ...validateChoice(spec.failurePolicy, 'spec.failurePolicy', FAILURE_POLICIES),
    ...(paramKind === undefined ? [] : validateParamKind(paramKind, 'spec.paramKind')),
    ...validateConstraints(spec),
    ...validateMatchConditions(spec.matchConditions, 'spec.matchConditions', hasParams),
    ...causes,
    ...validateChecks(spec, metadata.name ?? '', known),
  ]
}
