/** Whether a rule of a Role covers what is asked. @see k8s.io/kubernetes pkg/apis/rbac/v1/evaluation_helpers.go, v1.34 */
import type { PolicyRule } from '../../../kubernetes/generated/types.ts'
import type { Attributes, ResourceAttributes } from './attributes.ts'

const ALL = '*'

const covers = (list: readonly string[] | undefined, wanted: string): boolean =>
  (list ?? []).some((one) => one === ALL || one === wanted)

/** `pods`, `pods/log`, `*` or, for a subresource of whatever there is, `*` followed by `/scale`. */
const coversResource = (list: readonly string[] | undefined, { resource, subresource }: ResourceAttributes): boolean => {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  return covers(list, combined) || (subresource !== '' && (list ?? []).includes(`${ALL}/${subresource}`))
}

const coversName = (names: readonly string[] | undefined, name: string): boolean =>
  names === undefined || names.length === 0 || names.includes(name)

const coversPath = (paths: readonly string[] | undefined, path: string): boolean =>
  (paths ?? []).some((one) => one === ALL || one === path || (one.endsWith(ALL) && path.startsWith(one.slice(0, -1))))

export const ruleAllows = (rule: PolicyRule, asked: Attributes): boolean => {
  if (!covers(rule.verbs, asked.verb)) return false
  return asked.kind === 'path'
    ? coversPath(rule.nonResourceURLs, asked.path)
    : covers(rule.apiGroups, asked.group) && coversResource(rule.resources, asked) && coversName(rule.resourceNames, asked.name)
}
