/** What may change in a Pod. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodUpdate, v1.34 */
import type { Container, Pod, PodSpec, Toleration } from '../../generated/types.ts'
import { internalPodSpec } from '../../go/internal-json.ts'
import { unifiedDiff } from '../../go/unified-diff.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidEach, invalidValue, required } from '../causes.ts'
import { qualifiedName } from '../names.ts'

const POD_UPDATE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

const LISTS = ['containers', 'initContainers'] as const

const refuseNumber = (spec: PodSpec, old: PodSpec): readonly StatusCause[] =>
  LISTS.filter((list) => (spec[list] ?? []).length !== (old[list] ?? []).length)
    .slice(0, 1)
    .map((list) => forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers'))

const validateImage = ({ image = '' }: Container, path: string): readonly StatusCause[] => {
  if (image === '') return [required(`${path}.image`)]
  return image === image.trim() ? [] : [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')]
}

const validateDeadline = (spec: PodSpec, old: PodSpec): readonly StatusCause[] => {
  const { activeDeadlineSeconds: seconds } = spec
  const { activeDeadlineSeconds: before } = old
  const field = 'spec.activeDeadlineSeconds'
  if (seconds === before || before === undefined) return []
  if (seconds === undefined) return [invalidValue(field, null, 'must not update from a positive integer to nil value')]
  return seconds > before ? [invalidValue(field, seconds, 'must be less than or equal to previous value')] : []
}

const withoutSeconds = ({ tolerationSeconds: _seconds, ...rest }: Toleration): unknown => rest

const validateTolerations = (spec: PodSpec, old: PodSpec): readonly StatusCause[] => {
  const now = spec.tolerations ?? []
  const isKept = (toleration: Toleration): boolean =>
    now.some((one) => isEqual(withoutSeconds(one), withoutSeconds(toleration)))
  return (old.tolerations ?? []).every(isKept)
    ? []
    : [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
}

const validateGates = (spec: PodSpec, old: PodSpec): readonly StatusCause[] => {
  const before = new Set((old.schedulingGates ?? []).map(({ name }) => name))
  const added = (spec.schedulingGates ?? []).filter(({ name }) => !before.has(name))
  return added.length === 0
    ? []
    : [
        forbiddenField(
          'spec.schedulingGates',
          `only deletion is allowed, but found new scheduling gate '${added[0]?.name ?? ''}'`,
        ),
        ...added.flatMap(({ name }) => invalidEach('spec.schedulingGates', name, qualifiedName(name))),
      ]
}

/** Fields that may change are as before, so what differs still may not. */
const withImages = (containers: readonly Container[], old: readonly Container[]): readonly Container[] =>
  containers.map((container, index) => withOldField(container, old[index] ?? container, 'image'))

const withOldField = <Value extends object>(value: Value, old: Value, field: keyof Value): Value => {
  const { [field]: _replaced, ...rest } = value
  return (old[field] === undefined ? rest : { ...rest, [field]: old[field] }) as Value
}

const ALWAYS = ['activeDeadlineSeconds', 'tolerations', 'schedulingGates'] as const
/** What a subresource is there to change. */
const THROUGH: Readonly<Record<string, readonly (keyof PodSpec)[]>> = {
  binding: ['nodeName'],
  ephemeralcontainers: ['ephemeralContainers'],
}
/** A Pod that waits at a gate can still be told where to go. */
const WHILE_GATED = ['nodeSelector', 'affinity'] as const

const withOldMutable = (spec: PodSpec, old: PodSpec, subresource: string): PodSpec => {
  const isGated = (old.schedulingGates ?? []).length > 0
  const isGraceMended = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
  const fields = [
    ...ALWAYS,
    ...(THROUGH[subresource] ?? []),
    ...(isGated ? WHILE_GATED : []),
    ...(isGraceMended ? (['terminationGracePeriodSeconds'] as const) : []),
  ]
  const images = {
    ...spec,
    containers: withImages(spec.containers, old.containers),
    ...(spec.initContainers === undefined ? {} : { initContainers: withImages(spec.initContainers, old.initContainers ?? []) }),
  }
  return fields.reduce<PodSpec>((munged, field) => withOldField(munged, old, field), images)
}

/** The difference stands behind the words, as the server holds both inside. */
const compareRest = (spec: PodSpec, old: PodSpec, subresource: string): readonly StatusCause[] => {
  const kept = withOldMutable(spec, old, subresource)
  if (isEqual(kept, old)) return []
  return [forbiddenField('spec', `${POD_UPDATE}\n${unifiedDiff(internalPodSpec(old), internalPodSpec(kept))}`)]
}

/** `subresource` is what the change comes through; empty for the Pod itself. */
export const comparePods = (pod: Pod, before: Pod, subresource = ''): readonly StatusCause[] => {
  const spec: PodSpec = { ...pod.spec, containers: pod.spec?.containers ?? [] }
  const old: PodSpec = { ...before.spec, containers: before.spec?.containers ?? [] }
  const count = refuseNumber(spec, old)
  if (count.length > 0) return count
  return [
    ...LISTS.flatMap((list) =>
      (spec[list] ?? []).flatMap((container, index) => validateImage(container, `spec.${list}[${index}]`)),
    ),
    ...validateDeadline(spec, old),
    ...validateGates(spec, old),
    ...validateTolerations(spec, old),
    ...compareRest(spec, old, subresource),
  ]
}
