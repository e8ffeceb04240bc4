/** @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import type { ParamRef, ValidatingAdmissionPolicyBinding } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, notSupported, required, requireText } from '../causes.ts'
import { validateSelector } from '../metadata.ts'
import { dns1123Subdomain, pathSegment } from '../names.ts'
import { validateMatchResources } from './match-resources.ts'

const ACTIONS = ['Audit', 'Deny', 'Warn'] as const
const NOT_FOUND_ACTIONS = ['Deny', 'Allow'] as const
const EXCLUSIVE = 'name and selector are mutually exclusive'
const TOLD_TWICE =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'

const validateNotFound = (action: string, field: string): readonly StatusCause[] => {
  if (action === '') return [required(field)]
  return NOT_FOUND_ACTIONS.some((known) => known === action) ? [] : [notSupported(field, action, NOT_FOUND_ACTIONS)]
}

const validateParamRef = (reference: ParamRef | undefined, path: string): readonly StatusCause[] => {
  if (reference === undefined) return []
  const { name = '', selector, parameterNotFoundAction = '' } = reference
  const both = name !== '' && selector !== undefined
  return [
    ...(name === '' ? [] : invalidEach(`${path}.name`, name, pathSegment(name))),
    ...(both ? [forbiddenField(`${path}.name`, EXCLUSIVE)] : []),
    ...validateSelector(selector, `${path}.selector`),
    ...(both ? [forbiddenField(`${path}.selector`, EXCLUSIVE)] : []),
    ...(name === '' && selector === undefined ? [required(path, 'one of name or selector must be specified')] : []),
    ...validateNotFound(parameterNotFoundAction, `${path}.parameterNotFoundAction`),
  ]
}

const validateActions = (actions: readonly string[], path: string): readonly StatusCause[] => [
  ...actions.flatMap((action, index) => [
    ...(ACTIONS.some((known) => known === action) ? [] : [notSupported(`${path}[${index}]`, action, ACTIONS)]),
    ...(actions.indexOf(action) < index ? [duplicate(`${path}[${index}]`, action)] : []),
  ]),
  ...(actions.includes('Deny') && actions.includes('Warn') ? [invalidValue(path, actions, TOLD_TWICE)] : []),
  ...(actions.length === 0 ? [required(path, 'at least one validation action is required')] : []),
]

export const validateValidatingAdmissionPolicyBinding = ({
  spec = {},
}: ValidatingAdmissionPolicyBinding): readonly StatusCause[] => [
  ...requireText('spec.policyName', spec.policyName, dns1123Subdomain),
  ...validateParamRef(spec.paramRef, 'spec.paramRef'),
  ...validateMatchResources(spec.matchResources, 'spec.matchResources'),
  ...validateActions(spec.validationActions ?? [], 'spec.validationActions'),
]
