/** Refuses what would exceed a ResourceQuota. @see k8s.io/apiserver pkg/admission/plugin/resourcequota, v1.34 */
import { forbidden } from '../../../kubernetes/errors.ts'
import type { Pod, ResourceQuota } from '../../../kubernetes/generated/types.ts'
import { isPod, isResourceQuota, isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Resources } from '../../../kubernetes/pod-resources.ts'
import { compareQuantities, subtractQuantities } from '../../../kubernetes/quantity.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { concerns, usageOf, usedOf } from '../quota/usage.ts'
import type { Store } from '../../store/store.ts'
import { subjectOf } from '../write/context.ts'

/** What every container has to say where a quota limits it. */
const MUST_BE_SET = /^(?:(?<kind>requests|limits)\.)?(?<resource>cpu|memory)$/u

const unsaid = (pod: Pod, name: string): readonly string[] => {
  const { kind, resource = '' } = MUST_BE_SET.exec(name)?.groups ?? {}
  if (resource === '') return []
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  return containers
    .filter(({ resources }) => resources?.[kind === 'limits' ? 'limits' : 'requests']?.[resource] === undefined)
    .map((container) => container.name)
    .sort()
}

const refuseUnsaid = (quota: ResourceQuota, object: KubernetesObject): string | undefined => {
  if (!isPod(object)) return undefined
  const missing = Object.keys(quota.spec?.hard ?? {})
    .sort()
    .flatMap((name) => {
      const containers = unsaid(object, name)
      return containers.length === 0 ? [] : [`${name} for: ${containers.join(',')}`]
    })
  return missing.length === 0 ? undefined : `failed quota: ${quota.metadata.name ?? ''}: must specify ${missing.join('; ')}`
}

const show = (names: readonly string[], quantities: Resources): string =>
  names.map((name) => `${name}=${quantities[name] ?? '0'}`).join(',')

const refuseExcess = (quota: ResourceQuota, requested: Resources, store: Store): string | undefined => {
  const hard: Resources = quota.spec?.hard ?? {}
  const asked = Object.keys(hard).filter((name) => compareQuantities(requested[name] ?? '0', '0') > 0)
  if (asked.length === 0) return undefined
  const used = usedOf(quota, store)
  const exceeded = asked
    .filter((name) => compareQuantities(subtractQuantities(hard[name] ?? '0', used[name] ?? '0'), requested[name] ?? '0') < 0)
    .sort()
  if (exceeded.length === 0) return undefined
  const figures = `requested: ${show(exceeded, requested)}, used: ${show(exceeded, used)}, limited: ${show(exceeded, hard)}`
  return `exceeded quota: ${quota.metadata.name ?? ''}, ${figures}`
}

const increase = (before: Resources, after: Resources): Resources =>
  Object.fromEntries(Object.entries(after).map(([name, amount]) => [name, subtractQuantities(amount, before[name] ?? '0')]))

/** Why the write is refused, if so. `old` is the stored object on update: only what comes on top counts then. */
export const refuseByQuota = (
  store: Store,
  info: ResourceInfo,
  object: KubernetesObject,
  old?: KubernetesObject,
): Status | undefined => {
  if (old !== undefined && !isService(object) && !isPod(object)) return undefined
  const quotas = store.list('resourcequotas', object.metadata.namespace ?? '').filter(isResourceQuota)
  if (quotas.length === 0) return undefined
  const usage = usageOf(info.name, object)
  const requested = old === undefined ? usage : increase(usageOf(info.name, old), usage)
  for (const quota of quotas.filter((one) => concerns(one, object))) {
    const why = (old === undefined ? refuseUnsaid(quota, object) : undefined) ?? refuseExcess(quota, requested, store)
    if (why !== undefined) return forbidden(subjectOf(info, object.metadata.name), why)
  }
  return undefined
}
