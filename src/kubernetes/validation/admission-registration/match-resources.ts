/** Which objects a policy is for. @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import type { MatchResources, NamedRuleWithOperations } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach } from '../causes.ts'
import { validateChoice, validateSelector } from '../metadata.ts'
import { pathSegment } from '../names.ts'
import { validateRule } from './rules.ts'

export const MATCH_POLICIES = ['Equivalent', 'Exact'] as const

const validateNamedRule = (rule: NamedRuleWithOperations, path: string): readonly StatusCause[] => {
  const { resourceNames = [] } = rule
  return [
    ...resourceNames.flatMap((name, index) => {
      const field = `${path}.resourceNames[${index}]`
      return [
        ...invalidEach(field, name, pathSegment(name)),
        ...(resourceNames.indexOf(name) < index ? [duplicate(field, name)] : []),
      ]
    }),
    ...validateRule(rule, path),
  ]
}

export const validateMatchResources = (match: MatchResources | undefined, path: string): readonly StatusCause[] => {
  if (match === undefined) return []
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match
  return [
    ...validateChoice(matchPolicy, `${path}.matchPolicy`, MATCH_POLICIES),
    ...validateSelector(namespaceSelector, `${path}.namespaceSelector`),
    ...validateSelector(objectSelector, `${path}.objectSelector`),
    ...resourceRules.flatMap((rule, index) => validateNamedRule(rule, `${path}.resourceRules[${index}]`)),
    ...excludeResourceRules.flatMap((rule, index) => validateNamedRule(rule, `${path}.excludeResourceRules[${index}]`)),
  ]
}
