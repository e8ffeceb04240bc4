/** Pods of Windows, and what Linux' may not have. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateWindows and validateLinux, v1.34 */
import type {
  Container,
  PodSecurityContext,
  PodSpec,
  SecurityContext,
  WindowsSecurityContextOptions,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { dns1123Subdomain } from '../names.ts'

const MAX_SPEC_KIB = 64
const MAX_DOMAIN = 256
const MAX_USER = 104

const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const DNS_DOMAIN = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, 'u')

const domainProblems = (domain: string): readonly string[] => [
  ...(domain.length >= MAX_DOMAIN ? [`runAsUserName's Domain length must be under ${MAX_DOMAIN} characters`] : []),
  ...(NET_BIOS.test(domain) || DNS_DOMAIN.test(domain)
    ? []
    : ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"]),
]

const userProblems = (user: string): readonly string[] => [
  ...(user === '' ? ["runAsUserName's User cannot be empty"] : []),
  ...(user.length > MAX_USER ? [`runAsUserName's User length must not be longer than ${MAX_USER} characters`] : []),
  ...(/^[. ]+$/u.test(user) ? ["runAsUserName's User cannot contain only periods or spaces"] : []),
  ...(/["/\\:;|=,+*?<>@[\]]/u.test(user)
    ? [String.raw`runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]`]
    : []),
]

/** `DOMAIN\User`, or the user alone. */
const userNameProblems = (name: string): readonly string[] => {
  if (name === '') return ['runAsUserName cannot be an empty string']
  if (/[\p{Cc}]/u.test(name)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const [first = '', second] = parts
  return second === undefined ? userProblems(first) : [...domainProblems(first), ...userProblems(second)]
}

const specProblems = (spec: string): readonly string[] => {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string']
  return spec.length > MAX_SPEC_KIB * 1024 ? [`gmsaCredentialSpec size must be under ${MAX_SPEC_KIB} KiB`] : []
}

export const validateWindowsOptions = (
  options: WindowsSecurityContextOptions | undefined,
  path: string,
): readonly StatusCause[] => {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options ?? {}
  return [
    ...(name === undefined ? [] : invalidEach(`${path}.gmsaCredentialSpecName`, name, dns1123Subdomain(name))),
    ...(spec === undefined ? [] : invalidEach(`${path}.gmsaCredentialSpec`, spec, specProblems(spec))),
    ...(user === undefined ? [] : invalidEach(`${path}.runAsUserName`, user, userNameProblems(user))),
  ]
}

interface Placed {
  readonly container: Pick<Container, 'securityContext'>
  readonly path: string
}

/** Init containers, containers and ephemeral ones: the order in which the server goes through them. */
const allContainers = (pod: PodSpec, path: string): readonly Placed[] =>
  (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (pod[list] ?? []).map((container, index) => ({ container, path: `${path}.${list}[${index}]` })),
  )

/** Processes of the host: all containers, or none. */
export const validateHostProcess = (pod: PodSpec, path: string): readonly StatusCause[] => {
  const ofPod = pod.securityContext?.windowsOptions?.hostProcess
  const containers = allContainers(pod, path)
  const ownOf = ({ container }: Placed): boolean | undefined => container.securityContext?.windowsOptions?.hostProcess
  const onHost = containers.filter((placed) => ownOf(placed) ?? ofPod === true)
  const differing = containers.filter((placed) => ofPod !== undefined && (ownOf(placed) ?? ofPod) !== ofPod)
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
  const network = 'hostNetwork must be true if pod contains any hostProcess containers'
  return [
    ...differing.map((placed) =>
      invalidValue(
        `${placed.path}.securityContext.windowsOptions.hostProcess`,
        ownOf(placed),
        `pod hostProcess value must be identical if both are specified, was ${ofPod}`,
      ),
    ),
    ...(onHost.length > 0 && onHost.length < containers.length ? [invalidValue(path, '', all)] : []),
    ...(onHost.length > 0 && pod.hostNetwork !== true ? [invalidValue(`${path}.hostNetwork`, false, network)] : []),
  ]
}

const forbidAll = <T extends object>(
  context: T | undefined,
  fields: readonly (keyof T & string)[],
  path: string,
): readonly StatusCause[] =>
  fields
    .filter((field) => context?.[field] !== undefined)
    .map((field) => forbiddenField(`${path}.${field}`, 'cannot be set for a windows pod'))

/** In the server's order: those of the Pod's context, some of which the API has beside it. */
const OF_PODS = [
  ['securityContext', ['appArmorProfile', 'seLinuxOptions']],
  ['', ['hostUsers', 'hostPID', 'hostIPC']],
  ['securityContext', ['seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls']],
  ['', ['shareProcessNamespace']],
  ['securityContext', ['runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy']],
] as const satisfies readonly (readonly ['' | 'securityContext', readonly (keyof PodSecurityContext | keyof PodSpec)[]])[]

const OF_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const satisfies readonly (keyof SecurityContext)[]

const forbidOnWindows = (pod: PodSpec, path: string): readonly StatusCause[] => [
  ...OF_PODS.flatMap(([within, fields]) =>
    within === ''
      ? forbidAll<Partial<Record<string, unknown>>>({ ...pod }, fields, path)
      : forbidAll<Partial<Record<string, unknown>>>({ ...pod.securityContext }, fields, `${path}.${within}`),
  ),
  ...allContainers(pod, path).flatMap((placed) =>
    forbidAll(placed.container.securityContext, OF_CONTAINERS, `${placed.path}.securityContext`),
  ),
]

const forbidOnLinux = (pod: PodSpec, path: string): readonly StatusCause[] =>
  [{ container: pod, path }, ...allContainers(pod, path)]
    .filter(({ container }) => container.securityContext?.windowsOptions !== undefined)
    .map((placed) =>
      forbiddenField(`${placed.path}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod'),
    )

const SYSTEMS = ['linux', 'windows'] as const

export const validateOs = (pod: PodSpec, path: string): readonly StatusCause[] => {
  const { os } = pod
  if (os === undefined) return []
  if (os.name === '') return [required(`${path}.os.name`)]
  if (!SYSTEMS.some((known) => known === os.name)) return [notSupported(`${path}.os`, os.name, SYSTEMS)]
  return os.name === 'windows' ? forbidOnWindows(pod, path) : forbidOnLinux(pod, path)
}
