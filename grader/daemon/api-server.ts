/** The cluster's HTTPS endpoint on loopback: who asks is checked first, then the API, our own paths, or an upgrade answers. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Cluster } from '../../src/cluster/contract.ts'
import { Problem } from '../terminal/problem.ts'
import { isMaster } from '../../src/cluster/api/authentication/user.ts'
import type { Caller } from '../../src/cluster/api/gate.ts'
import { createGauge, type Gauge } from '../../src/cluster/api/limits.ts'
import { tooManyRequests, unauthorized } from '../../src/kubernetes/errors.ts'
import { identifyCaller } from './authenticate.ts'
import type { Status } from '../../src/kubernetes/status.ts'
import type { Credentials } from './credentials.ts'
import { answer, statusResponse, toRequest } from './http-adapter.ts'
import { answerPlainHttp } from './plain-http.ts'
import { systemErrorCode } from './private-files.ts'
import { failure, readUpgradeRequest, refuseUpgrade } from './streams/upgrade-request.ts'

export interface ApiServerOptions {
  readonly cluster: Cluster
  readonly credentials: Credentials
  /** In PEM: who signs certificates that were requested in the cluster. */
  readonly clientAuthority?: string | undefined
  /** Answers netgrade's own paths; undefined where it is none of them. */
  readonly answerPrivately: (request: Request) => Promise<Response | undefined>
  readonly log: (line: string) => void
  /** Resolves when the cluster's controllers have looked at what there is: nobody sees a cluster without what they make. */
  readonly begun: Promise<void>
  /** How many exec, attach and port-forward sessions may be open at the same time. */
  readonly maxSessions?: number
}

const INTERNAL_ERROR = failure(
  500,
  'InternalError',
  'Internal error occurred: the embedded cluster could not answer; its log says why',
)

const MAX_SESSIONS = 100

const secureContext = ({ serverKey, serverCertificate, authority }: Credentials, clientAuthority?: string) => ({
  key: serverKey,
  cert: serverCertificate,
  ca: clientAuthority === undefined ? authority : [authority, clientAuthority],
  minVersion: 'TLSv1.2' as const,
})

/** From now on clients that this authority (PEM) signed for are let in as well. */
export const trustClients = (server: Server, credentials: Credentials, clientAuthority: string): void =>
  server.setSecureContext(secureContext(credentials, clientAuthority))

export function createApiServer(options: ApiServerOptions): Server {
  const sessions = createGauge(options.maxSessions ?? MAX_SESSIONS)
  const server = createServer({
    ...secureContext(options.credentials, options.clientAuthority),
    requestCert: true,
    rejectUnauthorized: false,
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
  })
  answerPlainHttp(server)
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(options, incoming, outgoing).catch((error: unknown) => {
      options.log(describe(error))
      outgoing.destroy()
    })
  })
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    enterSession(sessions, socket, () => upgrade(options, incoming, socket, head)).catch((error: unknown) => {
      options.log(describe(error))
      socket.destroy()
    })
  })
  return server
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

async function serve(options: ApiServerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  await answer(incoming, outgoing, async (request) => {
    const caller = identifyCaller(incoming, options.credentials.token)
    if (caller === undefined) return statusResponse(unauthorized())
    try {
      await options.begun
      return (await askPrivately(options, request, caller)) ?? (await options.cluster.handle(request, caller))
    } catch (error) {
      options.log(describe(error))
      return statusResponse(
        error instanceof Problem
          ? failure(500, 'InternalError', `Internal error occurred: ${error.code}: ${error.detail['reason'] ?? ''}`)
          : INTERNAL_ERROR,
      )
    }
  })
}

/** A session lasts as long as its connection. */
async function enterSession(sessions: Gauge, socket: Duplex, begin: () => Promise<void>): Promise<void> {
  if (!sessions.enter()) {
    refuseUpgrade(socket, tooManyRequests('too many sessions are open: end some, then try again'))
    return
  }
  socket.once('close', () => sessions.leave())
  await begin()
}

/** netgrade's own paths are for those who may do everything. */
async function askPrivately(options: ApiServerOptions, request: Request, caller: Caller): Promise<Response | undefined> {
  return caller !== 'from-request' && isMaster(caller) ? options.answerPrivately(request) : undefined
}

async function refusalOf({ credentials, cluster }: ApiServerOptions, incoming: IncomingMessage): Promise<Status | undefined> {
  const caller = identifyCaller(incoming, credentials.token)
  return caller === undefined ? unauthorized() : cluster.authorize(toRequest(incoming), caller)
}

async function upgrade(options: ApiServerOptions, incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const request = readUpgradeRequest(incoming)
  const connection = { incoming, socket, head }
  await options.begun
  const refused = await refusalOf(options, incoming)
  if (refused !== undefined) refuseUpgrade(socket, refused)
  else if (request === undefined)
    refuseUpgrade(socket, failure(404, 'NotFound', 'the server could not find the requested resource'))
  else if (request.subresource === 'portforward') {
    const { servePortForward } = await import('./streams/port-forward.ts')
    await servePortForward(options.cluster, request, connection)
  } else {
    const { serveRemoteCommand } = await import('./streams/remote-command.ts')
    await serveRemoteCommand(options.cluster.runtime, request, connection)
  }
}

/** Listens on 127.0.0.1. A port that is taken is a problem where it was asked for, else any other free one is used. */
export async function listenOnLoopback(server: Server, port: number, mustBeThis: boolean): Promise<number> {
  try {
    return await tryToListen(server, port)
  } catch (error) {
    const reason = systemErrorCode(error) ?? String(error)
    if (mustBeThis) throw new Problem('port-taken', { port: String(port), reason }, error)
    return tryToListen(server, 0)
  }
}

function tryToListen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
