import type { Connection, DnsAnswer, DnsType, Source } from '../model.ts'
import { familyOf } from '../address.ts'
import { connectToAddress } from '../path/connect-address.ts'
import { isForNodeDns } from '../path/node-dns.ts'
import { endpointsOfPort } from '../service/endpoints.ts'
import { clusterIpsOf, keyOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { respond } from './respond.ts'
import { answerFromUpstream } from './upstream.ts'

const DNS_PORT = 53

/** A DNS server as one client sees it. */
export interface DnsServer {
  readonly ip: string
  /** Absent where the way to the server is not part of the model: machines outside ask resolvers outside. */
  readonly connection?: Connection
  readonly reach: 'reachable' | 'timed-out' | 'refused'
  /** Whether it knows the cluster's names. */
  readonly isOfCluster: boolean
  /** Present for the node's own cache: the way from there to the cluster's server, over TCP (D29). */
  readonly behind?: Connection
}

/** Connects to a nameserver over UDP. One endpoint that answers is enough: resolvers try again. */
export function reachServer(state: NetworkState, source: Source, ip: string): DnsServer {
  const isDefault = ip === state.facts.dnsServiceIp
  if (!('pod' in source)) return { ip, reach: 'reachable', isOfCluster: isDefault }
  const connection = connectToAddress(state, source, { ip, port: DNS_PORT, protocol: 'UDP' })
  const verdicts = connection.outcomes.map(({ verdict }) => verdict)
  const reach = verdicts.includes('connected')
    ? 'reachable'
    : verdicts.every((verdict) => verdict === 'refused')
      ? 'refused'
      : 'timed-out'
  if (!isForNodeDns(state, { destinationIp: ip, destinationPort: DNS_PORT, protocol: 'UDP' }))
    return { ip, connection, reach, isOfCluster: isDefault || leadsToCoreDns(state, connection) }
  const behind = connectBehindCache(state, source)
  return { ip, connection, reach, isOfCluster: true, ...(behind === undefined ? {} : { behind }) }
}

/**
 * The cache asks the cluster's server through a Service of its own with the same endpoints, from the node's network and
 * over TCP. Where the node is not known, it is taken to get there.
 */
function connectBehindCache(state: NetworkState, source: Extract<Source, { pod: unknown }>): Connection | undefined {
  const node = state.pods.get(keyOf(source.pod.namespace, source.pod.name))?.spec?.nodeName ?? ''
  if (!state.nodes.has(node)) return undefined
  const service = [...state.services.values()].find((one) => clusterIpsOf(one).includes(state.facts.dnsServiceIp))
  const port = service?.spec?.ports?.find((one) => one.port === DNS_PORT && one.protocol === 'TCP')
  const endpoints =
    service === undefined || port === undefined
      ? []
      : endpointsOfPort(state, service, port, { family: familyOf(state.facts.dnsServiceIp) }).filter(({ ready }) => ready)
  const question = { from: { node }, to: { host: state.facts.dnsServiceIp }, port: DNS_PORT, protocol: 'TCP' } as const
  const outcomes = endpoints.flatMap((endpoint) =>
    connectToAddress(state, { node }, { ip: endpoint.ip, port: endpoint.port }).outcomes.map((outcome) => ({
      ...outcome,
      probability: outcome.probability / endpoints.length,
    })),
  )
  return { question, outcomes }
}

/** A cache that cannot ask further says so (D29); it tries every server behind it. */
const isCutOff = ({ behind }: DnsServer): boolean =>
  behind !== undefined && behind.outcomes.every(({ verdict }) => verdict !== 'connected')

/** The Pods of the cluster's DNS server may be asked by their own addresses, too. */
function leadsToCoreDns(state: NetworkState, connection: Connection): boolean {
  return connection.outcomes.some(({ verdict, endpoint }) => {
    if (verdict !== 'connected' || endpoint?.pod === undefined) return false
    const pod = state.pods.get(keyOf(endpoint.pod.namespace, endpoint.pod.name))
    return pod?.metadata.labels?.['k8s-app'] === 'kube-dns'
  })
}

/** Asks one server a question; the name is absolute. */
export function askServer(
  state: NetworkState,
  server: DnsServer,
  question: { readonly name: string; readonly type: DnsType },
): DnsAnswer | 'timed-out' | 'refused' {
  if (server.reach !== 'reachable') return server.reach
  if (isCutOff(server)) return { rcode: 'SERVFAIL', authoritative: false, answer: [], authority: [], additional: [] }
  return server.isOfCluster ? respond(state.snapshot, question.name, question.type) : answerFromUpstream(state.facts, question)
}
