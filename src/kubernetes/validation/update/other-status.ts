/** What statuses of Nodes, Namespaces, claims of volumes and quotas may say. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { Namespace, Node, PersistentVolumeClaim, ResourceQuota } from '../../generated/types.ts'
import { compareQuantities } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, invalidValue, notSupported } from '../causes.ts'
import { qualifiedName } from '../names.ts'
import { isNative, validateQuotaResourceName, validateResourceValue } from '../resource-names.ts'

type Amounts = Readonly<Record<string, string>>

export const validateNodeStatus = ({ status = {} }: Node): readonly StatusCause[] => {
  const seen = new Set<string>()
  const addresses = (status.addresses ?? []).flatMap(({ type, address }, index) => {
    const key = `${type} ${address}`
    const isTwice = seen.has(key)
    seen.add(key)
    return isTwice ? [duplicate(`status.addresses[${index}]`, { Type: type, Address: address })] : []
  })
  const amounts = (field: string, given: Amounts = {}): readonly StatusCause[] =>
    Object.entries(given).flatMap(([name, quantity]) => validateResourceValue(name, quantity, `status.${field}.${name}`))
  return [...amounts('capacity', status.capacity), ...amounts('allocatable', status.allocatable), ...addresses]
}

export const validateNamespaceStatus = ({ metadata, status }: Namespace): readonly StatusCause[] => {
  const { phase = '' } = status ?? {}
  const isLeaving = metadata.deletionTimestamp !== undefined
  const wanted = isLeaving ? 'Terminating' : 'Active'
  if (phase === '' || phase === wanted) return []
  const detail = `may only be '${wanted}' if \`deletionTimestamp\` is ${isLeaving ? 'not ' : ''}empty`
  return [invalidValue('status.Phase', phase, detail)]
}

const RESIZES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
] as const

/** Go shows the number itself, without its suffix. */
const validateAmount = (field: string, quantity: string): readonly StatusCause[] =>
  compareQuantities(quantity, '0') < 0
    ? [{ reason: 'FieldValueInvalid', message: `Invalid value: ${quantity}: must be a valid resource quantity`, field }]
    : []

/** Of Kubernetes' own resources there is storage. */
const validateKey = (field: string, name: string): readonly StatusCause[] => {
  const form = invalidEach(field, name, qualifiedName(name))
  return form.length > 0 || !isNative(name) || name === 'storage' ? form : [notSupported(field, name, ['storage'])]
}

export const validateClaimStatus = ({ status = {} }: PersistentVolumeClaim): readonly StatusCause[] => {
  const { capacity = {}, allocatedResources = {}, allocatedResourceStatuses = {} } = status
  const statuses = 'status.allocatedResourceStatuses'
  return [
    ...Object.entries(capacity).flatMap(([name, quantity]) => validateAmount(`status.capacity[${name}]`, quantity)),
    ...Object.entries(allocatedResourceStatuses).flatMap(([name, resize]) => [
      ...validateKey(statuses, name),
      ...(RESIZES.some((known) => known === resize) ? [] : [notSupported(statuses, name, RESIZES)]),
    ]),
    ...Object.entries(allocatedResources).flatMap(([name, quantity]) => [
      ...validateKey('status.allocatedResources', name),
      ...validateAmount(`status.allocatedResources[${name}]`, quantity),
    ]),
  ]
}

export const validateQuotaStatus = ({ status = {} }: ResourceQuota): readonly StatusCause[] =>
  (['hard', 'used'] as const).flatMap((list) =>
    Object.entries(status[list] ?? {}).flatMap(([name, quantity]) => [
      ...validateQuotaResourceName(name, `status.${list}[${name}]`),
      ...validateResourceValue(name, quantity, `status.${list}[${name}]`),
    ]),
  )
