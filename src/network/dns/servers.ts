import type { Connection, DnsAnswer, DnsType, Source } from '../model.ts'
import { connectToAddress } from '../path/connect-address.ts'
import { keyOf } from '../state.ts'
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
  return { ip, connection, reach, isOfCluster: isDefault || leadsToCoreDns(state, connection) }
}

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
  return server.isOfCluster ? respond(state.snapshot, question.name, question.type) : answerFromUpstream(state.facts, question)
}
