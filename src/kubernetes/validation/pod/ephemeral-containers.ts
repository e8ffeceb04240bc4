/** Containers that are put into a running Pod. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateEphemeralContainers, v1.34 */
import type { EphemeralContainer, Pod, PodSpec } from '../../generated/types.ts'
import { escapeHtml } from '../../go/escape-html.ts'
import { internalValue } from '../../go/internal-json.ts'
import { unifiedDiff } from '../../go/unified-diff.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidValue, notFoundValue } from '../causes.ts'
import { validateContainer, type Around } from './containers.ts'
import { validateVolumes } from './volumes/volumes.ts'

/** What only containers that are there from the start may have, in Go's order. */
const NOT_ALLOWED = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const

const isNothing = (value: object | string | undefined): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)

/** Resources are a struct: without anything in it, it is not there. */
const isGiven = (container: EphemeralContainer, field: (typeof NOT_ALLOWED)[number]): boolean =>
  field === 'resources' ? !isNothing(container.resources) : container[field] !== undefined

const UNSUITABLE = 'cannot be set for an Ephemeral Container'

const forbidMounts = ({ volumeMounts = [] }: EphemeralContainer, path: string): readonly StatusCause[] =>
  volumeMounts.flatMap((mount, index) =>
    (['subPath', 'subPathExpr'] as const)
      .filter((field) => !isNothing(mount[field]))
      .map((field) => forbiddenField(`${path}.volumeMounts[${index}].${field}`, UNSUITABLE)),
  )

const forbidUnsuitable = (container: EphemeralContainer, path: string): readonly StatusCause[] => [
  ...NOT_ALLOWED.filter((field) => isGiven(container, field)).map((field) => forbiddenField(`${path}.${field}`, UNSUITABLE)),
  ...forbidMounts(container, path),
]

/** Only containers of Pods themselves are asked for it, not those of templates; ephemeral ones always are. */
export const validateImageText = (image: string, path: string): readonly StatusCause[] =>
  image === image.trim() ? [] : [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')]

export const validateEphemeral = (around: Around, field: string): readonly StatusCause[] => {
  const { containers, initContainers = [], ephemeralContainers = [] } = around.pod
  const others = new Set([...containers, ...initContainers].map(({ name }) => name))
  const names = new Set(others)
  return ephemeralContainers.flatMap((container, index) => {
    const path = `${field}[${index}]`
    const { name, image = '', targetContainerName: target = '' } = container
    const twice = names.has(name)
    names.add(name)
    return [
      ...validateContainer(container, path, around),
      ...validateImageText(image, path),
      ...(twice ? [duplicate(`${path}.name`, name)] : []),
      ...(target === '' || others.has(target) ? [] : [notFoundValue(`${path}.targetContainerName`, target)]),
      ...forbidUnsuitable(container, path),
    ]
  })
}

const PATH = 'spec.ephemeralContainers'

/** As the server holds it inside, in lines. */
const internalLines = (container: EphemeralContainer): readonly string[] =>
  escapeHtml(JSON.stringify(internalValue('core.EphemeralContainer', container), undefined, 1)).split('\n')

const kept = (pod: PodSpec, old: EphemeralContainer): readonly StatusCause[] => {
  const now = pod.ephemeralContainers?.find(({ name }) => name === old.name)
  if (now !== undefined && isEqual(now, old)) return []
  const existing = `existing ephemeral containers ${JSON.stringify(old.name)}`
  if (now === undefined) return [forbiddenField(PATH, `${existing} may not be removed\n`)]
  return [forbiddenField(PATH, `${existing} may not be changed\n${unifiedDiff(internalLines(old), internalLines(now))}`)]
}

/** On a change of the Pod: what is new must be valid, what was there stays as it was. */
export const validateEphemeralContainers = ({ spec, metadata }: Pod, old: Pod): readonly StatusCause[] => {
  const before = old.spec?.ephemeralContainers ?? []
  if (spec === undefined || isEqual(spec.ephemeralContainers ?? [], before)) return []
  const { sound } = validateVolumes(spec.volumes ?? [], 'spec.volumes', metadata.name ?? '')
  return [...validateEphemeral({ pod: spec, volumes: sound }, PATH), ...before.flatMap((container) => kept(spec, container))]
}
