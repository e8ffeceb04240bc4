/** @see k8s.io/kubernetes pkg/api/pod/warnings.go, warningsForPodSpecAndMeta, v1.34 */
import type { Container, ContainerPort, PodSpec } from '../../generated/types.ts'
import { isWhole } from '../resource-names.ts'

export interface PlacedContainer {
  readonly container: Container
  readonly path: string
}

/** In the order in which the server goes through them. `path` ends with `spec`. */
export const containersOf = (spec: Partial<PodSpec>, path: string): readonly PlacedContainer[] =>
  (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, path: `${path}.${list}[${index}]` })),
  )

export const warnFraction = (quantity: string | undefined, field: string): readonly string[] =>
  quantity === undefined || isWhole(quantity)
    ? []
    : [`${field}: fractional byte value "${quantity}" is invalid, must be an integer`]

const warnResources = ({ container: { resources }, path }: PlacedContainer): readonly string[] =>
  (['memory', 'ephemeral-storage'] as const).flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((list) =>
      warnFraction(resources?.[list]?.[name], `${path}.resources.${list}[${name}]`),
    ),
  )

/** A variable that stands twice, unless the second one says more about the first. */
const warnEnvironment = ({ container: { env = [] }, path }: PlacedContainer): readonly string[] =>
  env.flatMap(({ name, value = '', valueFrom }, index) => {
    const hides = valueFrom !== undefined || value === `$(${name})` || !value.includes(`$(${name})`)
    return hides && env.slice(0, index).some((other) => other.name === name)
      ? [`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`]
      : []
  })

interface PlacedPort {
  readonly port: ContainerPort
  readonly path: string
}

const portsOf = (containers: readonly PlacedContainer[]): readonly PlacedPort[] =>
  containers.flatMap(({ container, path }) =>
    (container.ports ?? []).map((port, index) => ({ port, path: `${path}.ports[${index}]` })),
  )

/** As Go prints the struct. */
const printPort = ({ name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' }: ContainerPort): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`

/** How two of the same port and protocol get into each other's way. */
const clash = (port: ContainerPort, other: ContainerPort): string | undefined => {
  const { hostIP = '', hostPort = 0 } = port
  const { hostIP: otherIp = '', hostPort: otherPort = 0 } = other
  if (hostIP === otherIp && hostPort === otherPort) return 'duplicate'
  if (hostPort === 0 || otherPort === 0) return 'overlapping'
  return hostPort === otherPort && (hostIP === '') !== (otherIp === '') ? 'dangerously ambiguous' : undefined
}

const warnClashes = (ports: readonly PlacedPort[]): readonly string[] =>
  ports.flatMap(({ port, path }, index) => {
    const alone = (port.hostIP ?? '') !== '' && (port.hostPort ?? 0) === 0
    const same = ports
      .slice(0, index)
      .filter((other) => other.port.containerPort === port.containerPort && other.port.protocol === port.protocol)
    return [
      ...(alone ? [`${path}: hostIP set without hostPort: ${printPort(port)}`] : []),
      ...same.flatMap((other) => {
        const how = clash(port, other.port)
        return how === undefined ? [] : [`${path}: ${how} port definition with ${other.path}`]
      }),
    ]
  })

const warnNames = (ports: readonly PlacedPort[]): readonly string[] =>
  ports.flatMap(({ port: { name = '' }, path }, index) => {
    const first = name === '' ? undefined : ports.slice(0, index).find(({ port }) => port.name === name)?.path
    return first === undefined
      ? []
      : [
          `${path}: duplicate port name "${name}" with ${first}, services and probes that select ports by name will use ${first}`,
        ]
  })

/** `also`: what is said of each container before the rest. */
export const warnContainers = (
  containers: readonly PlacedContainer[],
  also: (container: Container) => readonly string[],
): readonly string[] => {
  const ports = portsOf(containers)
  return [
    ...containers.flatMap((placed) => [...also(placed.container), ...warnResources(placed), ...warnEnvironment(placed)]),
    ...warnClashes(ports),
    ...warnNames(ports),
  ]
}
