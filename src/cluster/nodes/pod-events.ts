/** Events that a kubelet tells about a Pod and its containers. */
import type { ControllerContext } from '../controllers/controller.ts'
import type { ContainerKind, ContainerRecord } from './container-record.ts'
import type { Sandbox } from './sandbox.ts'

export type Report = (type: 'Normal' | 'Warning', reason: string, message: string) => void

const LISTS: Readonly<Record<ContainerKind, string>> = {
  init: 'initContainers',
  sidecar: 'initContainers',
  main: 'containers',
  ephemeral: 'ephemeralContainers',
}

/** Tells events about a Pod, or about one of its containers. */
export const reporter = ({ pod }: Sandbox, context: ControllerContext, record?: ContainerRecord): Report => {
  const { namespace = 'default', name = '', uid = '' } = pod.metadata
  const fieldPath = record === undefined ? {} : { fieldPath: `spec.${LISTS[record.kind]}{${record.container.name}}` }
  const about = { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, ...fieldPath }
  return (type, reason, message) =>
    context.recordEvent({ about, type, reason, message, component: 'kubelet', host: pod.spec?.nodeName ?? '' })
}
