/** The API of a daemon over HTTPS, without kubectl: for what needs many requests or connections that no client would make. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'

export interface Reply {
  readonly code: number
  readonly text: string
}

export interface Api {
  /** Rejects where the connection breaks. A body that is no text is sent as JSON. */
  readonly ask: (method: string, path: string, body?: unknown, type?: string) => Promise<Reply>
  /** Calls back with each piece that comes; resolves with a function that ends it when the answer begins. */
  readonly stream: (path: string, take: (text: string) => void) => Promise<() => void>
  /** A connection of one's own, with the learner's certificate. */
  readonly connect: () => Promise<TLSSocket>
  readonly close: () => void
}

/** The API of a daemon whose process is known. */
export interface DaemonApi extends Api {
  readonly pid: number
}

/** Where an API server answers, and how it and its client prove who they are: PEM. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly ca: string
  readonly cert: string
  readonly key: string
}

interface Files {
  readonly authority: string
  readonly clientCertificate: string
  readonly clientKey: string
}

const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

/** To the daemon of a state directory, as the learner. */
export async function openApi(state: string, connections = 20): Promise<DaemonApi> {
  const { authority, clientCertificate, clientKey } = await readJson<Files>(join(state, 'credentials.json'))
  const { port, pid } = await readJson<{ port: number; pid: number }>(join(state, 'daemon.json'))
  const server = { host: '127.0.0.1', port, ca: authority, cert: clientCertificate, key: clientKey }
  return { pid, ...connectApi(server, connections) }
}

/** To any API server. */
export function connectApi(tls: Server, connections: number): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const streams = new Agent({ keepAlive: false, maxSockets: Infinity })
  return {
    ask: (method, path, body, type = 'application/json') =>
      new Promise((resolve, reject) => {
        const outgoing = request({ ...tls, agent, method, path, headers: { 'content-type': type } }, (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => resolve({ code: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
        })
        outgoing.on('error', reject)
        outgoing.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
      }),
    stream: (path, take) =>
      new Promise((resolve, reject) => {
        const outgoing = request({ ...tls, agent: streams, path }, (incoming) => {
          incoming.setEncoding('utf8').on('data', take)
          incoming.on('error', () => undefined)
          resolve(() => void outgoing.destroy())
        })
        outgoing.on('error', reject)
        outgoing.end()
      }),
    connect: async () => {
      const socket = connect(tls)
      socket.on('error', () => undefined)
      await once(socket, 'secureConnect')
      return socket
    },
    close: () => {
      agent.destroy()
      streams.destroy()
    },
  }
}

export const configMap = (name: string, data: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
})

export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'

/** The generator mulberry32: the same faults in every run. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
