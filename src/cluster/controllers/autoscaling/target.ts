/** What a HorizontalPodAutoscaler scales, with refusals in the words that its controller repeats. */
import { notFound } from '../../../kubernetes/errors.ts'
import type { CrossVersionObjectReference } from '../../../kubernetes/generated/types.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { servedResources } from '../../custom/served.ts'
import { readScale, withReplicas, type Workload } from '../../scale.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ControllerContext } from '../controller.ts'

export interface Target {
  readonly info: ResourceInfo
  readonly object: StoredObject
  readonly scale: Workload
}

const groupOf = (apiVersion = ''): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')

/** The target, or why it cannot be scaled. */
export const findTarget = (
  { apiVersion, kind, name }: CrossVersionObjectReference,
  namespace: string | undefined,
  { store }: ControllerContext,
): Target | string => {
  const group = groupOf(apiVersion)
  const served = servedResources(store).filter((info) => info.group === group && info.kind === kind)
  if (served.length === 0) return `no matches for kind "${kind}" in group "${group}"`
  const info = served.find(({ subresources }) => subresources.includes('scale'))
  if (info === undefined) return 'the server could not find the requested resource'
  const object = store.get(info.name, namespace, name)
  if (object === undefined) return notFound({ group, resource: info.plural, name }).message ?? ''
  return { info, object, scale: readScale(store, info, object) }
}

/** Undefined, or why it was refused. */
export const scaleTarget = (
  { info, object }: Target,
  replicas: number,
  { store, writer }: ControllerContext,
): string | undefined => {
  const result = writer.update(withReplicas(store, info, object, replicas), { subresource: 'scale' })
  return result.ok ? undefined : (result.status.message ?? '')
}
