/** What may change in a Pod by way of `resize`. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodResize, v1.34 */
import { qosClass } from '../../defaults/pod-spec.ts'
import type { Container, Pod, PodSpec } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import { isMirrorPod } from '../../mirror-pod.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue } from '../causes.ts'

const LISTS = ['containers', 'initContainers'] as const
const KINDS = ['requests', 'limits'] as const

type Resources = NonNullable<Container['resources']>

/** The server tells a field without a name like this. */
const NO_FIELD = '[]'

const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always'

const refusePod = (pod: Pod): readonly StatusCause[] => {
  if (isMirrorPod(pod)) return [forbiddenField(NO_FIELD, 'static pods cannot be resized')]
  return pod.spec?.os?.name === 'windows' ? [forbiddenField(NO_FIELD, 'windows pods cannot be resized')] : []
}

const refuseOrder = (spec: PodSpec, old: PodSpec): readonly StatusCause[] =>
  LISTS.flatMap((list) => {
    const now = spec[list] ?? []
    const before = old[list] ?? []
    if (now.length !== before.length) return [forbiddenField(`spec.${list}`, `${list} may not be added or removed on resize`)]
    return now.flatMap(({ name }, index) =>
      name === before[index]?.name
        ? []
        : [forbiddenField(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`)],
    )
  })

const refuseClass = (spec: PodSpec, { status, spec: old }: Pod): readonly StatusCause[] => {
  const before = status?.qosClass ?? (old === undefined ? '' : qosClass(old))
  return qosClass(spec) === before ? [] : [invalidValue('spec', before, 'Pod QOS Class may not change as a result of resizing')]
}

const refuseRemoved = (spec: PodSpec, old: PodSpec): readonly StatusCause[] =>
  LISTS.flatMap((list) =>
    (old[list] ?? []).flatMap(({ resources }, index) =>
      KINDS.filter((kind) => {
        const now = spec[list]?.[index]?.resources?.[kind] ?? {}
        return Object.keys(resources?.[kind] ?? {}).some((name) => now[name] === undefined)
      }).map((kind) => forbiddenField(`spec.${list}[${index}].resources.${kind}`, `resource ${kind} cannot be removed`)),
    ),
  )

/** CPU and memory as before, so what differs still may not. */
const withOldAmounts = (resources: Resources, old: Resources): Resources =>
  KINDS.reduce<Resources>((all, kind) => {
    const { [kind]: given, ...rest } = all
    const { cpu: _cpu, memory: _memory, ...others } = given ?? {}
    const { cpu, memory } = old[kind] ?? {}
    const amounts = { ...others, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) }
    return Object.keys(amounts).length === 0 && old[kind] === undefined ? rest : { ...rest, [kind]: amounts }
  }, resources)

const withOldSize = (container: Container, { resources = {}, resizePolicy }: Container): Container => {
  const { resizePolicy: _policy, ...rest } = container
  return {
    ...rest,
    resources: withOldAmounts(container.resources ?? {}, resources),
    ...(resizePolicy === undefined ? {} : { resizePolicy }),
  }
}

const refuseOthers = (spec: PodSpec, old: PodSpec): readonly StatusCause[] => {
  const before = old.initContainers ?? []
  const fixed = (spec.initContainers ?? []).some(
    (container, index) => !isSidecar(container) && !isEqual(container.resources, before[index]?.resources),
  )
  const withOld = (containers: readonly Container[], olds: readonly Container[]): readonly Container[] =>
    containers.map((container, index) => withOldSize(container, olds[index] ?? container))
  const munged = {
    ...spec,
    containers: withOld(spec.containers, old.containers),
    ...(spec.initContainers === undefined ? {} : { initContainers: withOld(spec.initContainers, before) }),
  }
  return [
    ...(fixed ? [forbiddenField('spec', 'resources for non-sidecar init containers are immutable')] : []),
    ...(isEqual(munged, old) ? [] : [forbiddenField('spec', 'only cpu and memory resources are mutable')]),
  ]
}

export const compareResized = (pod: Pod, before: Pod): readonly StatusCause[] => {
  const { spec } = pod
  const { spec: old } = before
  if (spec === undefined || old === undefined) return []
  const refused = [...refusePod(before), ...refuseOrder(spec, old)]
  if (refused.length > 0) return refused.slice(0, 1)
  return [...refuseClass(spec, before), ...refuseRemoved(spec, old), ...refuseOthers(spec, old)]
}
