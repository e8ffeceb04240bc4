/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateContainers and validateInitContainers, v1.34 */
import type { Container, ContainerPort, PodSpec, Volume } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, invalidValue, notSupported, required, requireText } from '../causes.ts'
import { validateChoice } from '../metadata.ts'
import { dns1123Label, portName, portNumber } from '../names.ts'
import { validateResources } from './container-resources.ts'
import { validateEnvironment } from './env.ts'
import { forbidHandlers, validateHandlers } from './handlers.ts'
import { validateContainerSecurity } from './security.ts'
import { validateDevices, validateMounts } from './volumes/mounts.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'] as const

/** The Pod that a container is of, and those of its volumes that are as they should be. */
export interface Around {
  readonly pod: PodSpec
  readonly volumes: ReadonlyMap<string, Volume>
}

const validateName = (name: string, path: string, names: Set<string>): readonly StatusCause[] => {
  const details = portName(name)
  if (details.length > 0) return invalidEach(path, name, details)
  const twice = names.has(name)
  names.add(name)
  return twice ? [duplicate(path, name)] : []
}

const validatePort = (port: ContainerPort, path: string, names: Set<string>): readonly StatusCause[] => {
  const { name = '', containerPort, hostPort = 0, protocol } = port
  return [
    ...(name === '' ? [] : validateName(name, `${path}.name`, names)),
    ...(containerPort === 0
      ? [required(`${path}.containerPort`)]
      : invalidEach(`${path}.containerPort`, containerPort, portNumber(containerPort))),
    ...(hostPort === 0 ? [] : invalidEach(`${path}.hostPort`, hostPort, portNumber(hostPort))),
    ...validateChoice(protocol, `${path}.protocol`, PROTOCOLS),
  ]
}

const RESIZED = ['cpu', 'memory'] as const
const RESIZES = ['NotRequired', 'RestartContainer'] as const

const choose = (value: string, field: string, known: readonly string[]): readonly StatusCause[] => {
  if (value === '') return [required(field)]
  return known.includes(value) ? [] : [notSupported(field, value, known)]
}

/** All but a resource that stands twice names the list. */
const validateResize = ({ resizePolicy = [] }: Container, field: string, pod: PodSpec): readonly StatusCause[] => {
  const seen = new Set<string>()
  return resizePolicy.flatMap(({ resourceName, restartPolicy }, index) => {
    const twice = seen.has(resourceName)
    seen.add(resourceName)
    return [
      ...(twice ? [duplicate(`${field}[${index}]`, resourceName)] : []),
      ...choose(resourceName, field, RESIZED),
      ...choose(restartPolicy, field, RESIZES),
      ...(pod.restartPolicy === 'Never' && restartPolicy !== 'NotRequired'
        ? [invalidValue(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
        : []),
    ]
  })
}

/** What holds for containers of all kinds. */
export const validateContainer = (container: Container, path: string, { pod, volumes }: Around): readonly StatusCause[] => {
  const portNames = new Set<string>()
  return [
    ...requireText(`${path}.name`, container.name, dns1123Label),
    ...requireText(`${path}.image`, container.image),
    ...validateChoice(container.terminationMessagePolicy, `${path}.terminationMessagePolicy`, MESSAGE_POLICIES),
    ...(container.ports ?? []).flatMap((port, index) => validatePort(port, `${path}.ports[${index}]`, portNames)),
    ...validateEnvironment(container, path),
    ...validateMounts(container, `${path}.volumeMounts`, volumes),
    ...validateDevices(container, `${path}.volumeDevices`, volumes),
    ...validateChoice(container.imagePullPolicy, `${path}.imagePullPolicy`, PULL_POLICIES),
    ...validateResources(container.resources, `${path}.resources`, pod),
    ...validateResize(container, `${path}.resizePolicy`, pod),
    ...validateContainerSecurity(container.securityContext, `${path}.securityContext`, pod.hostUsers ?? true),
  ]
}

const findHostPortTwice = (containers: readonly Container[], field: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return containers.flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort = 0, hostIP = '', protocol = '' }, at) => {
      if (hostPort === 0) return []
      const key = `${protocol}/${hostIP}/${hostPort}`
      const twice = seen.has(key)
      seen.add(key)
      return twice ? [duplicate(`${field}[${index}].ports[${at}].hostPort`, key)] : []
    }),
  )
}

const nameTwice = (name: string, path: string, names: Set<string>): readonly StatusCause[] => {
  const twice = names.has(name)
  names.add(name)
  return twice ? [duplicate(`${path}.name`, name)] : []
}

const validateMain = (around: Around, field: string): readonly StatusCause[] => {
  const { containers, terminationGracePeriodSeconds: grace = 0 } = around.pod
  if (containers.length === 0) return [required(field)]
  const names = new Set<string>()
  return [
    ...containers.flatMap((container, index) => {
      const path = `${field}[${index}]`
      return [
        ...validateContainer(container, path, around),
        ...nameTwice(container.name, path, names),
        ...validateHandlers(container, path, grace),
      ]
    }),
    ...findHostPortTwice(containers, field),
  ]
}

const validateInit = (around: Around, field: string): readonly StatusCause[] => {
  const { containers, initContainers = [], terminationGracePeriodSeconds: grace = 0 } = around.pod
  const names = new Set(containers.map(({ name }) => name))
  return initContainers.flatMap((container, index) => {
    const path = `${field}[${index}]`
    const sidecar = container.restartPolicy === 'Always'
    return [
      ...validateContainer(container, path, around),
      ...(container.name === ''
        ? names.has('')
          ? [duplicate(`${path}.name`, '')]
          : []
        : nameTwice(container.name, path, names)),
      // The server looks at each by itself, and calls it the first.
      ...findHostPortTwice([container], field),
      ...(sidecar ? validateHandlers(container, path, grace) : forbidHandlers(container, path)),
    ]
  })
}

export const validateContainers = (around: Around, path: string): readonly StatusCause[] => [
  ...validateMain(around, `${path}.containers`),
  ...validateInit(around, `${path}.initContainers`),
]
