/** Talking to a real API server, as the context of a kubeconfig says. */
import { request, type RequestOptions } from 'node:https'
import { request as plainRequest, type OutgoingHttpHeaders } from 'node:http'
import { KubeConfig } from '@kubernetes/client-node'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../cli/problem.ts'

export interface LiveClient {
  readonly config: KubeConfig
  /** The answer's body, whatever the status; fails with `cluster-unreachable` where there is none. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<LiveReply>
}

export interface LiveReply {
  readonly status: number
  readonly body: unknown
}

const TIMEOUT_MS = 15_000
const MAX_BYTES = 256 * 1024 * 1024

/** The context has to be named: what happens to be current is never used. */
export function openContext(name: string | undefined): LiveClient {
  const config = new KubeConfig()
  try {
    config.loadFromDefault()
  } catch (error) {
    throw new Problem('kubeconfig-broken', { reason: reasonOf(error) }, error)
  }
  const contexts = config.getContexts().map((context) => context.name)
  if (name === undefined) throw new Problem('context-missing', { contexts: contexts.join(', ') })
  if (!contexts.includes(name))
    throw new Problem('context-unknown', {
      given: name,
      nearest: nearest(name, contexts)[0] ?? '',
      contexts: contexts.join(', '),
    })
  config.setCurrentContext(name)
  return { config, ask: (method, path, body) => ask(config, name, { method, path, ...(body === undefined ? {} : { body }) }) }
}

interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

async function ask(config: KubeConfig, context: string, { method, path, body }: Asked): Promise<LiveReply> {
  const server = config.getCurrentCluster()?.server ?? ''
  const options: RequestOptions = { method }
  try {
    await config.applyToHTTPSOptions(options)
    const { agent, headers, ...rest } = options
    const url = new URL(server.replace(/\/$/u, '') + path)
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const known = headers as OutgoingHttpHeaders | undefined
    // The agent is one of TLS.
    const own = url.protocol === 'http:' || agent === undefined ? {} : { agent }
    return await send(url, { ...rest, ...own, headers: { ...known, accept: 'application/json', ...type } }, body)
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem('cluster-unreachable', { context, server, reason: reasonOf(error) }, error)
  }
}

const send = (url: URL, options: RequestOptions, body: unknown): Promise<LiveReply> =>
  new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'http:' ? plainRequest : request)(
      url,
      { ...options, timeout: TIMEOUT_MS },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > MAX_BYTES) outgoing.destroy(new Error(`more than ${MAX_BYTES / 1024 / 1024} MB`))
          chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, body: parseJson(text) })
        })
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  })

/** What is no JSON is told as the text that it is. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return { message: text.trim().slice(0, 500) }
  }
}

export const messageOf = ({ body, status }: LiveReply): string =>
  isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : `HTTP ${status}`

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
