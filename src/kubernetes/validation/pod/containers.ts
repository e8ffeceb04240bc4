/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateContainers and validateInitContainers, v1.34 */
import type { Container, ContainerPort, PodSpec } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, required, requireText } from '../causes.ts'
import { validateChoice } from '../metadata.ts'
import { dns1123Label, portName, portNumber } from '../names.ts'
import { validateResources } from './container-resources.ts'
import { validateEnvironment } from './env.ts'
import { forbidHandlers, validateHandlers } from './handlers.ts'
import { validateContainerSecurity } from './security.ts'
import { validateMounts } from './volumes.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const
const MESSAGE_POLICIES = ['FallbackToLogsOnError', 'File'] as const

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

const validateContainer = (container: Container, path: string, volumes: ReadonlySet<string>): readonly StatusCause[] => {
  const portNames = new Set<string>()
  return [
    ...requireText(`${path}.name`, container.name, dns1123Label),
    ...requireText(`${path}.image`, container.image),
    ...validateChoice(container.terminationMessagePolicy, `${path}.terminationMessagePolicy`, MESSAGE_POLICIES),
    ...(container.ports ?? []).flatMap((port, index) => validatePort(port, `${path}.ports[${index}]`, portNames)),
    ...validateEnvironment(container, path),
    ...validateMounts(container.volumeMounts ?? [], `${path}.volumeMounts`, volumes),
    ...validateChoice(container.imagePullPolicy, `${path}.imagePullPolicy`, PULL_POLICIES),
    ...validateResources(container.resources, `${path}.resources`),
    ...validateContainerSecurity(container.securityContext, `${path}.securityContext`),
  ]
}

const findHostPortTwice = (containers: readonly Container[], pathOf: (index: number) => string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return containers.flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort = 0, hostIP = '', protocol = '' }, at) => {
      if (hostPort === 0) return []
      const key = `${protocol}/${hostIP}/${hostPort}`
      const twice = seen.has(key)
      seen.add(key)
      return twice ? [duplicate(`${pathOf(index)}.ports[${at}].hostPort`, key)] : []
    }),
  )
}

const nameTwice = (name: string, path: string, names: Set<string>): readonly StatusCause[] => {
  const twice = name !== '' && names.has(name)
  names.add(name)
  return twice ? [duplicate(`${path}.name`, name)] : []
}

const validateInit = (container: Container, path: string, grace: number): readonly StatusCause[] => {
  const sidecar = container.restartPolicy === 'Always'
  return [
    ...findHostPortTwice([container], () => path),
    ...(sidecar ? validateHandlers(container, path, grace) : forbidHandlers(container, path)),
  ]
}

export const validateContainers = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name))
  const grace = spec.terminationGracePeriodSeconds ?? 0
  const names = new Set<string>()
  const pathOf = (index: number): string => `${path}.containers[${index}]`
  return [
    ...(spec.containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...spec.containers.flatMap((container, index) => [
      ...validateContainer(container, pathOf(index), volumes),
      ...nameTwice(container.name, pathOf(index), names),
      ...validateHandlers(container, pathOf(index), grace),
    ]),
    ...findHostPortTwice(spec.containers, pathOf),
    ...(spec.initContainers ?? []).flatMap((container, index) => {
      const here = `${path}.initContainers[${index}]`
      return [
        ...validateContainer(container, here, volumes),
        ...nameTwice(container.name, here, names),
        ...validateInit(container, here, grace),
      ]
    }),
  ]
}
