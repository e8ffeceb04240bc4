/** Whether a connection comes about, for every endpoint that may be chosen, and the way the packet takes. */
import type { Node, Pod, Service } from '../kubernetes/generated/types.ts'
import { familyOf, normalizeAddress } from './address.ts'
import type {
  ConnectOutcome,
  Connection,
  ConnectQuestion,
  Obstacle,
  Protocol,
  Resolution,
  ResolveHop,
  Snapshot,
  Source,
} from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { locate, sourceAddress } from './path/place.ts'
import { deadEnd } from './path/traveller.ts'
import { resolveForClient } from './resolve.ts'
import { containersOf } from './service/derive-endpoints.ts'
import { endpointsOfPort } from './service/endpoints.ts'
import { addressesOfNode, addressesOfPod, clusterIpsOf, indexSnapshot, keyOf, type NetworkState } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/**
 * Answers a question about one connection. Probabilities of the outcomes add up to 1. Never throws for what a learner may
 * have written: what does not exist is an outcome, `unreachable` or `unresolved`, whose walk says why.
 */
export const connect = (snapshot: Snapshot, question: ConnectQuestion): Connection => {
  const context = { snapshot, state: indexSnapshot(withSystemObjects(snapshot)), question }
  return { question, outcomes: outcomesOf(context) }
}

interface Context {
  readonly snapshot: Snapshot
  readonly state: NetworkState
  readonly question: ConnectQuestion
}

const outcomesOf = (context: Context): readonly ConnectOutcome[] => {
  const { to } = context.question
  if ('pod' in to) return toPod(context, to.pod.namespace, to.pod.name)
  if ('service' in to) return toService(context, to.service.namespace, to.service.name)
  if ('node' in to) return toNode(context, context.state.nodes.get(to.node), to.node)
  return toHost(context, to.host)
}

/** A Pod that has ended keeps its address in its status; what is sent there is lost on the way, which the walk shows. */
const toPod = (context: Context, namespace: string, name: string): readonly ConnectOutcome[] => {
  const { state, question } = context
  const key = keyOf(namespace, name)
  const pod = state.pods.get(key)
  if (pod === undefined) return nowhere(question, key, 'no-such-destination')
  const port = portOfPod(pod, question)
  if (port === undefined) return nowhere(question, key, 'no-such-port-name')
  const ip = pickAddress(state, question.from, addressesOfPod(pod))
  return ip === undefined ? nowhere(question, key, 'destination-not-running') : toAddress(context, ip, port)
}

/** A Service with an address is asked there; headless and ExternalName Services, and missing ones, are a matter of names (S9, S10). */
const toService = (context: Context, namespace: string, name: string): readonly ConnectOutcome[] => {
  const { state, question } = context
  const key = keyOf(namespace, name)
  const service = state.services.get(key)
  const ip = service === undefined ? undefined : pickAddress(state, question.from, clusterIpsOf(service))
  if (service === undefined || ip === undefined)
    return toHost(context, `${name}.${namespace}.svc.${state.facts.clusterDomain}.`, service)
  const port = portOfService(service, question)
  return port === undefined ? nowhere(question, key, 'no-such-port-name') : toAddress(context, ip, port)
}

const toNode = (context: Context, node: Node | undefined, name: string): readonly ConnectOutcome[] => {
  const { state, question } = context
  const ip = node === undefined ? undefined : pickAddress(state, question.from, addressesOfNode(node))
  if (ip === undefined) return nowhere(question, name, 'no-such-destination')
  return typeof question.port === 'number'
    ? toAddress(context, ip, question.port)
    : nowhere(question, name, 'no-such-port-name')
}

