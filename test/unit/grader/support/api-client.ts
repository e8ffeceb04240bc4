import { request, type RequestOptions } from 'node:https'
import type { Server } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { createApiServer, listenOnLoopback } from '../../../../grader/daemon/api-server.ts'
import { makeCredentials, type Credentials } from '../../../../grader/daemon/credentials.ts'
import { createFakeCluster } from './fake-cluster.ts'

export interface TestServer {
  readonly server: Server
  readonly port: number
  readonly credentials: Credentials
  readonly logged: readonly string[]
  close(): void
}

export async function startTestServer(
  cluster = createFakeCluster(),
  { maxSessions = 100, begun = Promise.resolve() } = {},
): Promise<TestServer> {
  const credentials = await makeCredentials(Date.now())
  const logged: string[] = []
  const server = createApiServer({
    cluster,
    credentials,
    maxSessions,
    answerPrivately: () => Promise.resolve(undefined),
    begun,
    log: (line) => logged.push(line),
  })
  const port = await listenOnLoopback(server, 0, false)
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return { server, port, credentials, logged, close }
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export function ask(server: TestServer, path: string, options: RequestOptions & { body?: string } = {}): Promise<Reply> {
  const { body, ...rest } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: server.port, path, ca: server.credentials.authority, agent: false, ...rest },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export const bearer = (token: string): { headers: { authorization: string } } => ({
  headers: { authorization: `Bearer ${token}` },
})
