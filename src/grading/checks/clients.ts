/** Finds the clients that a check names, and adds hypothetical ones to a copy of the state where none fits. */
import { statusOfAddresses } from '../../cluster/nodes/pod-status.ts'
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { hasLabels } from './has-labels.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { addressInBlock, sizeOfBlock } from '../../network/address.ts'
import type { NamespacedName, Snapshot, Source } from '../../network/model.ts'
import { indexSnapshot, isPodUp } from '../../network/state.ts'
import type { FromSpec, Labels } from './specs.ts'

export interface Clients {
  readonly sources: readonly Source[]
  /** With the hypothetical Pods, where there are some. */
  readonly snapshot: Snapshot
  /** A named Pod that does not exist. */
  readonly missing?: NamespacedName
}

/** TEST-NET-3 of RFC 5737: an address that no cluster has. */
const OUTSIDE_ADDRESS = '203.0.113.7'

/** A Pod that is asked is no client of its own: policies do not apply to it, and its own name is in its hosts file. */
export const findClients = (snapshot: Snapshot, specs: readonly FromSpec[], asked?: NamespacedName): Clients => {
  let clients: Clients = { sources: [], snapshot }
  for (const spec of specs) {
    const found = findOne(clients.snapshot, spec, asked)
    clients = { ...clients, ...found, sources: [...clients.sources, ...found.sources] }
  }
  return clients
}

const findOne = (snapshot: Snapshot, spec: FromSpec, asked: NamespacedName | undefined): Clients => {
  if ('outside' in spec) return { snapshot, sources: [{ outside: OUTSIDE_ADDRESS }] }
  if ('node' in spec) return { snapshot, sources: [{ node: spec.node === 'any' ? anyNode(snapshot) : spec.node }] }
  if ('pod' in spec) {
    const known = indexSnapshot(snapshot).pods.has(`${spec.pod.namespace}/${spec.pod.name}`)
    return { snapshot, sources: [{ pod: spec.pod }], ...(known ? {} : { missing: spec.pod }) }
  }
  const found = podsThatFit(snapshot, spec).filter(
    ({ namespace, name }) => namespace !== asked?.namespace || name !== asked.name,
  )
  if (found.length > 0) return { snapshot, sources: found.map((pod) => ({ pod })) }
  return withHypothetical(snapshot, spec)
}

const anyNode = (snapshot: Snapshot): string => snapshot.objects.find(isNode)?.metadata.name ?? ''

type LabelSpec = Extract<FromSpec, { podLabels: Labels }>

const podsThatFit = (snapshot: Snapshot, spec: LabelSpec): readonly NamespacedName[] => {
  const { namespaces } = indexSnapshot(snapshot)
  return snapshot.objects.filter(isPod).flatMap(({ metadata, ...pod }) => {
    const namespace = metadata.namespace ?? 'default'
    const fits =
      'namespace' in spec ? spec.namespace === namespace : hasLabels(spec.namespaceLabels, namespaces.get(namespace) ?? {})
    const up = isPodUp({ metadata, ...pod }) && pod.spec?.hostNetwork !== true
    return fits && up && hasLabels(spec.podLabels, metadata.labels ?? {}) ? [{ namespace, name: metadata.name ?? '' }] : []
  })
}

/** A name that nothing in the state has. */
const freeName = (snapshot: Snapshot, kind: string, prefix: string): string => {
  const taken = new Set(snapshot.objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name))
  let number = 1
  while (taken.has(`${prefix}-${number}`)) number += 1
  return `${prefix}-${number}`
}

const withHypothetical = (snapshot: Snapshot, spec: LabelSpec): Clients => {
  const namespace = 'namespace' in spec ? spec.namespace : namespaceWith(snapshot, spec.namespaceLabels)
  const name = freeName(snapshot, 'Pod', 'client')
  const pod = hypotheticalPod(snapshot, { namespace, name }, spec.podLabels)
  const known = indexSnapshot(snapshot).namespaces.has(namespace)
  const added = known || !('namespaceLabels' in spec) ? [pod] : [hypotheticalNamespace(namespace, spec.namespaceLabels), pod]
  return { snapshot: { ...snapshot, objects: [...snapshot.objects, ...added] }, sources: [{ pod: { namespace, name } }] }
}

/** An existing namespace of these labels, else a name for a new one. */
const namespaceWith = (snapshot: Snapshot, labels: Labels): string => {
  const found = [...indexSnapshot(snapshot).namespaces].find(([, known]) => hasLabels(labels, known))
  return found?.[0] ?? freeName(snapshot, 'Namespace', 'elsewhere')
}

export const hypotheticalNamespace = (name: string, labels: Labels): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { ...labels, [METADATA_NAME]: name } },
})

/** Addresses of hypothetical Pods lie near the end of a range, or of its first 65,536 addresses: 10.244.250.1. */
const FAR = 2 ** 16

/** A Pod that runs and listens on nothing, at addresses that are free, one of each family. */
export const hypotheticalPod = (snapshot: Snapshot, { namespace, name }: NamespacedName, labels: Labels): Pod => {
  const { podsByIp } = indexSnapshot(snapshot)
  const { podCidrs } = snapshot.facts.cluster
  const at = (number: number): readonly string[] =>
    podCidrs.flatMap((cidr) => addressInBlock(cidr, Math.floor((Math.min(sizeOfBlock(cidr), FAR) * 125) / 128) + number) ?? [])
  let number = 1
  while (at(number).some((ip) => podsByIp.has(ip)) && number < 250) number += 1
  const nodeName = anyNode(snapshot)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { containers: [{ name: 'client', image: 'busybox' }], ...(nodeName === '' ? {} : { nodeName }) },
    status: { phase: 'Running', ...statusOfAddresses(at(number)), conditions: [{ type: 'Ready', status: 'True' }] },
  }
}
