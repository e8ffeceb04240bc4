/** Finds the clients that a check names, and adds Pods of its own to a copy of the state where it names none. */
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

export interface ClientOptions {
  /** A Pod that is asked is no client of its own: policies do not apply to it, and its own name is in its hosts file. */
  readonly asked?: NamespacedName | undefined
  /** All that fit must be kept out: those that are there as well as one that may come. */
  readonly everyone?: boolean
}

export const findClients = (snapshot: Snapshot, specs: readonly FromSpec[], options: ClientOptions = {}): Clients => {
  let clients: Clients = { sources: [], snapshot }
  for (const spec of specs) {
    const found = findOne(clients.snapshot, spec, options)
    clients = { ...clients, ...found, sources: [...clients.sources, ...found.sources] }
  }
  return clients
}

/**
 * A client of which only the namespace is told is a Pod without labels of the check's own: those that happen to be there may belong to
 * another task, and be isolated for its sake.
 */
const findOne = (snapshot: Snapshot, spec: FromSpec, { asked, everyone = false }: ClientOptions): Clients => {
  if ('outside' in spec) return { snapshot, sources: [{ outside: OUTSIDE_ADDRESS }] }
  if ('node' in spec) return { snapshot, sources: [{ node: spec.node === 'any' ? anyNode(snapshot) : spec.node }] }
  if ('pod' in spec) {
    const known = indexSnapshot(snapshot).pods.has(`${spec.pod.namespace}/${spec.pod.name}`)
    return { snapshot, sources: [{ pod: spec.pod }], ...(known ? {} : { missing: spec.pod }) }
  }
  const found = podsThatFit(snapshot, spec).filter(
    ({ namespace, name }) => namespace !== asked?.namespace || name !== asked.name,
  )
  const sources = found.map((pod) => ({ pod }))
  const isAny = Object.keys(spec.podLabels).length === 0
  if (sources.length > 0 && !isAny) return { snapshot, sources }
  const added = withHypothetical(snapshot, spec)
  return everyone ? { ...added, sources: [...sources, ...added.sources] } : added
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

/** A name that nothing in the state has: with a number where it is taken. */
const freeName = (snapshot: Snapshot, kind: string, wanted: string): string => {
  const taken = new Set(snapshot.objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name))
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}

const withHypothetical = (snapshot: Snapshot, spec: LabelSpec): Clients => {
  const namespace = 'namespace' in spec ? spec.namespace : namespaceWith(snapshot, spec.namespaceLabels)
  const name = freeName(snapshot, 'Pod', 'any-pod')
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
