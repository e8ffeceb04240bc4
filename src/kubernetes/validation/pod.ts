/** Pods and Pod templates. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodSpec, v1.34 */
import type { Container, ContainerPort, PodSpec } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { validateContainerSources, validateProbes } from './container.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from './causes.ts'
import { validateLifecycle, validateResources, validateSecurity } from './container-resources.ts'
import { validateChoice, validateLabels } from './metadata.ts'
import { validateScheduling } from './scheduling.ts'
import { dns1123Label, dns1123Subdomain, portName, portNumber } from './names.ts'
import { validateVolumes } from './volumes.ts'
import { validateIp } from './addresses.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const

const validateContainerPort = (port: ContainerPort, path: string, names: Set<string>): readonly StatusCause[] => {
  const causes: StatusCause[] = []
  const { name, hostPort, protocol } = port
  const number = port.containerPort as number | undefined
  if (name !== undefined && name !== '') {
    const details = portName(name)
    causes.push(...details.map((detail) => invalidValue(`${path}.name`, name, detail)))
    if (details.length === 0) {
      if (names.has(name)) causes.push(duplicate(`${path}.name`, name))
      names.add(name)
    }
  }
  if (number === undefined || number === 0) causes.push(required(`${path}.containerPort`))
  else causes.push(...portNumber(number).map((detail) => invalidValue(`${path}.containerPort`, number, detail)))
  if (hostPort !== undefined && hostPort !== 0)
    causes.push(...portNumber(hostPort).map((detail) => invalidValue(`${path}.hostPort`, hostPort, detail)))
  if (protocol !== undefined && !PROTOCOLS.some((known) => known === protocol))
    causes.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS))
  return causes
}

const validateImage = ({ image }: Container, path: string): readonly StatusCause[] => {
  if (image === undefined || image === '') return [required(`${path}.image`)]
  return image === image.trim() ? [] : [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')]
}

const validateContainer = (container: Container, path: string, volumes: ReadonlySet<string>): readonly StatusCause[] => {
  const names = new Set<string>()
  const name = (container.name as string | undefined) ?? ''
  return [
    ...(name === ''
      ? [required(`${path}.name`)]
      : dns1123Label(name).map((detail) => invalidValue(`${path}.name`, name, detail))),
    ...validateImage(container, path),
    ...(container.ports ?? []).flatMap((port, index) => validateContainerPort(port, `${path}.ports[${index}]`, names)),
    ...validateContainerSources(container, path, volumes),
    ...validateProbes(container, path),
    ...validateResources(container, path),
    ...validateLifecycle(container, path),
    ...validateChoice(container.imagePullPolicy, `${path}.imagePullPolicy`, PULL_POLICIES),
    ...validateChoice(container.terminationMessagePolicy, `${path}.terminationMessagePolicy`, [
      'FallbackToLogsOnError',
      'File',
    ]),
  ]
}

const findNameTwice = (containers: readonly Container[], field: string, seen: Set<string>): readonly StatusCause[] =>
  containers.flatMap(({ name }, index) => {
    if ((name as string | undefined) === undefined || name === '') return []
    const twice = seen.has(name)
    seen.add(name)
    return twice ? [duplicate(`${field}[${index}].name`, name)] : []
  })

const findHostPortTwice = (containers: readonly Container[], field: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return containers.flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort, hostIP, protocol }, at) => {
      if (hostPort === undefined || hostPort === 0) return []
      const key = `${protocol ?? ''}/${hostIP ?? ''}/${hostPort}`
      const twice = seen.has(key)
      seen.add(key)
      return twice ? [duplicate(`${field}[${index}].ports[${at}].hostPort`, key)] : []
    }),
  )
}

const interleave = (containers: readonly Container[], field: string, volumes: ReadonlySet<string>): readonly StatusCause[] => {
  const seen = new Set<string>()
  return containers.flatMap((container, index) => {
    const own = validateContainer(container, `${field}[${index}]`, volumes)
    const name = (container.name as string | undefined) ?? ''
    const twice = name !== '' && seen.has(name) ? [duplicate(`${field}[${index}].name`, name)] : []
    seen.add(name)
    return [...own, ...twice]
  })
}

