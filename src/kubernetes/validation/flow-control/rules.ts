/** Which requests a FlowSchema means. @see k8s.io/kubernetes pkg/apis/flowcontrol/validation/validation.go, v1.34 */
import type { NonResourcePolicyRule, ResourcePolicyRule } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { dns1123Label } from '../names.ts'

const ALL = '*'
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'] as const
const NAMESPACE = "each member of this list must be '*' or a DNS-1123 label; "

/** A list that means everything says nothing else. */
const forbidOthers = (list: readonly string[], field: string, others: string): readonly StatusCause[] =>
  list.length > 1 && list.includes(ALL)
    ? [invalidValue(field, list, `if '*' is present, must not specify other ${others}`)]
    : []

const requireSome = (
  list: readonly string[],
  field: string,
  { missing, others }: { readonly missing: string; readonly others: string },
): readonly StatusCause[] => (list.length === 0 ? [required(field, missing)] : forbidOthers(list, field, others))

const validateVerbs = (verbs: readonly string[], path: string): readonly StatusCause[] => {
  const field = `${path}.verbs`
  const isKnown = verbs.includes(ALL) || verbs.every((verb) => VERBS.some((known) => known === verb))
  return [
    ...requireSome(verbs, field, { missing: 'verbs must contain at least one value', others: 'verbs' }),
    ...(isKnown ? [] : [notSupported(field, verbs, VERBS)]),
  ]
}

const whyNoUrl = (url: string): string | undefined => {
  if (url === '') return 'must not be empty'
  if (!url.startsWith('/')) return 'must start with slash'
  if (url.includes(' ')) return 'must not contain white-space'
  if (url.includes('//')) return 'must not contain double slash'
  const wildcards = url.split(ALL).length - 1
  return wildcards > 1 || (wildcards === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined
}

const validateUrls = (urls: readonly string[], field: string): readonly StatusCause[] => {
  const missing = 'nonResourceURLs must contain at least one value'
  if (urls.length === 0 || urls.includes(ALL)) return requireSome(urls, field, { missing, others: 'non-resource URLs' })
  return urls.flatMap((url, index) => {
    const why = whyNoUrl(url)
    return why === undefined ? [] : [invalidValue(`${field}[${index}]`, url, why)]
  })
}

/** What has to be there may be missing. */
type Rule<T> = Partial<T>

export const validateNonResourceRule = (rule: Rule<NonResourcePolicyRule>, path: string): readonly StatusCause[] => [
  ...validateVerbs(rule.verbs ?? [], path),
  ...validateUrls(rule.nonResourceURLs ?? [], `${path}.nonResourceURLs`),
]

const validateNamespaces = (
  { namespaces = [], clusterScope }: Rule<ResourcePolicyRule>,
  path: string,
): readonly StatusCause[] => {
  const field = `${path}.namespaces`
  if (namespaces.length === 0)
    return clusterScope === true
      ? []
      : [required(field, 'resource rules that are not cluster scoped must supply at least one namespace')]
  if (namespaces.includes(ALL)) return forbidOthers(namespaces, field, 'namespaces')
  return namespaces.flatMap((name, index) =>
    invalidEach(
      `${field}[${index}]`,
      name,
      dns1123Label(name).map((why) => `${NAMESPACE}${why}`),
    ),
  )
}

export const validateResourceRule = (rule: Rule<ResourcePolicyRule>, path: string): readonly StatusCause[] => [
  ...validateVerbs(rule.verbs ?? [], path),
  ...requireSome(rule.apiGroups ?? [], `${path}.apiGroups`, {
    missing: 'resource rules must supply at least one api group',
    others: 'api groups',
  }),
  ...requireSome(rule.resources ?? [], `${path}.resources`, {
    missing: 'resource rules must supply at least one resource',
    others: 'resources',
  }),
  ...validateNamespaces(rule, path),
]
