/** ClusterRoles that are made up of others. @see kubernetes pkg/controller/clusterroleaggregation, v1.34 */
import type { ClusterRole, PolicyRule } from '../../kubernetes/generated/types.ts'
import { isClusterRole } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { matchesSelector } from '../../kubernetes/labels.ts'
import type { Controller } from './controller.ts'

const RESOURCE = 'clusterroles.rbac.authorization.k8s.io'

/** Every rule of the roles that are selected, in the order of selectors and names, equal ones once. */
export const aggregateRules = (role: ClusterRole, all: readonly ClusterRole[]): readonly PolicyRule[] => {
  const sorted = [...all].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
  const rules: PolicyRule[] = []
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    for (const part of sorted) {
      if (part.metadata.name === role.metadata.name || !matchesSelector(selector, part.metadata.labels)) continue
      for (const rule of part.rules ?? []) if (!rules.some((known) => isEqual(known, rule))) rules.push(rule)
    }
  }
  return rules
}

export const clusterRoleAggregationController: Controller = {
  name: 'clusterrole-aggregation-controller',
  watches: [RESOURCE],
  keysFor: (_event, { store }) =>
    store
      .list(RESOURCE)
      .filter((role) => isClusterRole(role) && role.aggregationRule !== undefined)
      .map(({ metadata }) => ({ name: metadata.name ?? '' })),
  reconcile: ({ name }, { store, writer }) => {
    const role = store.get(RESOURCE, undefined, name)
    if (role === undefined || !isClusterRole(role) || role.aggregationRule === undefined) return undefined
    const rules = aggregateRules(role, store.list(RESOURCE).filter(isClusterRole))
    if (!isEqual(rules, role.rules ?? [])) writer.update({ ...role, rules } as ClusterRole)
    return undefined
  },
}