const validateHostNetwork = (spec: PodSpec, path: string): readonly StatusCause[] => {
  if (spec.hostNetwork !== true) return []
  return ((spec.containers as readonly Container[] | undefined) ?? []).flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort, containerPort }, at) =>
      hostPort !== undefined && hostPort !== containerPort
        ? [
            invalidValue(
              `${path}.containers[${index}].ports[${at}].hostPort`,
              hostPort,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ]
        : [],
    ),
  )
}

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] as const

const validateDns = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const { dnsPolicy, dnsConfig } = spec
  const servers = dnsConfig?.nameservers ?? []
  return [
    ...(dnsPolicy === undefined
      ? [required(`${path}.dnsPolicy`)]
      : validateChoice(dnsPolicy, `${path}.dnsPolicy`, DNS_POLICIES)),
    ...(dnsPolicy === 'None' && servers.length === 0
      ? [
          required(
            `${path}.dnsConfig${dnsConfig === undefined ? '' : '.nameservers'}`,
            `must provide ${dnsConfig === undefined ? '`dnsConfig`' : 'at least one DNS nameserver'} when \`dnsPolicy\` is None`,
          ),
        ]
      : []),
    ...(servers.length > 3
      ? [invalidValue(`${path}.dnsConfig.nameservers`, servers, 'must not have more than 3 nameservers')]
      : []),
    ...servers.flatMap((server, index) =>
      validateIp(server).map((detail) => invalidValue(`${path}.dnsConfig.nameservers[${index}]`, server, detail)),
    ),
  ]
}

const validateHostnames = (spec: PodSpec, path: string): readonly StatusCause[] => [
  ...(spec.hostname === undefined || spec.hostname === ''
    ? []
    : dns1123Label(spec.hostname).map((detail) => invalidValue(`${path}.hostname`, spec.hostname, detail))),
  ...(spec.subdomain === undefined || spec.subdomain === ''
    ? []
    : dns1123Label(spec.subdomain).map((detail) => invalidValue(`${path}.subdomain`, spec.subdomain, detail))),
  ...(spec.serviceAccountName === undefined || spec.serviceAccountName === ''
    ? []
    : dns1123Subdomain(spec.serviceAccountName).map((detail) =>
        invalidValue(`${path}.serviceAccountName`, spec.serviceAccountName, detail),
      )),
]

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const

const validateContainers = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const { containers, initContainers: inits = [], volumes = [] } = spec
  const names = new Set(volumes.map(({ name }) => name))
  return [
    ...(containers.length === 0 ? [required(`${path}.containers`)] : interleave(containers, `${path}.containers`, names)),
    ...findHostPortTwice(containers, `${path}.containers`),
    ...interleave(inits, `${path}.initContainers`, names),
    ...findNameTwice(inits, `${path}.initContainers`, new Set(containers.map(({ name }) => name))),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbiddenField(`${path}.ephemeralContainers`, 'cannot be set on create')]
      : []),
  ]
}

const validateHostAliases = ({ hostAliases }: PodSpec, path: string): readonly StatusCause[] =>
  (hostAliases ?? []).flatMap(({ ip, hostnames }, index) => {
    const field = `${path}.hostAliases[${index}]`
    return [
      ...validateIp(ip).map((detail) => invalidValue(`${field}.ip`, ip, detail)),
      ...(hostnames ?? []).flatMap((name, at) =>
        dns1123Subdomain(name).map((detail) => invalidValue(`${field}.hostnames[${at}]`, name, detail)),
      ),
    ]
  })

const validateDeadline = (seconds: number | undefined, field: string): readonly StatusCause[] =>
  seconds === undefined || seconds >= 1 ? [] : [invalidValue(field, seconds, 'must be between 1 and 2147483647, inclusive')]

/** `path` is `spec` or `spec.template.spec`. */
export const validatePodSpec = (given: PodSpec | undefined, path: string): readonly StatusCause[] => {
  const spec: PodSpec = { ...given, containers: given?.containers ?? [] }
  return [
    ...validateVolumes(spec.volumes ?? [], `${path}.volumes`),
    ...validateContainers(spec, path),
    ...validateChoice(spec.restartPolicy, `${path}.restartPolicy`, RESTART_POLICIES),
    ...validateDns(spec, path),
    ...validateHostNetwork(spec, path),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validateHostnames(spec, path),
    ...validateSecurity(spec, path),
    ...validateScheduling(spec, path),
    ...validateHostAliases(spec, path),
    ...validateDeadline(spec.activeDeadlineSeconds, `${path}.activeDeadlineSeconds`),
  ]
}