/** A name with several addresses: each is as likely to be the first. */
const toHost = (context: Context, host: string, service?: Service): readonly ConnectOutcome[] => {
  const { state, question } = context
  const literal = normalizeAddress(host.replace(/^\[(.*)\]$/, '$1'))
  if (literal !== undefined) return toNamedAddress(context, literal, service)
  const place = locate(state, question.from)
  if (place.kind === 'nowhere') return nowhere(question, host, place.obstacle)
  const resolution = lookUp(context, host)
  const hop = resolveHop(host, resolution)
  if (hop.stops) return [{ verdict: 'unresolved', probability: 1, walk: { hops: [hop] } }]
  return resolution.addresses.flatMap((ip) =>
    toNamedAddress(context, ip, service).map((outcome) => ({
      ...outcome,
      probability: outcome.probability / resolution.addresses.length,
      walk: { hops: [hop, ...outcome.walk.hops] },
    })),
  )
}

const lookUp = ({ snapshot, question: { from, library } }: Context, name: string): Resolution =>
  resolveForClient(snapshot, { from, name, ...(library === undefined ? {} : { library }) })

const resolveHop = (name: string, resolution: Resolution): ResolveHop => {
  const { outcome, addresses } = resolution
  const isLost = outcome === 'timed-out' || outcome === 'refused'
  return {
    kind: 'resolve',
    name,
    resolution,
    semantics: isLost ? ['D17', 'N29'] : addresses.length > 0 ? ['D1', 'D21'] : ['D13', 'D21'],
    stops: addresses.length === 0,
  }
}

/** The address that a name led to; a port's name is looked for where the address belongs. */
const toNamedAddress = (context: Context, ip: string, service?: Service): readonly ConnectOutcome[] => {
  const { state, question } = context
  if (typeof question.port === 'number') return toAddress(context, ip, question.port)
  const owner = state.servicesByIp.get(ip)?.[0]
  const pod = state.podsByIp.get(ip)?.[0]
  const port =
    owner !== undefined
      ? portOfService(owner, question)
      : (portOfEndpoint(context, ip, service) ?? (pod === undefined ? undefined : portOfPod(pod, question)))
  return port === undefined ? nowhere(question, ip, 'no-such-port-name') : toAddress(context, ip, port)
}

/** Clients that ask a headless Service for a port by name are told the endpoint's own (D3). */
const portOfEndpoint = ({ state, question }: Context, ip: string, service: Service | undefined): number | undefined => {
  const port = service?.spec?.ports?.find(({ name }) => name === question.port)
  if (service === undefined || port === undefined) return undefined
  return endpointsOfPort(state, service, port, { family: familyOf(ip) }).find((endpoint) => endpoint.ip === ip)?.port
}

const toAddress = ({ state, question }: Context, ip: string, port: number): readonly ConnectOutcome[] =>
  connectToAddress(state, question.from, { ip, port, protocol: protocolOf(question) }).outcomes

const protocolOf = ({ protocol = 'TCP' }: ConnectQuestion): Protocol => protocol

/** One of the source's family; where the source has none of them, the first, and the walk says what is wrong. */
const pickAddress = (state: NetworkState, from: Source, addresses: readonly string[]): string | undefined => {
  const place = locate(state, from)
  const usable = place.kind === 'nowhere' ? undefined : addresses.find((ip) => sourceAddress(place, ip) !== undefined)
  return usable ?? addresses[0]
}

const portOfPod = (pod: Pod, question: ConnectQuestion): number | undefined => {
  const { port } = question
  if (typeof port === 'number') return port
  const ports = containersOf(pod).flatMap(({ ports = [] }) => ports)
  return ports.find(({ name, protocol = 'TCP' }) => name === port && protocol === protocolOf(question))?.containerPort
}

const portOfService = (service: Service, { port }: ConnectQuestion): number | undefined =>
  typeof port === 'number' ? port : service.spec?.ports?.find(({ name }) => name === port)?.port

const nowhere = ({ from }: ConnectQuestion, to: string, obstacle: Obstacle): readonly ConnectOutcome[] => {
  const hop = deadEnd({
    from: nameOfSource(from),
    to,
    obstacle,
    semantics: obstacle === 'no-such-port-name' ? ['S3', 'P6'] : ['S17', 'P3'],
  })
  return [{ verdict: 'unreachable', probability: 1, walk: { hops: [hop] } }]
}

const nameOfSource = (from: Source): string =>
  'pod' in from ? keyOf(from.pod.namespace, from.pod.name) : 'node' in from ? from.node : from.outside
