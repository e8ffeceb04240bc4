/** The network model, asked what a question is about. */
import { workloadOf, type Workload } from '../../grading/ends/workloads.ts'
import type { NamedTarget, WorkloadEnd } from '../../grading/ends/read-ends.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { connect } from '../../network/connect.ts'
import type { Packet } from '../../network/hops.ts'
import type { Destination, NamespacedName, Snapshot, Source, Verdict, Walk } from '../../network/model.ts'
import { request } from '../../network/request.ts'
import type { NamedSource } from './question.ts'

/** One way that a connection or a request may go. */
export interface Way {
  readonly verdict: Verdict
  /** Of being taken; those of all ways add up to 1. */
  readonly probability: number
  readonly walk: Walk
  /** The Pod that answers. */
  readonly answeredBy?: NamespacedName
  /** The client's address as the server sees it. */
  readonly sourceSeen?: string
  /** Address and port that the packet is sent to when it comes to the server. */
  readonly destination?: string
  /** Of the HTTP answer. */
  readonly status?: number
  /** Of the request, as the server reads it. */
  readonly path?: string
}

/** An end that the state does not have: the author's mistake. */
export class UnknownEnd extends Error {}

const podOf = ({ objects }: Snapshot, wanted: Workload): NamespacedName => {
  const pod = objects.filter(isPod).find((one) => {
    const workload = workloadOf(one)
    return workload?.kind === wanted.kind && workload.name === wanted.name && workload.namespace === wanted.namespace
  })
  if (pod === undefined) throw new UnknownEnd(`the state has no Pod of ${wanted.kind} ${wanted.namespace}/${wanted.name}`)
  return { namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name ?? '' }
}

const knownPod = ({ objects }: Snapshot, { namespace, name }: NamespacedName): NamespacedName => {
  const known = objects.some(
    (object) => isPod(object) && object.metadata.name === name && object.metadata.namespace === namespace,
  )
  if (!known) throw new UnknownEnd(`the state has no Pod ${namespace}/${name}`)
  return { namespace, name }
}

const knownNode = ({ objects }: Snapshot, node: string): string => {
  const names = objects.filter(isNode).map(({ metadata }) => metadata.name ?? '')
  if (!names.includes(node)) throw new UnknownEnd(`the state has no node ${node}; it has ${names.join(', ')}`)
  return node
}

/** Throws UnknownEnd where the state does not have the client; a workload's is its first Pod. */
export const findSource = (snapshot: Snapshot, from: NamedSource): Source => {
  if ('outside' in from) return from
  if ('node' in from) return { node: knownNode(snapshot, from.node) }
  return { pod: 'workload' in from ? podOf(snapshot, from.workload) : knownPod(snapshot, from.pod) }
}

const findDestination = (snapshot: Snapshot, to: Destination | WorkloadEnd): Destination => {
  if ('workload' in to) return { pod: podOf(snapshot, to.workload) }
  if ('pod' in to) return { pod: knownPod(snapshot, to.pod) }
  return 'node' in to ? { node: knownNode(snapshot, to.node) } : to
}

/** The packet as it comes to the process that accepts it. */
const arrivingAt = ({ hops }: Walk): Packet | undefined => hops.findLast(({ kind }) => kind === 'listener')?.before

const answeredBy = ({ hops }: Walk): NamespacedName | undefined => {
  const listener = hops.findLast((hop) => hop.kind === 'listener')
  return listener?.decision === 'refused' ? undefined : listener?.pod
}

/** The path as it comes to a server, which a controller or Gateway may have rewritten. */
const pathRead = (url: string, { hops }: Walk): string => {
  const route = hops.findLast((hop) => hop.kind === 'route')
  return route?.forwardedPath ?? route?.requestedPath ?? new URL(url).pathname
}

const wayOf = ({
  verdict,
  probability,
  walk,
  status,
}: Pick<Way, 'verdict' | 'probability' | 'walk'> & { readonly status?: number | undefined }): Way => {
  const pod = verdict === 'connected' ? answeredBy(walk) : undefined
  const packet = verdict === 'connected' ? arrivingAt(walk) : undefined
  return {
    verdict,
    probability,
    walk,
    ...(pod === undefined ? {} : { answeredBy: pod }),
    ...(packet === undefined
      ? {}
      : { sourceSeen: packet.sourceIp, destination: `${packet.destinationIp}:${packet.destinationPort}` }),
    ...(status === undefined ? {} : { status }),
  }
}

/** Every way that a connection or request may go. A client outside asks the Ingress controller or Gateway that its name stands for. */
export const waysOf = (
  snapshot: Snapshot,
  named: NamedSource,
  target: Exclude<NamedTarget, { kind: 'name' }>,
): readonly Way[] => {
  const from = findSource(snapshot, named)
  if (target.kind === 'connection')
    return connect(snapshot, { from, to: findDestination(snapshot, target.to), port: target.port }).outcomes.map(wayOf)
  const { outcomes } = request(snapshot, {
    from,
    url: target.url,
    ...('outside' in from ? { connectTo: 'ingress' as const } : {}),
  })
  return outcomes.map(({ verdict, probability, walk, response }) => {
    const way = wayOf({ verdict, probability, walk, status: response?.status })
    return way.answeredBy === undefined ? way : { ...way, path: pathRead(target.url, walk) }
  })
}
