/** What the status of a Pod may say, and become. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodStatusUpdate, v1.34 */
import type { ContainerStatus, Pod, PodStatus } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { familyOf, validateIp } from '../addresses.ts'
import { forbiddenField, invalidEach, invalidValue } from '../causes.ts'
import { dns1123Subdomain, qualifiedName } from '../names.ts'

const FAMILIES = 'may specify no more than one IP for each IP family'
const GENERATION = 'must be a non-negative integer'

const validateGeneration = (value: number | undefined, field: string): readonly StatusCause[] =>
  (value ?? 0) < 0 ? [invalidValue(field, value, GENERATION)] : []

/** Those that Kubernetes has names for. */
const validateConditions = ({ conditions = [] }: PodStatus): readonly StatusCause[] =>
  conditions.flatMap(({ type, observedGeneration }, index) => [
    ...validateGeneration(observedGeneration, `status.conditions[${index}].observedGeneration`),
    ...invalidEach(`status.conditions[${index}].Type`, type, qualifiedName(type)),
  ])

const validateAddresses = (field: string, given: readonly { readonly ip?: string }[]): readonly StatusCause[] => {
  const addresses = given.map(({ ip = '' }) => ip)
  const isTooMany = addresses.length !== new Set(addresses.map(familyOf)).size
  return [
    ...addresses.flatMap((ip, index) => invalidEach(`${field}[${index}]`, ip, validateIp(ip))),
    ...(isTooMany
      ? [
          invalidValue(
            field,
            addresses.map((IP) => ({ IP })),
            FAMILIES,
          ),
        ]
      : []),
  ]
}

const validateHostAddresses = ({ hostIP = '', hostIPs = [] }: PodStatus): readonly StatusCause[] => {
  const [first] = hostIPs
  return [
    ...validateAddresses('status.hostIPs', hostIPs),
    ...(first === undefined || first.ip === hostIP
      ? []
      : [invalidValue('status.hostIPs[0].ip', first.ip, 'must be equal to `hostIP`')]),
  ]
}

type List = 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses'

/** Whether a container that has ended with this code may run again. */
const mayRunAgain = (exitCode: number, policy: string): boolean =>
  policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)

const policyOf = ({ spec }: Pod, list: List, name: string): string => {
  const { restartPolicy = 'Always', initContainers = [] } = spec ?? {}
  if (list === 'ephemeralContainerStatuses') return 'Never'
  const own = initContainers.find((container) => container.name === name)?.restartPolicy
  return list === 'initContainerStatuses' ? (own ?? restartPolicy) : restartPolicy
}

/** What has ended stays so, unless it may be started again. */
const validateTransitions = (pod: Pod, old: Pod, list: List): readonly StatusCause[] => {
  const now = pod.status?.[list] ?? []
  const isUndone = ({ name, state }: ContainerStatus): boolean =>
    state?.terminated !== undefined &&
    !mayRunAgain(state.terminated.exitCode, policyOf(pod, list, name)) &&
    now.some((one) => one.name === name && one.state?.terminated === undefined)
  return (old.status?.[list] ?? []).flatMap((before, index) =>
    isUndone(before)
      ? [forbiddenField(`status.${list}[${index}].state`, 'may not be transitioned to non-terminated state')]
      : [],
  )
}

const MAX_ID = 2_147_483_647

const validateId = (field: string, id: number | undefined): readonly StatusCause[] =>
  id === undefined || (id >= 0 && id <= MAX_ID) ? [] : [invalidValue(field, id, `must be between 0 and ${MAX_ID}, inclusive`)]

const validateUsers = (list: List, statuses: readonly ContainerStatus[] = []): readonly StatusCause[] =>
  statuses.flatMap(({ user }, index) => {
    const { uid, gid, supplementalGroups = [] } = user?.linux ?? {}
    const field = `status.${list}[${index}].user.linux`
    return [
      ...validateId(`${field}.uid`, uid),
      ...validateId(`${field}.gid`, gid),
      ...supplementalGroups.flatMap((group, at) => validateId(`${field}.supplementalGroups[${at}]`, group)),
    ]
  })

const validateClaims = ({ spec, status }: Pod): readonly StatusCause[] =>
  (status?.resourceClaimStatuses ?? []).flatMap(({ name, resourceClaimName: claim = '' }, index) => {
    const field = `status.resourceClaimStatuses[${index}].name`
    const isKnown = (spec?.resourceClaims ?? []).some((one) => one.name === name)
    return [
      ...(isKnown ? [] : [invalidValue(field, name, 'must match the name of an entry in `spec.resourceClaims`')]),
      ...(claim === '' ? [] : invalidEach(field, claim, dns1123Subdomain(claim))),
    ]
  })

const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const

export const comparePodStatus = (pod: Pod, old: Pod): readonly StatusCause[] => {
  const { status = {} } = pod
  const { nominatedNodeName: nominated = '', qosClass } = status
  const before = old.status ?? {}
  return [
    ...(nominated === '' || nominated === before.nominatedNodeName
      ? []
      : invalidEach('status.nominatedNodeName', nominated, dns1123Subdomain(nominated))),
    ...validateGeneration(status.observedGeneration, 'status.observedGeneration'),
    ...LISTS.flatMap((list) => validateTransitions(pod, old, list)),
    ...validateClaims(pod),
    ...validateConditions(status),
    ...validateAddresses('status.podIPs', status.podIPs ?? []),
    ...validateHostAddresses(status),
    ...LISTS.flatMap((list) => validateUsers(list, status[list])),
    ...(before.qosClass === undefined || qosClass === before.qosClass
      ? []
      : [invalidValue('status.qosClass', qosClass, 'field is immutable')]),
  ]
}
