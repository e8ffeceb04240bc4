/** netgrade's own commands talking to the daemon. */
import { request } from 'node:https'
import { Problem } from '../terminal/problem.ts'
import { connectPinned } from './pinned-connection.ts'
import { readCredentials, type KeptCredentials } from './credentials.ts'
import type { StatePaths } from '../terminal/paths.ts'
import type { DaemonRecord } from './record.ts'
import { readRecord } from './record.ts'

export interface DaemonReply {
  readonly status: number
  readonly body: unknown
}

export interface DaemonAddress {
  readonly port: number
  readonly credentials: KeptCredentials
}

/** One request; rejects where no daemon of ours answers. */
export function askDaemon(
  address: DaemonAddress,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; timeoutMs?: number } = {},
): Promise<DaemonReply> {
  const { port, credentials } = address
  const timeoutMs = options.timeoutMs ?? 10_000
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        createConnection: (_options, done) => {
          connectPinned({ port, certificate: credentials.serverCertificate, timeoutMs }, done)
          return undefined
        },
        timeout: timeoutMs,
        headers: {
          authorization: `Bearer ${credentials.token}`,
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          try {
            const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null')
            resolve({ status: response.statusCode ?? 0, body })
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        })
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')))
    outgoing.on('error', reject)
    outgoing.end(options.body === undefined ? undefined : JSON.stringify(options.body))
  })
}

export interface RunningDaemon {
  readonly record: DaemonRecord
  readonly address: DaemonAddress
}

/** The daemon that runs with this state directory; undefined where none answers (its record may be left of a killed one). */
export async function findDaemon(paths: StatePaths): Promise<RunningDaemon | undefined> {
  const [record, credentials] = await Promise.all([readRecord(paths), readCredentials(paths)])
  if (record === undefined || credentials === undefined) return undefined
  const address = { port: record.port, credentials }
  const reply = await askDaemon(address, 'GET', '/netgrade/ping', { timeoutMs: 3000 }).catch(() => undefined)
  return reply?.status === 200 ? { record, address } : undefined
}

/** As findDaemon, but no daemon is a problem. */
export async function requireDaemon(paths: StatePaths): Promise<RunningDaemon> {
  const found = await findDaemon(paths)
  if (found === undefined) throw new Problem('not-running', { path: paths.home })
  return found
}

/** The reply's body, or the problem that the daemon refused. */
export async function callDaemon(
  address: DaemonAddress,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; timeoutMs?: number } = {},
): Promise<unknown> {
  const reply = await askDaemon(address, method, path, options).catch((error: unknown) => {
    throw new Problem('daemon-silent', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  })
  if (reply.status >= 300)
    throw new Problem('daemon-refused', { path, status: String(reply.status), reason: messageOf(reply.body) })
  return reply.body
}

const messageOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : JSON.stringify(body)
