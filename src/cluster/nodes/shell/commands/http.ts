/** Requests over the network model, as command line clients make them. */
import type { ExchangeOutcome, HttpResponse, RequestQuestion } from '../../../../network/model.ts'
import type { Certificate } from '../../../../kubernetes/x509/certificate.ts'
import { normalizeAddress } from '../../../../network/address.ts'
import type { Sent, TlsClient } from '../../conversation.ts'
import type { Connection } from '../../connection.ts'
import { readResponse, renderRequest, toBytes } from '../../http-text.ts'
import { libraryOf } from '../../userland.ts'
import { toBytes as toByteArray } from '../words.ts'
import { nextChance, type Session } from '../session.ts'
import type { Checked } from './tls-client.ts'

/** How long a client without a limit of its own waits for an answer that never comes. DIFFERS: a kernel tries for about two minutes. */
export const PATIENCE_MS = 20_000

const MAX_REDIRECTS = 50

export const parseUrl = (text: string): URL | undefined => {
  try {
    const url = new URL(/^[a-z]+:\/\//iu.test(text) ? text : `http://${text}`)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

/** host:port as it was written. */
export const authorityOf = (text: string): string => /^(?:[a-z]+:\/\/)?([^/?#]*)/iu.exec(text)?.[1] ?? text

export const portOf = (url: URL): string => (url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80')

/** The address that the connection went to, for messages. */
const addressOf = (outcome: ExchangeOutcome): string => {
  for (const hop of outcome.walk.hops) if (hop.before !== undefined && hop.kind !== 'resolve') return hop.before.destinationIp
  return ''
}

/** How a client looks at certificates. */
export interface HttpTls {
  /** Whom the first address means where its connection goes elsewhere. */
  readonly host?: string
  readonly check: (
    host: string,
    presented: readonly Certificate[],
  ) => Promise<{ readonly checked: Checked; readonly goesOn: boolean }>
}

export interface HttpRequest {
  readonly url: string
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  /** The content that is sent: bytes as letters below 256. */
  readonly body?: string
  readonly follow: boolean
  /** Looks at certificates; without it, any is taken. */
  readonly tls?: HttpTls
  /** For the connection. */
  readonly timeoutMs: number
  /** For an answer that somebody writes; without it, there is no limit. */
  readonly answerMs?: number
}

/** How it ended. `target` is what was asked last, as it was written or as the redirect wrote it. */
export type HttpEnd = {
  readonly target: string
  readonly address: string
  readonly port: string
  /** How many were followed; none where absent. */
  readonly redirects?: number
  /** What was found of the server's certificates; absent where none was looked at. */
  readonly checked?: Checked
} & (
  | {
      readonly kind:
        'bad-url' | 'unresolved' | 'not-http' | 'not-tls' | 'timed-out' | 'refused' | 'empty' | 'too-many-redirects'
    }
  /** The client ended the connection for the server's certificates. */
  | { readonly kind: 'untrusted'; readonly checked: Checked }
  | { readonly kind: 'response'; readonly response: HttpResponse; readonly url: URL; readonly isVerbatim: boolean }
)

const redirectOf = ({ status, headers }: HttpResponse, url: URL): string | undefined => {
  const { location } = headers
  return location !== undefined && status >= 300 && status < 400 ? new URL(location, url).href : undefined
}

/** Whether somebody wrote the whole response, as with nc: then no server adds to it. */
const isByHand = ({ walk }: ExchangeOutcome): boolean => walk.hops.findLast((hop) => hop.kind === 'reply')?.program === 'nc'

interface Asked {
  readonly place: { readonly target: string; readonly address: string; readonly port: string }
  readonly url: URL
  readonly question: RequestQuestion
  readonly sent: string
  readonly answerMs: number | undefined
}

/** A response that states its length ends there. */
const isWhole = (said: string): boolean => {
  const response = readResponse(said)
  const length = response?.headers['content-length']
  return response !== undefined && length !== undefined && toBytes(response.body).length >= Number(length)
}

/** All that the other side says to a text, until it ends the connection or its response is whole. */
const hearOut = async (
  session: Session,
  connection: Connection | undefined,
  text: string,
  limitMs: number | undefined,
): Promise<{ readonly said: string } | 'late' | undefined> => {
  if (connection === undefined) return undefined
  let said = ''
  const late = new AbortController()
  const giveUp = (): void => {
    late.abort()
    connection.close()
  }
  const cancel = limitMs === undefined ? undefined : session.world.clock.after(limitMs, giveUp)
  try {
    await connection.send(text)
    if (connection.answersAtOnce) await connection.finish()
    while (!isWhole(said)) {
      await session.waitUntil(connection.ready())
      const piece = connection.take()
      if (piece === undefined) break
      said += piece
    }
    return late.signal.aborted ? 'late' : { said }
  } finally {
    cancel?.()
    connection.close()
  }
}

/** A server that is not known to speak HTTP is sent the request as it stands: what it answers may be a response all the same. */
const listen = async (
  session: Session,
  outcome: ExchangeOutcome,
  { place, url, question, sent, answerMs }: Asked,
): Promise<HttpEnd> => {
  if (outcome.noResponse === 'not-tls') return { kind: 'not-tls', ...place }
  if (url.protocol === 'https:') return { kind: 'empty', ...place }
  const asked = `${renderRequest(question, `${url.pathname}${url.search}`)}${sent}`
  const heard = await hearOut(session, session.world.open(outcome), asked, answerMs)
  if (heard === 'late') return { kind: 'timed-out', ...place }
  if (heard === undefined || heard.said === '') return { kind: 'empty', ...place }
  const response = readResponse(heard.said)
  return response === undefined
    ? { kind: 'not-http', ...place }
    : { kind: 'response', ...place, response, url, isVerbatim: true }
}

/** False where the client has no patience for so long. */
const waitForProxy = async (
  session: Session,
  { waitedMs = 0 }: Sent,
  { answerMs = Infinity }: HttpRequest,
): Promise<boolean> => {
  if (waitedMs > 0) await session.wait(Math.min(waitedMs, answerMs))
  return waitedMs <= answerMs
}

/** What comes within the time that the client allows, counted from when a server begins to wait for others before it answers. */
const inTime = async <T>(
  session: Session,
  ask: (onWait: () => void) => Promise<T>,
  limitMs: number | undefined,
): Promise<T | 'late'> => {
  let cancel: (() => void) | undefined
  let giveUp: (late: 'late') => void = () => undefined
  const late = new Promise<'late'>((resolve) => (giveUp = resolve))
  const onWait = (): void => {
    if (limitMs !== undefined) cancel ??= session.world.clock.after(limitMs, () => giveUp('late'))
  }
  const first = await session.waitUntil(Promise.race([ask(onWait), late]))
  cancel?.()
  return first
}

/** The last thing that a client found of certificates. */
interface Found {
  last?: { readonly checked: Checked; readonly goesOn: boolean }
}

const beginTls = ({ tls }: HttpRequest, { hostname }: URL, found: Found): { readonly tls?: TlsClient } => {
  if (tls === undefined) return {}
  const host = (tls.host ?? hostname).replace(/^\[(.*)\]$/u, '$1')
  const meet: TlsClient['meet'] = async (presented) => {
    found.last = await tls.check(host, presented)
    return found.last.goesOn
  }
  return { tls: { serverName: normalizeAddress(host) === undefined ? host : '', meet } }
}

const attempt = async (session: Session, target: string, request: HttpRequest): Promise<HttpEnd> => {
  const found: Found = {}
  const end = await exchange(session, target, { request, found })
  return found.last === undefined || end.kind === 'untrusted' ? end : { ...end, checked: found.last.checked }
}

const exchange = async (
  session: Session,
  target: string,
  { request, found }: { readonly request: HttpRequest; readonly found: Found },
): Promise<HttpEnd> => {
  const url = parseUrl(target)
  if (url === undefined) return { kind: 'bad-url', target, address: '', port: '' }
  const question = {
    from: session.source,
    url: url.href,
    method: request.method ?? 'GET',
    headers: request.headers,
    library: libraryOf(session.instance.setup.image),
    ...beginTls(request, url, found),
  }
  const { body: sent = '' } = request
  const body = sent === '' ? {} : { body: toByteArray(sent) }
  const ask = (onWait: () => void): Promise<Sent | undefined> =>
    session.world.send({ ...question, ...body, onWait }, nextChance(session.instance))
  const outcome = await inTime(session, ask, request.answerMs)
  if (outcome === 'late') return { kind: 'timed-out', target, address: '', port: portOf(url) }
  return conclude(session, outcome, { request, found, url, target, question, sent })
}

interface Exchanged {
  readonly request: HttpRequest
  readonly found: Found
  readonly url: URL
  readonly target: string
  readonly question: RequestQuestion
  readonly sent: string
}

/** What the client sees of what came about; takes as long as it waits for it. */
const conclude = async (
  session: Session,
  outcome: Sent | undefined,
  { request, found, url, target, question, sent }: Exchanged,
): Promise<HttpEnd> => {
  const place = { target, address: outcome === undefined ? '' : addressOf(outcome), port: portOf(url) }
  if (found.last?.goesOn === false) return { kind: 'untrusted', ...place, checked: found.last.checked }
  switch (outcome?.verdict) {
    case 'connected':
      if (!(await waitForProxy(session, outcome, request))) return { kind: 'timed-out', ...place }
      return outcome.response === undefined
        ? listen(session, outcome, { place, url, question, sent, answerMs: request.answerMs })
        : { kind: 'response', ...place, response: outcome.response, url, isVerbatim: isByHand(outcome) }
    case 'refused':
      return { kind: 'refused', ...place }
    case 'timed-out':
    case 'unreachable':
      await session.wait(request.timeoutMs)
      return { kind: 'timed-out', ...place }
    default:
      return { kind: 'unresolved', ...place }
  }
}

/** A redirect that goes elsewhere means its own host. */
const meaning = ({ tls, ...request }: HttpRequest, from: URL, to: string): HttpRequest => {
  if (tls === undefined) return request
  return { ...request, tls: new URL(to).host === from.host ? tls : { check: tls.check } }
}

/** What was posted is asked for with GET where the server says so. @see RFC 9110, section 15.4 */
const afterRedirect = (request: HttpRequest, status: number): HttpRequest => {
  if (request.method !== 'POST' || status > 303) return request
  const { 'content-length': _length, 'content-type': _type, ...headers } = request.headers
  return {
    url: request.url,
    headers,
    method: 'GET',
    follow: request.follow,
    timeoutMs: request.timeoutMs,
    ...(request.answerMs === undefined ? {} : { answerMs: request.answerMs }),
    ...(request.tls === undefined ? {} : { tls: request.tls }),
  }
}

/** Sends a request, and follows redirects where that is asked for. Takes as long as the client would. */
export const sendRequest = async (session: Session, request: HttpRequest): Promise<HttpEnd> => {
  let target = request.url
  let asked = request
  for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
    const end = await attempt(session, target, asked)
    const next = end.kind === 'response' && request.follow ? redirectOf(end.response, end.url) : undefined
    if (next === undefined) return { ...end, redirects: hop }
    target = next
    if (end.kind === 'response') asked = afterRedirect(meaning(asked, end.url, next), end.response.status)
  }
  return { kind: 'too-many-redirects', target, address: '', port: '' }
}

/** Seconds as an option gives them, in milliseconds; patience where it gives none. */
export const timeoutOf = (seconds: string | undefined): number => (Number(seconds) > 0 ? Number(seconds) * 1000 : PATIENCE_MS)
