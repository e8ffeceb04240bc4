/** A change that was just made: what new connections see until it is programmed, and what becomes of those that are open. */
import type { Namespace, Pod } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { choiceIn } from './choices.ts'
import { connect } from './connect.ts'
import type { Connection, ConnectOutcome, ConnectQuestion, EndpointChoice, Snapshot } from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { slicesOf } from './service/endpoints.ts'
import { indexSnapshot, keyOf, keyOfObject, nameOf } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/** One question around the time of a change. */
export interface ConnectionDuringChange {
  /** While kube-proxy, CoreDNS and the network plugin still work by the old objects: about a second, longer under load (K15). */
  readonly justNow: Connection
  /** Once everything is programmed. */
  readonly then: Connection
  /** What was connected before, by endpoint. */
  readonly open: readonly OpenConnection[]
}

/** A connection that was open when the change was made. */
export interface OpenConnection {
  /** The endpoint that is chosen. */
  readonly endpoint?: EndpointChoice
  /**
   * `stays`: packets follow the tracked connection, whatever the rules say now (K9). `breaks`: its server is gone (P3), or
   * policies judge it again (N27). `moves`: datagrams are not tied to their endpoint and go where the rules say now (K9).
   */
  readonly fate: 'stays' | 'breaks' | 'moves'
  /** Lines of semantics.md that it follows from. */
  readonly semantics: readonly string[]
}

/** Asks about the time right after a change from one state of a cluster to another. */
export const connectDuringChange = (before: Snapshot, after: Snapshot, question: ConnectQuestion): ConnectionDuringChange => {
  const old = connect(before, question)
  const then = connect(after, question)
  return {
    justNow: connect(notYetProgrammed(before, after), question),
    then,
    open: old.outcomes
      .filter(({ verdict }) => verdict === 'connected')
      .map((outcome) => ({
        ...(outcome.endpoint === undefined ? {} : { endpoint: outcome.endpoint }),
        ...fateOf({ before, after, then }, outcome),
      })),
  }
}

/** What components make rules of, and what those rules say. Processes and Nodes are always as they are now. */
const PROGRAMMED = new Set(['Service', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Ingress', 'IngressClass', 'Namespace'])

/**
 * The new Pods under the old rules: Services, their endpoints, policies, and the labels that policies knew of are those of
 * before (K15). Pods that are new have their own labels.
 */
export const notYetProgrammed = (before: Snapshot, after: Snapshot): Snapshot => {
  const state = indexSnapshot(before)
  const slices = [...state.services.values()]
    .filter((service) => !state.endpointSlices.has(keyOfObject(service)))
    .flatMap((service) =>
      slicesOf(state, service).map((slice, index) => ({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          namespace: nameOf(service).namespace,
          name: `${nameOf(service).name}-${index}`,
          labels: { 'kubernetes.io/service-name': nameOf(service).name },
        },
        ...slice,
      })),
    )
  const current = after.objects.filter(({ kind }) => !PROGRAMMED.has(kind))
  const objects: readonly KubernetesObject[] = [
    ...current.map((object) => (object.kind === 'Pod' ? withLabels(object, state.pods.get(keyOfObject(object))) : object)),
    ...before.objects.filter(({ kind }) => PROGRAMMED.has(kind)),
    ...newNamespaces(before, after),
    ...slices,
  ]
  return { objects, facts: { ...after.facts, cluster: before.facts.cluster } }
}

const newNamespaces = (before: Snapshot, after: Snapshot): readonly KubernetesObject[] => {
  const isNamespace = (object: KubernetesObject): object is Namespace & KubernetesObject => object.kind === 'Namespace'
  const known = new Set(before.objects.filter(isNamespace).map(({ metadata }) => metadata.name))
  return after.objects.filter(isNamespace).filter(({ metadata }) => !known.has(metadata.name))
}

const withLabels = (object: KubernetesObject, old: Pod | undefined): KubernetesObject => {
  if (old === undefined) return object
  const { labels: _labels, ...metadata } = object.metadata
  const { labels } = old.metadata
  return { ...object, metadata: { ...metadata, ...(labels === undefined ? {} : { labels }) } }
}

interface Change {
  readonly before: Snapshot
  readonly after: Snapshot
  /** What a new connection gets in the end. */
  readonly then: Connection
}

type Fate = Pick<OpenConnection, 'fate' | 'semantics'>

const fateOf = (change: Change, { endpoint, walk }: ConnectOutcome): Fate => {
  if (endpoint === undefined) return { fate: 'stays', semantics: ['K9'] }
  const { before, after, then } = change
  const { from, protocol = 'TCP' } = then.question
  const isChosen = then.outcomes.some(
    (outcome) => outcome.endpoint?.ip === endpoint.ip && outcome.endpoint.port === endpoint.port,
  )
  const isForgotten = protocol === 'UDP' && walk.hops.some(({ kind }) => kind === 'service') && !isChosen
  if (isForgotten) return { fate: 'moves', semantics: ['K9'] }
  if (!isSameServer(before, after, endpoint)) return { fate: 'breaks', semantics: ['P3'] }
  const state = indexSnapshot(withSystemObjects(after))
  const [now] = connectToAddress(state, from, { ip: endpoint.ip, port: endpoint.port, protocol }).outcomes
  const last = now?.walk.hops.at(-1)
  if (last?.kind === 'policy' && last.stops)
    return { fate: choiceIn(after.facts.cluster, 'openConnections') === 'kept' ? 'stays' : 'breaks', semantics: ['N27'] }
  return now?.verdict === 'connected' ? { fate: 'stays', semantics: ['K9'] } : { fate: 'breaks', semantics: ['V5'] }
}

/** A Pod of the same name with another address, or another identity, is another server (P3). */
const isSameServer = (before: Snapshot, after: Snapshot, { pod, ip }: EndpointChoice): boolean => {
  if (pod === undefined) return true
  const [old, now] = [before, after].map((one) =>
    indexSnapshot(withSystemObjects(one)).pods.get(keyOf(pod.namespace, pod.name)),
  )
  const ips = (now?.status?.podIPs ?? []).map((one) => one.ip)
  return now !== undefined && old?.metadata.uid === now.metadata.uid && (now.status?.podIP === ip || ips.includes(ip))
}
