/** Probes from this machine, which is no part of the cluster. */
import { lookup } from 'node:dns/promises'
import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect, isIP } from 'node:net'
import type { Address, Aim } from '../../../../src/grading/observation/aim.ts'
import type { Seen, UnobservedReason } from '../../../../src/grading/observation/observation.ts'
import { readRequest } from '../../../../src/network/http/asked.ts'
import type { Verdict } from '../../../../src/network/model.ts'

const CONNECT_MS = 3_000
const ANSWER_MS = 8_000
const MAX_BYTES = 64 * 1024

const VERDICTS: Readonly<Record<string, Verdict>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
}

const verdictOf = (error: unknown): Verdict =>
  (error instanceof Error && 'code' in error ? VERDICTS[String(error.code)] : undefined) ?? 'unreachable'

/** What becomes of a connection from here. */
export const connectFromHere = ({ host, port }: Address, timeoutMs = CONNECT_MS): Promise<Verdict> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    const finish = (verdict: Verdict): void => {
      socket.destroy()
      resolve(verdict)
    }
    socket.setTimeout(timeoutMs, () => finish('timed-out'))
    socket.on('connect', () => finish('connected'))
    socket.on('error', (error) => finish(verdictOf(error)))
  })

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A certificate proves nothing here: what is asked is whether an answer comes, not from whom. */
const requestFromHere = async (aim: Extract<Aim, { kind: 'request' }>): Promise<Seen> => {
  const read = readRequest({ from: { outside: '' }, url: aim.url, method: aim.method, headers: aim.headers })
  if (read === undefined) return { kind: 'request', verdict: 'unresolved' }
  const { host, port } = aim.connectTo ?? read
  const verdict = await connectFromHere({ host, port })
  if (verdict !== 'connected') return { kind: 'request', verdict }
  const isSecure = read.scheme === 'https'
  return new Promise((resolve) => {
    const outgoing = (isSecure ? secureRequest : plainRequest)({
      host,
      port,
      method: read.method,
      path: read.target,
      headers: { ...aim.headers, host: read.hostHeader },
      timeout: ANSWER_MS,
      ...(isSecure ? { rejectUnauthorized: false, servername: isIP(read.host) === 0 ? read.host : '' } : {}),
    })
    const finish = (seen: Seen): void => resolve(seen)
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')))
    outgoing.on('error', () => finish({ kind: 'request', verdict: 'connected' }))
    outgoing.on('response', (message) => {
      const pairs = Object.entries(message.headers).map(([name, value]) => [name, String(value)] as const)
      bodyOf(message).then(
        (body) =>
          finish({
            kind: 'request',
            verdict: 'connected',
            response: { status: message.statusCode ?? 0, headers: Object.fromEntries(pairs), body },
          }),
        () => finish({ kind: 'request', verdict: 'connected' }),
      )
    })
    outgoing.end()
  })
}

const lookUpFromHere = async (name: string): Promise<Seen> => {
  try {
    const found = await lookup(name, { all: true, family: 4 })
    return { kind: 'name', outcome: 'NOERROR', found: found.map(({ address }) => address) }
  } catch {
    return { kind: 'name', outcome: 'not-found', found: [] }
  }
}

export type SeenFromHere = { readonly seen: Seen } | { readonly unobserved: UnobservedReason }

/** The kubelet of every node waits there: whoever can reach a node gets an answer, if only a refusal. */
const KUBELET_PORT = 10_250
const REACHED: ReadonlySet<Verdict> = new Set<Verdict>(['connected', 'refused'])

const isReached = async (host: string): Promise<boolean> =>
  REACHED.has(await connectFromHere({ host, port: KUBELET_PORT }, 1_500))

/** Nodes in containers of a virtual machine are behind ports of this machine's own, as kind maps them. */
const viaLoopback = async ({ port }: Address): Promise<Address | undefined> => {
  const own = { host: '127.0.0.1', port }
  return (await connectFromHere(own, 1_500)) === 'connected' ? own : undefined
}

/** What is asked for itself, or how it is reached where its node is out of reach; undefined where there is no way. */
const wayTo = async (address: Address, nodes: readonly string[]): Promise<Address | undefined> => {
  if (!nodes.includes(address.host) || (await isReached(address.host))) return address
  return viaLoopback(address)
}

/** `nodes`: addresses of nodes, which may be out of reach from here. */
export const observeFromHere = async (aim: Aim, nodes: readonly string[]): Promise<SeenFromHere> => {
  if (aim.kind === 'name') return { seen: await lookUpFromHere(aim.name) }
  if (aim.kind === 'connection') {
    if (aim.protocol !== 'TCP') return { unobserved: 'no-tool' }
    const way = await wayTo(aim, nodes)
    return way === undefined
      ? { unobserved: 'no-way-from-here' }
      : { seen: { kind: 'connection', verdict: await connectFromHere(way) } }
  }
  const read = readRequest({ from: { outside: '' }, url: aim.url, headers: aim.headers })
  const asked = aim.connectTo ?? (read === undefined ? undefined : { host: read.host, port: read.port })
  const way = asked === undefined ? undefined : await wayTo(asked, nodes)
  return way === undefined ? { unobserved: 'no-way-from-here' } : { seen: await requestFromHere({ ...aim, connectTo: way }) }
}
