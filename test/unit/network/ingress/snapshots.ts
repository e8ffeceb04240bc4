/** Small clusters for the tests of Ingresses and requests. */
import type { Ingress, IngressClass, Pod, Service } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import type { ClusterFacts, HttpRoute, Listener, PodFacts } from '../../../../src/network/facts.ts'
import type { Snapshot } from '../../../../src/network/model.ts'

export interface World {
  readonly objects: readonly KubernetesObject[]
  readonly pods?: Readonly<Record<string, PodFacts>>
  readonly cluster?: Partial<ClusterFacts>
}

export const snapshotOf = ({ objects, pods = {}, cluster = {} }: World): Snapshot => ({
  objects,
  facts: { cluster: { ...DEFAULT_CLUSTER_FACTS, ...cluster }, pods },
})

export const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
})

export const pod = (key: string, ip: string, spec: Partial<NonNullable<Pod['spec']>> = {}, ready = true): Pod => {
  const [space = '', name = ''] = key.split('/')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: space, name, labels: { app: name } },
    spec: { nodeName: 'node-1', containers: [{ name }], ...spec },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  }
}

export const service = (key: string, clusterIP: string, spec: Partial<NonNullable<Service['spec']>> = {}): Service => {
  const [space = '', name = ''] = key.split('/')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: space, name },
    spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], selector: { app: name }, ports: [{ port: 80 }], ...spec },
  }
}

export const node = (name: string, ip: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { addresses: [{ type: 'InternalIP', address: ip }] },
  }) as KubernetesObject

export const nginxClass: IngressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx' },
  spec: { controller: 'k8s.io/ingress-nginx' },
}

/** `paths` are written `host Type /path service[:port]`; the host `*` is none. */
export const ingress = (
  name: string,
  paths: readonly string[],
  options: { readonly annotations?: Record<string, string>; readonly spec?: object; readonly created?: string } = {},
): Ingress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    namespace: 'default',
    name,
    ...(options.created === undefined ? {} : { creationTimestamp: options.created }),
    annotations: Object.fromEntries(
      Object.entries(options.annotations ?? {}).map(([key, value]) => [
        key.includes('/') ? key : `nginx.ingress.kubernetes.io/${key}`,
        value,
      ]),
    ),
  },
  spec: {
    ingressClassName: 'nginx',
    ...(paths.length === 0 ? {} : { rules: paths.map(rule) }),
    ...options.spec,
  },
})

function rule(text: string): NonNullable<NonNullable<Ingress['spec']>['rules']>[number] {
  const [host = '', pathType = '', path = '', backend = ''] = text.split(' ')
  const [name = '', port = '80'] = backend.split(':')
  const stated = /^\d+$/.test(port) ? { number: Number(port) } : { name: port }
  return {
    ...(host === '*' ? {} : { host }),
    http: { paths: [{ path, pathType, backend: { service: { name, port: stated } } }] },
  }
}

export const route = (path: string, status = 200, body = ''): HttpRoute => ({ path, match: 'exact', status, headers: {}, body })

export const http = (container: string, port: number, routes: readonly HttpRoute[], address = '0.0.0.0'): PodFacts => ({
  complete: true,
  listeners: [{ container, program: 'nginx', protocol: 'TCP', port, address, http: routes } satisfies Listener],
})

/** A Pod and its Service of the same name on port 80, and what the Pod answers: its name and the path, for every path. */
export function web(name: string, index: number, ready = true): World {
  const key = `default/${name}`
  const echo: HttpRoute = { path: '/', match: 'prefix', status: 200, headers: {}, body: '{hostname} {path} {host} {client}' }
  return {
    objects: [pod(key, `10.244.1.${index}`, {}, ready), service(key, `10.96.1.${index}`)],
    pods: { [key]: http(name, 80, [echo]) },
  }
}

export const merge = (...worlds: readonly World[]): World => ({
  objects: worlds.flatMap(({ objects }) => objects),
  pods: Object.assign({}, ...worlds.map(({ pods = {} }) => pods)) as Record<string, PodFacts>,
  cluster: Object.assign({}, ...worlds.map(({ cluster = {} }) => cluster)) as Partial<ClusterFacts>,
})
