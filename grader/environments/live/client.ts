/** Talking to a real API server, as the context of a kubeconfig says. */
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import process from 'node:process'
import { request, type RequestOptions } from 'node:https'
import { request as plainRequest, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { KubeConfig } from '@kubernetes/client-node'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../terminal/problem.ts'
import { typedFor, type Typed } from './typed.ts'

export interface LiveClient {
  readonly config: KubeConfig
  readonly typed: Typed
  /** The answer's body, whatever the status; fails with `cluster-unreachable` where there is none. */
  ask(method: Method, path: string, body?: unknown): Promise<LiveReply>
}

/** `PATCH` is one of strategic merge: lists of objects are merged by their names. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface LiveReply {
  readonly status: number
  readonly body: unknown
}

/** How long nothing may come; how long an answer may take that comes in pieces. */
const [SILENT_MS, ANSWER_MS] = [15_000, 120_000]
const MAX_BYTES = 256 * 1024 * 1024

/** A context in a file that was made here. */
export interface OwnContext {
  readonly name: string
  readonly file: string
}

/** Of the user's kubeconfig by its name, or one of our own. */
export type LiveContext = string | OwnContext

/** As kubectl reads it: of the files that KUBECONFIG names those that are not there are left out, unless none is. */
function loadUsers(config: KubeConfig): void {
  const files = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '')
  const [first, ...others] = files.filter((file) => existsSync(file))
  if (first === undefined) return config.loadFromDefault()
  config.loadFromFile(first)
  for (const file of others) {
    const other = new KubeConfig()
    other.loadFromFile(file)
    config.mergeConfig(other, true)
  }
}

/** The context has to be named: what happens to be current is never used. */
export function openContext(context: LiveContext | undefined): LiveClient {
  const config = new KubeConfig()
  const name = typeof context === 'object' ? context.name : context
  try {
    if (typeof context === 'object') config.loadFromFile(context.file)
    else loadUsers(config)
  } catch (error) {
    throw new Problem('kubeconfig-broken', { reason: reasonOf(error) }, error)
  }
  const contexts = config.getContexts().map((one) => one.name)
  if (name === undefined) throw new Problem('context-missing', { contexts: contexts.join(', ') })
  if (!contexts.includes(name))
    throw new Problem('context-unknown', {
      given: name,
      nearest: nearest(name, contexts)[0] ?? '',
      contexts: contexts.join(', '),
    })
  config.setCurrentContext(name)
  const typed = typedFor(context ?? name)
  const to = { config, context: name, typed }
  return {
    config,
    typed,
    ask: (method, path, body) => ask(to, { method, path, ...(body === undefined ? {} : { body }) }),
  }
}

/** The cluster that is asked. */
interface Asking {
  readonly config: KubeConfig
  readonly context: string
  readonly typed: Typed
}

interface Asked {
  readonly method: Method
  readonly path: string
  readonly body?: unknown
}

async function ask({ config, context, typed }: Asking, { method, path, body }: Asked): Promise<LiveReply> {
  const server = config.getCurrentCluster()?.server ?? ''
  try {
    const { url, options } = await prepareRequest(config, method, path)
    const type =
      body === undefined
        ? {}
        : { 'content-type': method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json' }
    return await send(url, { ...options, headers: { ...options.headers, ...type } }, body)
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem('cluster-unreachable', { context, server, reason: reasonOf(error), kubectl: typed.kubectl }, error)
  }
}

interface Prepared {
  readonly url: URL
  readonly options: Omit<RequestOptions, 'headers'> & { readonly headers: OutgoingHttpHeaders }
}

/** With the credentials of the kubeconfig's current context. */
export async function prepareRequest(config: KubeConfig, method: Method, path: string): Promise<Prepared> {
  const options: RequestOptions = { method }
  await config.applyToHTTPSOptions(options)
  const { agent, headers, ...rest } = options
  const url = new URL((config.getCurrentCluster()?.server ?? '').replace(/\/$/u, '') + path)
  // The agent is one of TLS.
  const own = url.protocol === 'http:' || agent === undefined ? {} : { agent }
  const known = headers as OutgoingHttpHeaders | undefined
  return { url, options: { ...rest, ...own, headers: { ...known, accept: 'application/json' } } }
}

/** Over TLS or not, as the address says. */
export const openRequest = (
  url: URL,
  options: RequestOptions,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest => (url.protocol === 'http:' ? plainRequest : request)(url, options, onResponse)

const send = (url: URL, options: RequestOptions, body: unknown): Promise<LiveReply> =>
  new Promise((resolve, reject) => {
    const outgoing = openRequest(url, { ...options, timeout: SILENT_MS }, (response) => {
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
    })
    const giveUp = (ms: number): unknown => outgoing.destroy(new Error(`no answer within ${ms / 1000} s`))
    // Who sends a little now and then is never silent, and never done.
    const timer = setTimeout(() => giveUp(ANSWER_MS), ANSWER_MS)
    outgoing.on('timeout', () => giveUp(SILENT_MS))
    outgoing.on('close', () => clearTimeout(timer))
    outgoing.on('error', (error) => {
      // The server closed a connection that nobody used just as it was used again: the question never reached it.
      const isStale = outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
      if (isStale && options.method === 'GET') send(url, options, body).then(resolve, reject)
      else reject(error)
    })
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

/** Fails with `cluster-unreachable` where the API server is gone. */
export async function requireAnswer(client: LiveClient): Promise<void> {
  await client.ask('GET', '/version')
}

export const messageOf = ({ body, status }: LiveReply): string =>
  isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : `HTTP ${status}`

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
