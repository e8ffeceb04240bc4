/** The parts of a cluster that names, Ingresses and Gateways need, for snapshots that hold a learner's objects only. */
import { METADATA_NAME } from '../kubernetes/labels.ts'
import type { IngressClass, Pod, Service } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { addressInBlock, familyOf } from './address.ts'
import type { ClusterFacts, IngressControllerFacts, Listener, PodFacts } from './facts.ts'
import { controllerOfGateway, servedGateways } from './gateway/classes.ts'
import { proxiesOf, proxyLabels, proxyNamespace } from './gateway/proxies.ts'
import type { Snapshot } from './model.ts'
import { indexSnapshot, namespaceOf } from './state.ts'
import type { NetworkState } from './state.ts'

interface Addition {
  readonly objects: readonly KubernetesObject[]
  readonly pods: Readonly<Record<string, PodFacts>>
}

const completed = new WeakMap<Snapshot, Snapshot>()

/**
 * The snapshot with the cluster's DNS server, Ingress controllers and Gateways' proxies as kubeadm and their manifests install them, each
 * only where the snapshot knows nothing of the namespace it lives in: a snapshot that holds the namespace is believed. Ingress controllers
 * are missing in no snapshot that holds kube-system.
 * The same snapshot gives the same result.
 */
export function withSystemObjects(snapshot: Snapshot): Snapshot {
  const known = completed.get(snapshot)
  if (known !== undefined) return known
  const state = indexSnapshot(snapshot)
  const takeAddresses = freeAddresses(state)
  const additions = [
    ...missingDns(state, takeAddresses),
    ...missingControllers(state, takeAddresses),
    ...missingProxies(state, takeAddresses),
  ]
  const result = additions.length === 0 ? snapshot : merge(snapshot, additions)
  completed.set(snapshot, result)
  return result
}

function merge(snapshot: Snapshot, additions: readonly Addition[]): Snapshot {
  const pods = Object.assign(
    {},
    ...additions.map((addition) => addition.pods),
    snapshot.facts.pods,
  ) as Snapshot['facts']['pods']
  return {
    objects: [...snapshot.objects, ...additions.flatMap(({ objects }) => objects)],
    facts: { ...snapshot.facts, pods },
  }
}

/** Addresses of a Pod, one of each family that Pods have, the first family's first. */
type TakeAddresses = () => readonly string[]

/** Addresses of the Pod network that no Pod has, from its start upwards. */
function freeAddresses(state: NetworkState): TakeAddresses {
  const { podCidrs } = state.facts
  const blocks = (['IPv4', 'IPv6'] as const).flatMap((family) => podCidrs.find((cidr) => familyOf(cidr) === family) ?? [])
  const ordered =
    podCidrs.length === 0 ? ['10.244.0.0/16'] : blocks.toSorted((one, other) => podCidrs.indexOf(one) - podCidrs.indexOf(other))
  let next = 1
  const taken = (): readonly string[] => ordered.flatMap((block) => addressInBlock(block, next) ?? [])
  return () => {
    do next += 1
    while (taken().some((ip) => state.podsByIp.has(ip)))
    return taken()
  }
}

function missingDns(state: NetworkState, takeAddresses: TakeAddresses): readonly Addition[] {
  if (state.namespaces.has('kube-system')) return []
  const labels = { 'k8s-app': 'kube-dns' }
  const meta = { namespace: 'kube-system', name: 'kube-dns' }
  const listeners = (['UDP', 'TCP'] as const).map((protocol): Listener => ({
    container: 'coredns',
    program: 'coredns',
    protocol,
    port: 53,
    address: '::',
  }))
  const pod = systemPod({ state, namespace: 'kube-system', name: 'coredns', labels, ips: takeAddresses() })
  return [
    {
      objects: [namespaceObject('kube-system'), dnsService(state.facts, meta, labels), pod],
      pods: { 'kube-system/coredns': { listeners, complete: true } },
    },
  ]
}

