import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { invalid } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { toTimestamp } from '../../time.ts'
import type { Clock, Random } from '../../environment.ts'
import type { Store } from '../../store/store.ts'
import type { WriteResult } from '../writer.ts'

export interface WriteContext {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  /** The cluster's ranges of Services; kubeadm's where absent. */
  readonly serviceCidrs?: readonly string[]
  /** What a new Pod names has to be there. Absent where objects that somebody gave are all that is known of a cluster. */
  readonly checksReferences?: boolean
  /** How many objects there may be. */
  readonly maxObjects?: number
}

export const timestamp = ({ clock }: WriteContext): string => toTimestamp(clock.now())

export const refuse = (status: Status): WriteResult => ({ ok: false, status })

export const refuseInvalid = (info: ResourceInfo, object: KubernetesObject, causes: readonly StatusCause[]): WriteResult =>
  refuse(invalid(info.kind, object.metadata.name ?? '', causes, info.group))

/** How an error names the object. */
export const subjectOf = (
  info: ResourceInfo,
  name: string | undefined,
): { readonly resource: string; readonly group: string; readonly name: string } => ({
  resource: info.plural,
  group: info.group,
  name: name ?? '',
})

/** A part of an object by name, of whatever kind it is. */
export const partOf = (object: KubernetesObject, name: string): unknown =>
  Object.entries(object).find(([key]) => key === name)?.[1]

export const hasStatus = (info: ResourceInfo): boolean => info.subresources.includes('status')
