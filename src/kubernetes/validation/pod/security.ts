/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateSecurityContext and ValidatePodSecurityContext, v1.34 */
import type { PodSpec, SecurityContext } from '../../generated/types.ts'
import { internalValue } from '../../go/internal-json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../causes.ts'
import { validateAppArmor, validateSeccomp } from './security-profiles.ts'
import { validateWindowsOptions } from './windows.ts'

const MAX_ID = 2_147_483_647

const validateId = (id: number | undefined, field: string): readonly StatusCause[] =>
  id === undefined || (id >= 0 && id <= MAX_ID) ? [] : [invalidValue(field, id, `must be between 0 and ${MAX_ID}, inclusive`)]

const validateEscalation = (context: SecurityContext, path: string): readonly StatusCause[] => {
  if (context.allowPrivilegeEscalation !== false) return []
  const admin = (context.capabilities?.add ?? []).includes('CAP_SYS_ADMIN')
  const given = internalValue('core.SecurityContext', context)
  return [
    ...(context.privileged === true
      ? [invalidValue(path, given, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true')]
      : []),
    ...(admin
      ? [invalidValue(path, given, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN')]
      : []),
  ]
}

const PROC_MOUNTS = ['Default', 'Unmasked'] as const

/** Privileged containers are allowed, as kubeadm's API server has them (`--allow-privileged=true`). */
export const validateContainerSecurity = (
  context: SecurityContext | undefined,
  path: string,
  hostUsers: boolean,
): readonly StatusCause[] => {
  if (context === undefined) return []
  const { procMount } = context
  const masked = '`hostUsers` must be false to use `Unmasked`'
  return [
    ...validateId(context.runAsUser, `${path}.runAsUser`),
    ...validateId(context.runAsGroup, `${path}.runAsGroup`),
    ...(procMount === undefined || PROC_MOUNTS.some((known) => known === procMount)
      ? []
      : [notSupported(`${path}.procMount`, procMount, PROC_MOUNTS)]),
    ...(procMount === 'Unmasked' && hostUsers ? [invalidValue(`${path}.procMount`, procMount, masked)] : []),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...validateEscalation(context, path),
    ...(context.windowsOptions === undefined ? [] : validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`)),
    ...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`),
  ]
}

const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/u
const SYSCTL_TEXT =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

/** Settings of the kernel that belong to one namespace of processes: its network, or its means to talk to each other. */
const NAMESPACED: readonly (readonly [RegExp, 'hostNetwork' | 'hostIPC'])[] = [
  [/^net\./u, 'hostNetwork'],
  [/^kernel\.(?:sem$|msg|shm)|^fs\.mqueue\./u, 'hostIPC'],
]

const validateSysctl = (name: string, twice: boolean, field: string): readonly StatusCause[] => {
  if (name === '') return [required(field)]
  if (name.length > 253 || !SYSCTL.test(name)) return [invalidValue(field, name, SYSCTL_TEXT)]
  return twice ? [duplicate(field, name)] : []
}

const validateSysctls = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) => {
    const field = `${path}.sysctls[${index}].name`
    const twice = seen.has(name)
    seen.add(name)
    const host = NAMESPACED.find(([form]) => form.test(name.replaceAll('/', '.')))?.[1]
    return [
      ...validateSysctl(name, twice, field),
      ...(host !== undefined && spec[host] === true
        ? [invalidValue(field, name, `may not be specified when '${host}' is true`)]
        : []),
    ]
  })
}

/** Ports of the host are those of the containers, where there is one network; `isPod`: a template may leave them out. */
export const validateHostPorts = (spec: PodSpec, path: string, isPod: boolean): readonly StatusCause[] =>
  spec.hostNetwork !== true
    ? []
    : spec.containers.flatMap(({ ports }, index) =>
        (ports ?? []).flatMap(({ hostPort = 0, containerPort }, at) =>
          hostPort === containerPort || (hostPort === 0 && !isPod)
            ? []
            : [
                invalidValue(
                  `${path}.containers[${index}].ports[${at}].hostPort`,
                  hostPort,
                  'must match `containerPort` when `hostNetwork` is true',
                ),
              ],
        ),
      )

const choose = (value: string | undefined, field: string, known: readonly string[]): readonly StatusCause[] =>
  value === undefined || known.includes(value) ? [] : [notSupported(field, value, known)]

const CHANGES = ['Always', 'OnRootMismatch'] as const
const GROUP_POLICIES = ['Merge', 'Strict'] as const
/** Another one is behind a feature that is off. */
const SELINUX_CHANGES = ['Recursive'] as const

export const validatePodSecurity = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const context = spec.securityContext
  if (context === undefined) return []
  const field = `${path}.securityContext`
  return [
    ...validateId(context.fsGroup, `${field}.fsGroup`),
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((group, index) => validateId(group, `${field}.supplementalGroups[${index}]`)),
    ...(spec.shareProcessNamespace === true && spec.hostPID === true
      ? [invalidValue(`${field}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
      : []),
    ...validateSysctls(spec, field),
    ...choose(context.fsGroupChangePolicy, `${field}.fsGroupChangePolicy`, CHANGES),
    ...validateSeccomp(context.seccompProfile, `${field}.seccompProfile`),
    ...(context.windowsOptions === undefined ? [] : validateWindowsOptions(context.windowsOptions, `${field}.windowsOptions`)),
    ...validateAppArmor(context.appArmorProfile, `${field}.appArmorProfile`),
    ...choose(context.supplementalGroupsPolicy, `${field}.supplementalGroupsPolicy`, GROUP_POLICIES),
    ...choose(context.seLinuxChangePolicy, `${field}.seLinuxChangePolicy`, SELINUX_CHANGES),
  ]
}

/** With users of its own a Pod has neither the host's network nor its processes. The server names two fields as its own code does. */
export const validateHostUsers = (spec: PodSpec, path: string): readonly StatusCause[] => {
  if (spec.hostUsers !== false) return []
  const fields = [
    ['hostNetwork', spec.hostNetwork],
    ['HostPID', spec.hostPID],
    ['HostIPC', spec.hostIPC],
  ] as const
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const
  return [
    ...fields.filter(([, used]) => used === true).map(([name]) => `${path}.${name}`),
    ...lists.flatMap((list) =>
      (spec[list] ?? []).flatMap(({ volumeDevices }, index) =>
        (volumeDevices ?? []).length > 0 ? [`${path}.${list}[${index}].volumeDevices`] : [],
      ),
    ),
  ].map((field) => forbiddenField(field, 'when `hostUsers` is false'))
}