const dnsService = (
  facts: ClusterFacts,
  metadata: Service['metadata'],
  selector: Readonly<Record<string, string>>,
): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: {
    type: 'ClusterIP',
    clusterIP: facts.dnsServiceIp,
    clusterIPs: [facts.dnsServiceIp],
    ipFamilies: [familyOf(facts.dnsServiceIp)],
    selector,
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
    ],
  },
})

/** A whole cluster always has kube-system: what is not in it then has been removed, or was never installed. */
function missingControllers(state: NetworkState, takeAddresses: TakeAddresses): readonly Addition[] {
  if (state.namespaces.has('kube-system')) return []
  return state.facts.ingressControllers
    .filter(({ namespace, podLabels }) => Object.keys(podLabels).length > 0 && !state.namespaces.has(namespace))
    .map((controller) => missingController(state, controller, takeAddresses))
}

function missingController(state: NetworkState, controller: IngressControllerFacts, takeAddresses: TakeAddresses): Addition {
  const { namespace, podLabels } = controller
  const name = `${namespace}-controller`
  const pod = systemPod({ state, namespace, name, labels: podLabels, ips: takeAddresses() })
  const listeners = [80, 443].map((port): Listener => ({
    container: 'controller',
    program: 'nginx',
    protocol: 'TCP',
    port,
    address: '::',
  }))
  return {
    objects: [namespaceObject(namespace), pod, ...missingClass(state, controller)],
    pods: { [`${namespace}/${name}`]: { listeners, complete: true } },
  }
}

/** A proxy for each Gateway that a controller serves, unless the snapshot holds its namespace, or a proxy in the Gateway's own. */
function missingProxies(state: NetworkState, takeAddresses: TakeAddresses): readonly Addition[] {
  if (state.gateways.length === 0) return []
  const added = new Set<string>()
  return servedGateways(state).flatMap((gateway) => {
    const facts = controllerOfGateway(state, gateway)
    if (facts === undefined || Object.keys(facts.podLabels).length === 0) return []
    const namespace = proxyNamespace(facts, gateway)
    const isOwn = facts.namespace === undefined
    if (isOwn ? proxiesOf(state, gateway).length > 0 : state.namespaces.has(namespace)) return []
    const name = `${facts.program}-${namespaceOf(gateway)}-${gateway.metadata.name ?? ''}`
    const pod = systemPod({ state, namespace, name, labels: proxyLabels(facts, gateway), ips: takeAddresses() })
    const ports = new Set((gateway.spec?.listeners ?? []).flatMap(({ port }) => port ?? []))
    const listeners = [...ports].map((port) => listenerOf(facts.program, port))
    const isNew = !state.namespaces.has(namespace) && !added.has(namespace)
    added.add(namespace)
    return [
      {
        objects: [...(isNew ? [namespaceObject(namespace)] : []), pod],
        pods: { [`${namespace}/${name}`]: { listeners, complete: true } },
      },
    ]
  })
}

const listenerOf = (program: string, port: number): Listener => ({
  container: program,
  program,
  protocol: 'TCP',
  port,
  address: '::',
})

function missingClass(state: NetworkState, { controller }: IngressControllerFacts): readonly IngressClass[] {
  if (state.ingressClasses.length > 0 || controller !== 'k8s.io/ingress-nginx') return []
  return [{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller } }]
}

const namespaceObject = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { [METADATA_NAME]: name } },
})

interface SystemPod {
  readonly state: NetworkState
  readonly namespace: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly ips: readonly string[]
}

/** A running, ready Pod on the cluster's first node. */
function systemPod({ state, namespace, name, labels, ips }: SystemPod): Pod {
  const [nodeName] = state.nodes.keys()
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { containers: [{ name }], ...(nodeName === undefined ? {} : { nodeName }) },
    status: {
      phase: 'Running',
      ...(ips[0] === undefined ? {} : { podIP: ips[0] }),
      podIPs: ips.map((ip) => ({ ip })),
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }
}
