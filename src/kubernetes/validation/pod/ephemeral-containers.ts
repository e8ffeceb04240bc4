/** Containers that are put into a running Pod. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateEphemeralContainers, v1.34 */
import type { EphemeralContainer, Pod } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, notFoundValue, requireText } from '../causes.ts'
import { dns1123Label } from '../names.ts'

const PATH = 'spec.ephemeralContainers'

/** What only containers that are there from the start may have. */
const NOT_ALLOWED = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'restartPolicy'] as const

const validateContainer = (container: EphemeralContainer, path: string, others: readonly string[]): readonly StatusCause[] => {
  const { name, image, targetContainerName: target = '', resources = {} } = container
  return [
    ...requireText(`${path}.name`, name, dns1123Label),
    ...requireText(`${path}.image`, image),
    ...(others.includes(name) ? [duplicate(`${path}.name`, name)] : []),
    ...(target === '' || others.includes(target) ? [] : [notFoundValue(`${path}.targetContainerName`, target)]),
    ...NOT_ALLOWED.filter((field) => container[field] !== undefined).map((field) =>
      forbiddenField(`${path}.${field}`, 'cannot be set for an Ephemeral Container'),
    ),
    ...(Object.keys(resources).length === 0
      ? []
      : [forbiddenField(`${path}.resources`, 'cannot be set for an Ephemeral Container')]),
  ]
}

/** On a change of the Pod: what is new must be valid, what was there stays as it was. */
export const validateEphemeralContainers = (pod: Pod, old: Pod): readonly StatusCause[] => {
  const { containers = [], initContainers = [], ephemeralContainers: given = [] } = pod.spec ?? {}
  const names = [...initContainers, ...containers].map(({ name }) => name)
  const kept = old.spec?.ephemeralContainers ?? []
  if (isEqual(given, kept)) return []
  return [
    ...given.flatMap((container, index) => {
      const before = given.slice(0, index).map(({ name }) => name)
      return validateContainer(container, `${PATH}[${index}]`, [...names, ...before])
    }),
    ...kept.flatMap((container) => {
      const now = given.find(({ name }) => name === container.name)
      if (now === undefined)
        return [forbiddenField(PATH, `existing ephemeral containers ${JSON.stringify(container.name)} may not be removed\n`)]
      return isEqual(now, container)
        ? []
        : [forbiddenField(PATH, `existing ephemeral containers ${JSON.stringify(container.name)} may not be changed\n`)]
    }),
  ]
}
