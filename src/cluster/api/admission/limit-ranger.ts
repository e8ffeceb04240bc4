/** LimitRanges: what containers get that say nothing, and what is refused. @see k8s.io/kubernetes plugin/pkg/admission/limitranger, v1.34 */
import { forbidden, joinMessages } from '../../../kubernetes/errors.ts'
import { qosClass } from '../../../kubernetes/defaults/pod-spec.ts'
import type { Container, LimitRange, LimitRangeItem, Pod } from '../../../kubernetes/generated/types.ts'
import { podResources, type Resources } from '../../../kubernetes/pod-resources.ts'
import { canonicalQuantity, compareQuantities, ratioOfQuantities } from '../../../kubernetes/quantity.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { subjectOf } from '../write/context.ts'

const ANNOTATION = 'kubernetes.io/limit-ranger'

type Demand = Readonly<Record<'requests' | 'limits', Resources>>

const defaultsOf = ({ spec }: LimitRange): Demand => {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container')
  return {
    requests: Object.assign({}, ...items.map(({ defaultRequest }) => defaultRequest)) as Resources,
    limits: Object.assign({}, ...items.map((item) => item.default)) as Resources,
  }
}

const missing = (given: Resources | undefined, defaults: Resources): readonly string[] =>
  Object.keys(defaults)
    .filter((name) => given?.[name] === undefined)
    .sort()

const fill = (container: Container, defaults: Demand): Container => {
  const { resources } = container
  const filled = (kind: keyof Demand): object =>
    Object.keys(defaults[kind]).length === 0 && resources?.[kind] === undefined
      ? {}
      : { [kind]: { ...defaults[kind], ...resources?.[kind] } }
  return { ...container, resources: { ...resources, ...filled('limits'), ...filled('requests') } }
}

/** `cpu, memory request for container web`; nothing where the container said it all itself. */
const tell = ({ name, resources }: Container, defaults: Demand, noun: string): readonly string[] =>
  (['requests', 'limits'] as const).flatMap((kind) => {
    const names = missing(resources?.[kind], defaults[kind])
    return names.length === 0 ? [] : [`${names.join(', ')} ${kind.slice(0, -1)} for ${noun} ${name}`]
  })

const fillPod = (pod: Pod, range: LimitRange): Pod => {
  const defaults = defaultsOf(range)
  const { containers = [], initContainers } = pod.spec ?? {}
  const told = [
    ...containers.flatMap((container) => tell(container, defaults, 'container')),
    ...(initContainers ?? []).flatMap((container) => tell(container, defaults, 'init container')),
  ]
  if (told.length === 0) return pod
  const spec = {
    ...pod.spec,
    containers: containers.map((container) => fill(container, defaults)),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map((container) => fill(container, defaults)) }),
  }
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}` }
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec, status: { ...pod.status, qosClass: qosClass(spec) } }
}

/** The Pod with what its namespace's LimitRanges give to containers that leave it out. */
export const applyLimitRanges = (pod: Pod, ranges: readonly LimitRange[]): Pod => ranges.reduce(fillPod, pod)

type Bound = Readonly<Record<'type' | 'name' | 'limit', string>>

const shown = (quantity: string | undefined): string => canonicalQuantity(quantity ?? '') ?? '0'

const belowMinimum = ({ type, name, limit }: Bound, { requests, limits }: Demand): readonly string[] => {
  const rule = `minimum ${name} usage per ${type} is ${shown(limit)}`
  const request = requests[name]
  if (request === undefined) return [`${rule}. No request is specified`]
  if (compareQuantities(request, limit) < 0) return [`${rule}, but request is ${shown(request)}`]
  const most = limits[name]
  return most !== undefined && compareQuantities(most, limit) < 0 ? [`${rule}, but limit is ${shown(most)}`] : []
}

const aboveMaximum = ({ type, name, limit }: Bound, { requests, limits }: Demand): readonly string[] => {
  const rule = `maximum ${name} usage per ${type} is ${shown(limit)}`
  const most = limits[name]
  if (most === undefined) return [`${rule}. No limit is specified`]
  if (compareQuantities(most, limit) > 0) return [`${rule}, but limit is ${shown(most)}`]
  const request = requests[name]
  return request !== undefined && compareQuantities(request, limit) > 0 ? [`${rule}, but request is ${shown(request)}`] : []
}

const overRatio = ({ type, name, limit }: Bound, { requests, limits }: Demand): readonly string[] => {
  const rule = `${name} max limit to request ratio per ${type} is ${shown(limit)}`
  const isSet = (quantity: string | undefined): quantity is string => compareQuantities(quantity ?? '0', '0') !== 0
  const request = requests[name]
  if (!isSet(request)) return [`${rule}, but no request is specified or request is 0`]
  const most = limits[name]
  if (!isSet(most)) return [`${rule}, but no limit is specified or limit is 0`]
  const ratio = ratioOfQuantities(most, request)
  return ratio > ratioOfQuantities(limit, '1') ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : []
}

const violations = (item: LimitRangeItem, demand: Demand): readonly string[] => {
  const each = (bounds: Resources | undefined, check: typeof belowMinimum): readonly string[] =>
    Object.entries(bounds ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, limit]) => check({ type: item.type, name, limit }, demand))
  return [...each(item.min, belowMinimum), ...each(item.max, aboveMaximum), ...each(item.maxLimitRequestRatio, overRatio)]
}

const demandOf = ({ resources }: Container): Demand => ({
  requests: resources?.requests ?? {},
  limits: resources?.limits ?? {},
})

const violationsOf = (pod: Pod, item: LimitRangeItem): readonly string[] => {
  const { spec } = pod
  if (spec === undefined) return []
  if (item.type === 'Container')
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap((one) => violations(item, demandOf(one)))
  if (item.type !== 'Pod') return []
  return violations(item, { requests: podResources(spec, 'requests'), limits: podResources(spec, 'limits') })
}

/** Why its namespace's LimitRanges refuse a new Pod, if so. */
export const refuseByLimitRanges = (pod: Pod, ranges: readonly LimitRange[], info: ResourceInfo): Status | undefined => {
  for (const range of ranges) {
    const found = (range.spec?.limits ?? []).flatMap((item) => violationsOf(pod, item))
    if (found.length > 0) return forbidden(subjectOf(info, pod.metadata.name), joinMessages(found))
  }
  return undefined
}
