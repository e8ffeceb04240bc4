/** Roles and bindings. @see k8s.io/kubernetes pkg/apis/rbac/validation/validation.go, v1.34 */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue, notSupported, required, requireText } from './causes.ts'
import { validateSelector } from './metadata.ts'
import { dns1123Subdomain, pathSegment } from './names.ts'

const GROUP = 'rbac.authorization.k8s.io'

const isEmpty = (list: readonly string[] | undefined): boolean => list === undefined || list.length === 0

const validatePaths = (rule: PolicyRule, path: string, isNamespaced: boolean): readonly StatusCause[] => {
  const { nonResourceURLs: urls = [], apiGroups, resources, resourceNames } = rule
  const field = `${path}.nonResourceURLs`
  const both = !isEmpty(apiGroups) || !isEmpty(resources) || !isEmpty(resourceNames)
  return [
    ...(isNamespaced ? [invalidValue(field, urls, 'namespaced rules cannot apply to non-resource URLs')] : []),
    ...(both ? [invalidValue(field, urls, 'rules cannot apply to both regular resources and non-resource URLs')] : []),
  ]
}

const validateRule = (rule: PolicyRule, path: string, isNamespaced: boolean): readonly StatusCause[] => {
  const verbs = isEmpty(rule.verbs) ? [required(`${path}.verbs`, 'verbs must contain at least one value')] : []
  if (!isEmpty(rule.nonResourceURLs)) return [...verbs, ...validatePaths(rule, path, isNamespaced)]
  return [
    ...verbs,
    ...(isEmpty(rule.apiGroups) ? [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')] : []),
    ...(isEmpty(rule.resources) ? [required(`${path}.resources`, 'resource rules must supply at least one resource')] : []),
  ]
}

const validateRules = (rules: readonly PolicyRule[] | undefined, isNamespaced: boolean): readonly StatusCause[] =>
  (rules ?? []).flatMap((rule, index) => validateRule(rule, `rules[${index}]`, isNamespaced))

export const validateRole = ({ rules }: Role): readonly StatusCause[] => validateRules(rules, true)

export const validateClusterRole = ({ rules, aggregationRule }: ClusterRole): readonly StatusCause[] => {
  const { clusterRoleSelectors: selectors = [] } = aggregationRule ?? {}
  const path = 'aggregationRule.clusterRoleSelectors'
  return [
    ...validateRules(rules, false),
    ...(aggregationRule !== undefined && selectors.length === 0
      ? [required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil')]
      : []),
    ...selectors.flatMap((selector, index) => {
      const wrong = validateSelector(selector, `${path}[${index}]`)
      return wrong.length === 0 ? [] : [...wrong, invalidValue(`${path}[${index}]`, undefined, 'invalid label selector.')]
    }),
  ]
}

const validateReference = ({ apiGroup, kind, name }: RoleRef, kinds: readonly string[]): readonly StatusCause[] => [
  ...(apiGroup === GROUP ? [] : [notSupported('roleRef.apiGroup', apiGroup, [GROUP])]),
  ...(kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind, kinds)]),
  ...requireText('roleRef.name', name, pathSegment),
]

const validateGroup = (group: string, wanted: string, path: string): readonly StatusCause[] =>
  group === wanted ? [] : [notSupported(`${path}.apiGroup`, group, [wanted])]

const validateAccount = ({ name, namespace = '' }: Subject, path: string, isNamespaced: boolean): readonly StatusCause[] => [
  ...(name === '' ? [] : invalidEach(`${path}.name`, name, dns1123Subdomain(name))),
  ...(namespace === '' && !isNamespaced ? [required(`${path}.namespace`)] : []),
]

const validateSubject = (subject: Subject, path: string, isNamespaced: boolean): readonly StatusCause[] => {
  const { kind, name, apiGroup = '' } = subject
  const unnamed = name === '' ? [required(`${path}.name`)] : []
  switch (kind) {
    case 'ServiceAccount':
      return [...unnamed, ...validateAccount(subject, path, isNamespaced), ...validateGroup(apiGroup, '', path)]
    case 'User':
    case 'Group':
      return [...unnamed, ...validateGroup(apiGroup, GROUP, path)]
    default:
      return [...unnamed, notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])]
  }
}

const validateSubjects = (subjects: readonly Subject[] | undefined, isNamespaced: boolean): readonly StatusCause[] =>
  (subjects ?? []).flatMap((subject, index) => validateSubject(subject, `subjects[${index}]`, isNamespaced))

export const validateRoleBinding = ({ roleRef, subjects }: RoleBinding): readonly StatusCause[] => [
  ...validateReference(roleRef, ['Role', 'ClusterRole']),
  ...validateSubjects(subjects, true),
]

export const validateClusterRoleBinding = ({ roleRef, subjects }: ClusterRoleBinding): readonly StatusCause[] => [
  ...validateReference(roleRef, ['ClusterRole']),
  ...validateSubjects(subjects, false),
]
