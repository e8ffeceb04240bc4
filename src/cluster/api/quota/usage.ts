/** What objects use of a ResourceQuota. @see k8s.io/kubernetes pkg/quota/v1/evaluator/core, v1.34 */
import type { Pod, ResourceQuota, Service } from '../../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { addResources, podResources, type Resources } from '../../../kubernetes/pod-resources.ts'
import type { ResourceName, Store } from '../../store/store.ts'

/** Resources that have a name of their own in quotas, besides `count/…`. */
const NAMED: ReadonlySet<ResourceName> = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
])

const COMPUTED = ['cpu', 'memory', 'ephemeral-storage'] as const

const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

const prefixed = (prefix: string, resources: Resources): Resources =>
  Object.fromEntries(Object.entries(resources).map(([name, quantity]) => [`${prefix}${name}`, quantity]))

/** A Pod that has ended is still an object, and uses nothing else. */
const usageOfPod = (pod: Pod): Resources => {
  if (hasEnded(pod) || pod.spec === undefined) return {}
  const requests = podResources(pod.spec, 'requests')
  const plain = Object.entries(requests).filter(([name]) => COMPUTED.some((computed) => computed === name))
  return {
    pods: '1',
    ...Object.fromEntries(plain),
    ...prefixed('requests.', requests),
    ...prefixed('limits.', podResources(pod.spec, 'limits')),
  }
}

const usageOfService = ({ spec }: Service): Resources => {
  const isBalanced = spec?.type === 'LoadBalancer'
  const withPorts = spec?.type === 'NodePort' || (isBalanced && spec.allocateLoadBalancerNodePorts !== false)
  return {
    services: '1',
    ...(isBalanced ? { 'services.loadbalancers': '1' } : {}),
    ...(withPorts ? { 'services.nodeports': String(spec.ports?.length ?? 0) } : {}),
  }
}

/** What one object uses, by the names that quotas have for it. */
export const usageOf = (resource: ResourceName, object: KubernetesObject): Resources => {
  const counted = { [`count/${resource}`]: '1' }
  if (isPod(object)) return { ...counted, ...usageOfPod(object) }
  if (isService(object)) return { ...counted, ...usageOfService(object) }
  return NAMED.has(resource) ? { ...counted, [resource]: '1' } : counted
}

const isBestEffort = ({ spec }: Pod): boolean =>
  (spec?.containers ?? []).every(({ resources }) => Object.keys({ ...resources?.requests, ...resources?.limits }).length === 0)

/** Whether the Pod is in the scope, as one name or as a requirement says. */
const isInScope = (pod: Pod, scope: string, operator = 'Exists', values: readonly string[] = []): boolean => {
  switch (scope) {
    case 'Terminating':
      return pod.spec?.activeDeadlineSeconds !== undefined
    case 'NotTerminating':
      return pod.spec?.activeDeadlineSeconds === undefined
    case 'BestEffort':
      return isBestEffort(pod)
    case 'NotBestEffort':
      return !isBestEffort(pod)
    case 'PriorityClass': {
      const name = pod.spec?.priorityClassName ?? ''
      if (operator === 'In') return values.includes(name)
      if (operator === 'NotIn') return !values.includes(name)
      return (name !== '') === (operator === 'Exists')
    }
    default:
      return false
  }
}

/** A quota with scopes concerns the Pods that are in all of them, and nothing else. */
export const concerns = ({ spec }: ResourceQuota, object: KubernetesObject): boolean => {
  const scopes = spec?.scopes ?? []
  const requirements = spec?.scopeSelector?.matchExpressions ?? []
  if (scopes.length + requirements.length === 0) return true
  if (!isPod(object)) return false
  return (
    scopes.every((scope) => isInScope(object, scope)) &&
    requirements.every(({ scopeName, operator, values }) => isInScope(object, scopeName, operator, values))
  )
}

/** The resource whose objects a name of a quota counts. */
const countedBy = (name: string): ResourceName => {
  if (name.startsWith('count/')) return name.slice('count/'.length)
  const first = name.split('.')[0] ?? ''
  return NAMED.has(first) ? first : 'pods'
}

/** What the namespace uses of everything that the quota limits. */
export const usedOf = (quota: ResourceQuota, store: Store): Resources => {
  const names = Object.keys(quota.spec?.hard ?? {})
  const resources = [...new Set(names.map(countedBy))]
  const total = resources
    .flatMap((resource) =>
      store
        .list(resource, quota.metadata.namespace)
        .filter((object) => concerns(quota, object))
        .map((object) => usageOf(resource, object)),
    )
    .reduce<Resources>(addResources, {})
  return Object.fromEntries(names.sort().map((name) => [name, total[name] ?? '0']))
}
