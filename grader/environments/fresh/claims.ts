/** What a cluster has once only, whatever namespace asks for it: submissions that want the same of it wait for each other. */
import type { IngressSpec, PodSpec, ServiceSpec } from '../../../src/kubernetes/generated/types.ts'
import { isIngress, isPod, isService } from '../../../src/kubernetes/guards.ts'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { findResource } from '../../../src/kubernetes/resources.ts'
import { isClustersOwn } from './relocation.ts'

const ofService = ({ ports = [], clusterIP = '', healthCheckNodePort, externalIPs = [] }: ServiceSpec): readonly string[] => [
  ...(clusterIP === '' || clusterIP === 'None' ? [] : [`address ${clusterIP}`]),
  ...ports.flatMap(({ nodePort }) => (nodePort === undefined ? [] : [`node port ${nodePort}`])),
  ...(healthCheckNodePort === undefined ? [] : [`node port ${healthCheckNodePort}`]),
  ...externalIPs.map((address) => `address ${address}`),
]

/** Controllers join the paths of a host, whichever Ingress names it. */
const ofIngress = ({ rules = [], defaultBackend }: IngressSpec): readonly string[] => [
  ...rules.map(({ host = '*' }) => `host ${host}`),
  ...(defaultBackend === undefined ? [] : ['host *']),
]

const ofPods = ({ hostNetwork, containers = [] }: Partial<PodSpec>): readonly string[] => [
  ...(hostNetwork === true ? ['the nodes’ network'] : []),
  ...containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [`host port ${hostPort}`])),
  ),
]

/** Of a Pod, or of the template that a workload makes Pods of. */
const podSpecIn = (object: KubernetesObject): Partial<PodSpec> => {
  if (isPod(object)) return object.spec ?? {}
  const spec: unknown = (object as { readonly spec?: unknown }).spec
  const job = isJsonObject(spec) && isJsonObject(spec['jobTemplate']) ? spec['jobTemplate']['spec'] : spec
  const template = isJsonObject(job) ? job['template'] : undefined
  return isJsonObject(template) && isJsonObject(template['spec']) ? template['spec'] : {}
}

/** The object itself, where its name is not in a namespace of the submission's. */
const ofName = ({ apiVersion, kind, metadata: { namespace = 'default', name = '' } }: KubernetesObject): readonly string[] => {
  if (findResource(apiVersion, kind)?.namespaced === true)
    return isClustersOwn(namespace) ? [`${kind} ${namespace}/${name}`] : []
  return kind === 'Namespace' && !isClustersOwn(name) ? [] : [`${kind} ${name}`]
}

/** Each once. Equal texts are the same thing. */
export const claimsOf = (objects: readonly KubernetesObject[]): readonly string[] => [
  ...new Set(
    objects.flatMap((object) => [
      ...(isService(object) && object.spec !== undefined ? ofService(object.spec) : []),
      ...(isIngress(object) && object.spec !== undefined ? ofIngress(object.spec) : []),
      ...ofPods(podSpecIn(object)),
      ...ofName(object),
    ]),
  ),
]
