/** What the cluster's DNS server was asked stands in its log, where its Corefile says so. */
import { respond } from '../../network/dns/respond.ts'
import type { Connection, DnsAnswer, DnsType, Resolution, Snapshot, Walk } from '../../network/model.ts'
import { hashText } from '../controllers/workloads/template-hash.ts'
import type { EndpointChooser } from '../session-affinity.ts'
import { instanceOf } from './access-log.ts'
import { sizeOfMessage } from './dns-message.ts'
import type { Kubelet } from './kubelet.ts'
import type { AskedName } from './programs/program.ts'

/** One question, and what came back. */
export interface Asked {
  readonly name: string
  readonly type: DnsType
  readonly answer: DnsAnswer | 'timed-out' | 'refused'
}

type Heard = Asked & { readonly answer: DnsAnswer }

const isHeard = (asked: Asked): asked is Heard => typeof asked.answer !== 'string'

/** Questions that one client has asked of one server, over the same socket. */
export interface Asking {
  /** The way to the server; absent where it is none of the cluster's. */
  readonly server: Connection | undefined
  /** Called where somebody writes it down. */
  readonly asked: () => readonly Asked[]
  /** How long the message's extension is that tells how much the client takes; absent where it has none. */
  readonly ednsBytes?: number
  readonly overTcp?: boolean
  /** False where the client forbids the server to ask others. */
  readonly recurses?: boolean
}

const NO_RECORDS: DnsAnswer = { rcode: 'NOERROR', authoritative: false, answer: [], authority: [], additional: [] }
const FIRST_PORT = 32_768
const PORTS = 28_000
const EDNS_BYTES = 1232
const PLAIN_BYTES = 512
const TCP_BYTES = 65_535

/** Programs that look a name up with one type in the open, such as nslookup. */
export const askingOf = (resolution: Resolution): Asking => ({
  server: resolution.server,
  asked: () =>
    resolution.steps
      .filter(({ source }) => source === 'search-list' || source === 'as-is')
      .map(({ query, answer }) => ({ name: query, type: resolution.question.type ?? 'A', answer })),
})

/** Programs that want to connect ask for the addresses of both families under each name. */
const askingToConnect = (resolution: Resolution, snapshot: Snapshot): Asking => {
  const { server, asked } = askingOf(resolution)
  const both = (): readonly Asked[] =>
    asked().flatMap(({ name, answer }) =>
      (['A', 'AAAA'] as const).map((type) => ({
        name,
        type,
        answer: typeof answer === 'string' ? answer : respond(snapshot, name, type),
      })),
    )
  return { server, asked: both }
}

interface Lookups extends Pick<EndpointChooser, 'choose'> {
  readonly kubelet: () => Kubelet
  readonly snapshot: () => Snapshot
  /** Numbers that differ from one to the next. */
  readonly next: () => number
}

/** The messages in which a client asks, as the server sees them. What is random in them follows from `seed`. */
export const messagesOf = (
  { asked, ednsBytes, overTcp = false, recurses = true }: Omit<Asking, 'server'>,
  { client, seed }: { readonly client: string; readonly seed: number },
): readonly AskedName[] =>
  asked()
    .filter(isHeard)
    .map(({ name, type, answer }, index) => ({
      name,
      type,
      client,
      port: FIRST_PORT + ((hashText(`port ${seed}`) >>> 0) % PORTS),
      id: (hashText(`id ${seed} ${index}`) >>> 0) % 65_536,
      protocol: overTcp ? 'tcp' : 'udp',
      bytes: sizeOfMessage({ name }, NO_RECORDS, false) + (ednsBytes ?? 0),
      mostBytes: overTcp ? TCP_BYTES : ednsBytes === undefined ? PLAIN_BYTES : EDNS_BYTES,
      recurses,
      answer,
      tookNs: 60_000 + ((hashText(`took ${seed} ${index}`) >>> 0) % 300_000),
    }))

/** Writes them down where they came to. */
export function noteAsked({ server, ...asking }: Asking, { kubelet, choose, next }: Lookups): void {
  if (server === undefined) return
  const seed = next()
  const outcome = choose(server.outcomes, (seed * 0.618_033_988_75) % 1)
  const pod = outcome?.endpoint?.pod
  if (outcome === undefined || pod === undefined) return
  const client = outcome.walk.hops.findLast((hop) => hop.kind === 'listener')?.before?.sourceIp ?? ''
  instanceOf(kubelet(), pod, undefined)?.logQueries(() => messagesOf(asking, { client, seed }))
}

/** A connection begins with the name that it is asked for by. */
export function noteNameOf({ walk }: { readonly walk: Walk }, lookups: Lookups): void {
  const [first] = walk.hops
  if (first?.kind === 'resolve') noteAsked(askingToConnect(first.resolution, lookups.snapshot()), lookups)
}
