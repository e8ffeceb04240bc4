/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateSecurityContext and ValidatePodSecurityContext, v1.34 */
import type { PodSpec, SeccompProfile, SecurityContext } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, goStruct, invalidValue, notSupported, required } from '../causes.ts'

const MAX_ID = 2_147_483_647

const validateId = (id: number | undefined, field: string): readonly StatusCause[] =>
  id === undefined || (id >= 0 && id <= MAX_ID) ? [] : [invalidValue(field, id, `must be between 0 and ${MAX_ID}, inclusive`)]

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'] as const

const validateSeccomp = (profile: SeccompProfile | undefined, path: string): readonly StatusCause[] => {
  if (profile === undefined) return []
  const { type, localhostProfile } = profile
  if (type === 'Localhost')
    return localhostProfile === undefined
      ? [required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')]
      : []
  if (localhostProfile !== undefined)
    return [invalidValue(`${path}.localhostProfile`, localhostProfile, 'can only be set when seccomp type is Localhost')]
  if (type === '') return [required(`${path}.type`, 'type is required when seccompProfile is set')]
  return PROFILES.some((known) => known === type) ? [] : [notSupported(`${path}.type`, type, PROFILES)]
}

const CONTEXT_FIELDS = [
  'Capabilities',
  'Privileged',
  'SELinuxOptions',
  'WindowsOptions',
  'RunAsUser',
  'RunAsGroup',
  'RunAsNonRoot',
  'ReadOnlyRootFilesystem',
  'AllowPrivilegeEscalation',
  'ProcMount',
  'SeccompProfile',
  'AppArmorProfile',
] as const

const validateEscalation = (context: SecurityContext, path: string): readonly StatusCause[] => {
  if (context.allowPrivilegeEscalation !== false) return []
  const admin = (context.capabilities?.add ?? []).includes('CAP_SYS_ADMIN')
  const given = goStruct(context, CONTEXT_FIELDS)
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
export const validateContainerSecurity = (context: SecurityContext | undefined, path: string): readonly StatusCause[] => {
  if (context === undefined) return []
  const { procMount } = context
  return [
    ...validateId(context.runAsUser, `${path}.runAsUser`),
    ...validateId(context.runAsGroup, `${path}.runAsGroup`),
    ...(procMount === undefined || PROC_MOUNTS.some((known) => known === procMount)
      ? []
      : [notSupported(`${path}.procMount`, procMount, PROC_MOUNTS)]),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...validateEscalation(context, path),
  ]
}

const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/u
const SYSCTL_TEXT =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

const validateSysctls = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) => {
    const field = `${path}.sysctls[${index}].name`
    if (name === '') return [required(field)]
    if (name.length > 253 || !SYSCTL.test(name)) return [invalidValue(field, name, SYSCTL_TEXT)]
    const twice = seen.has(name)
    seen.add(name)
    return twice ? [{ reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify(name)}`, field } as const] : []
  })
}

const validateHostPorts = (spec: PodSpec, path: string): readonly StatusCause[] =>
  spec.hostNetwork !== true
    ? []
    : (['containers', 'initContainers'] as const).flatMap((list) =>
        (spec[list] ?? []).flatMap(({ ports }, index) =>
          (ports ?? []).flatMap(({ hostPort, containerPort }, at) =>
            hostPort === containerPort
              ? []
              : [
                  invalidValue(
                    `${path}.${list}[${index}].ports[${at}].hostPort`,
                    hostPort ?? 0,
                    'must match `containerPort` when `hostNetwork` is true',
                  ),
                ],
          ),
        ),
      )

export const validatePodSecurity = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const context = spec.securityContext
  const field = `${path}.securityContext`
  const policies = ['Always', 'OnRootMismatch']
  const change = context?.fsGroupChangePolicy
  return [
    ...validateHostPorts(spec, path),
    ...(spec.shareProcessNamespace === true && spec.hostPID === true
      ? [invalidValue(`${field}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
      : []),
    ...validateId(context?.fsGroup, `${field}.fsGroup`),
    ...validateId(context?.runAsUser, `${field}.runAsUser`),
    ...validateId(context?.runAsGroup, `${field}.runAsGroup`),
    ...(context?.supplementalGroups ?? []).flatMap((group, index) =>
      validateId(group, `${field}.supplementalGroups[${index}]`),
    ),
    ...validateSysctls(spec, field),
    ...(change === undefined || policies.includes(change)
      ? []
      : [notSupported(`${field}.fsGroupChangePolicy`, change, policies)]),
    ...validateSeccomp(context?.seccompProfile, `${field}.seccompProfile`),
  ]
}

/** Ephemeral containers come by their own subresource. */
export const forbidEphemeral = (spec: PodSpec, path: string): readonly StatusCause[] =>
  (spec.ephemeralContainers ?? []).length > 0 ? [forbiddenField(`${path}.ephemeralContainers`, 'cannot be set on create')] : []
