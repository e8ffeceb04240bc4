/** node:http on one side, the web's Request and Response on the other. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_BODY_BYTES } from '../../src/cluster/api/limits.ts'
import { requestTooLarge } from '../../src/kubernetes/errors.ts'
import type { Status } from '../../src/kubernetes/status.ts'

export const statusResponse = (status: Status): Response => Response.json(status, { status: status.code })

/** The request's body; undefined where it is larger than the API takes. */
export async function readBody(incoming: AsyncIterable<unknown>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The web's Request takes no TRACE. It is refused as any method that is not known. */
const methodOf = ({ method = 'GET' }: IncomingMessage): string => (method === 'TRACE' ? 'UNKNOWN' : method)

/** The web's form of a request, without its body unless one is given. */
export function toRequest(incoming: IncomingMessage, more: RequestInit = {}): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value)
    else for (const one of value ?? []) headers.append(name, one)
  }
  return new Request(`https://${headers.get('host') ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method: methodOf(incoming),
    headers,
    ...more,
  })
}

/** Answers one request. The handler's Request carries a signal that aborts when the client goes away. */
export async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : await readBody(incoming)
  if (body === undefined) {
    outgoing.shouldKeepAlive = false
    await send(outgoing, statusResponse(requestTooLarge(MAX_BODY_BYTES)), gone.signal)
    incoming.resume()
    return
  }
  const request = toRequest(incoming, {
    signal: gone.signal,
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  })
  await send(outgoing, await handle(request), gone.signal)
}

/** So long an answer may be that is told with its length, as Go does it. */
const SHORT_BYTES = 2_048

/** What a promise gives at once; undefined where it has to be waited for. */
const atOnce = <Value>(promise: Promise<Value>): Promise<Value | undefined> =>
  Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))])

type Reading = ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>

/** The whole body where it is short and there already, and what has been asked of it so far. */
async function readShort(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ readonly whole?: Uint8Array; readonly asked: Reading[] }> {
  const first = reader.read()
  const begun = await atOnce(first)
  if (begun?.done === true) return { whole: new Uint8Array(), asked: [] }
  if (begun?.value === undefined || begun.value.length > SHORT_BYTES) return { asked: [first] }
  const second = reader.read()
  const next = await atOnce(second)
  return next?.done === true ? { whole: begun.value, asked: [] } : { asked: [first, second] }
}

async function send(outgoing: ServerResponse, response: Response, gone: AbortSignal): Promise<void> {
  const head = { 'audit-id': auditIdOf(outgoing.req), ...Object.fromEntries(response.headers) }
  if (response.body === null) {
    outgoing.writeHead(response.status, head)
    outgoing.end()
    return
  }
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  gone.addEventListener('abort', cancel, { once: true })
  // A body that fails while nobody reads must not keep the connection: what was sent is no whole answer.
  reader.closed.catch(() => outgoing.destroy())
  const { whole, asked } = await readShort(reader)
  if (whole !== undefined) {
    gone.removeEventListener('abort', cancel)
    outgoing.writeHead(response.status, { ...head, 'content-length': whole.length })
    outgoing.end(whole)
    return
  }
  outgoing.writeHead(response.status, head)
  outgoing.flushHeaders()
  for (;;) {
    const { done, value } = await (asked.shift() ?? reader.read())
    if (done || gone.aborted) break
    if (!outgoing.write(value)) await new Promise<void>((resolve) => whenWritable(outgoing, resolve))
  }
  gone.removeEventListener('abort', cancel)
  outgoing.end()
}

/** By which an audit log would know the request: the client's, if it has one. */
const auditIdOf = ({ headers }: IncomingMessage): string => {
  const { 'audit-id': given = '' } = headers
  return typeof given === 'string' && given !== '' ? given : randomUUID()
}

function whenWritable(outgoing: ServerResponse, resume: () => void): void {
  const done = (): void => {
    outgoing.off('drain', done)
    outgoing.off('close', done)
    resume()
  }
  outgoing.once('drain', done)
  outgoing.once('close', done)
}
