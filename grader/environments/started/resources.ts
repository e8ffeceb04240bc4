/** Kinds of start states, where the API server has them, and the mark that they get. */
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { findResource, type ResourceInfo } from '../../../src/kubernetes/resources.ts'

/** On everything that `grade start` puts into a real cluster; its value is the section. What carries it may be removed again. */
export const TASK_LABEL = 'netgrade.dev/task'

export const withMark = (object: KubernetesObject, task: string): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, [TASK_LABEL]: task } },
})

export const markOf = ({ metadata }: KubernetesObject): string | undefined => metadata.labels?.[TASK_LABEL]

const kind = (apiVersion: string, name: string): ResourceInfo => {
  const info = findResource(apiVersion, name)
  if (info === undefined) throw new Error(`${apiVersion} has no ${name}`)
  return info
}

export const NAMESPACES = kind('v1', 'Namespace')

/** What a start state may have in namespaces, and what learners make there. Workloads come before the Pods that they own. */
export const NAMESPACED: readonly ResourceInfo[] = [
  kind('apps/v1', 'Deployment'),
  kind('apps/v1', 'StatefulSet'),
  kind('apps/v1', 'DaemonSet'),
  kind('apps/v1', 'ReplicaSet'),
  kind('batch/v1', 'CronJob'),
  kind('batch/v1', 'Job'),
  kind('v1', 'Pod'),
  kind('v1', 'Service'),
  kind('v1', 'ConfigMap'),
  kind('v1', 'Secret'),
  kind('networking.k8s.io/v1', 'NetworkPolicy'),
  kind('networking.k8s.io/v1', 'Ingress'),
]

/** The resource of an object of a start state; fails for kinds that are not known to be there. */
export const resourceOf = (object: KubernetesObject): ResourceInfo => kind(object.apiVersion, object.kind)

export const namespaceOf = (info: ResourceInfo, { metadata }: KubernetesObject): string | undefined =>
  info.namespaced ? (metadata.namespace ?? 'default') : undefined

/** Of all objects of a kind, or those of a namespace. */
export const listPath = ({ apiVersion, plural }: ResourceInfo, namespace?: string): string => {
  const root = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`
  return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`
}

export const objectPath = (object: KubernetesObject): string => {
  const info = resourceOf(object)
  return `${listPath(info, namespaceOf(info, object))}/${object.metadata.name ?? ''}`
}

/** `pod/poc in default`, `namespace/shop`: how an object is told of. */
export const tellObject = (object: KubernetesObject): string => {
  const info = resourceOf(object)
  const group = info.group === '' ? '' : `.${info.group}`
  const where = namespaceOf(info, object)
  return `${object.kind.toLowerCase()}${group}/${object.metadata.name ?? ''}${where === undefined ? '' : ` (${where})`}`
}

/** `pods poc -n default`: how kubectl is told of an object. */
export const argumentsFor = (object: KubernetesObject): string => {
  const info = resourceOf(object)
  const namespace = namespaceOf(info, object)
  return `${info.name} ${object.metadata.name ?? ''}${namespace === undefined ? '' : ` -n ${namespace}`}`
}
