/** A response as an Ingress controller passes it back to its client. */
import type { ExchangeOutcome, Hop, HttpResponse, Snapshot } from '../../network/model.ts'
import { statusPage } from '../../network/http/pages.ts'
import { isTlsHost } from '../../network/ingress/tls.ts'
import { indexSnapshot } from '../../network/state.ts'
import { wireHeaders } from './http-text.ts'
import type { Sent, SentRequest } from './conversation.ts'

/** ingress-nginx waits 5 s for a connection, and tries three times. @see its ConfigMap's proxy-connect-timeout, proxy-next-upstream-tries */
const CONNECTING_MS = 3 * 5_000

/** @see ingress-nginx's ConfigMap, hsts, hsts-max-age and hsts-include-subdomains */
const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains'

interface Circumstances {
  readonly snapshot: Snapshot
  readonly nowMs: number
}

/** The outcome as it is, where no ingress-nginx is on the way. */
export function asPassedBack(question: SentRequest, outcome: ExchangeOutcome, { snapshot, nowMs }: Circumstances): Sent {
  const { hops } = outcome.walk
  const at = hops.findLastIndex(({ kind }) => kind === 'route')
  if (!isIngressNginx(hops[at], snapshot)) return at < 0 ? outcome : inOwnVersion(outcome)
  const behind = hops.slice(at + 1)
  const response = outcome.response ?? answerWithout(outcome, behind)
  if (response === undefined) return outcome
  const { server: _server, ...headers } = wireHeaders(response, nowMs, 'nginx')
  const { noResponse: _none, ...rest } = outcome
  return {
    ...rest,
    response: { ...withoutVersion(response), headers: { ...headers, ...transportSecurity(question, snapshot) } },
    ...(response.status === 504 && outcome.backend?.container === undefined ? { waitedMs: CONNECTING_MS } : {}),
  }
}

const withoutVersion = ({ version: _version, ...response }: HttpResponse): HttpResponse => response

/** A Gateway's proxy says nothing of the words beside a status. */
const inOwnVersion = (outcome: ExchangeOutcome): ExchangeOutcome => {
  if (outcome.response === undefined) return outcome
  const { reason: _reason, ...response } = withoutVersion(outcome.response)
  return { ...outcome, response }
}

const isIngressNginx = (hop: Hop | undefined, { facts }: Snapshot): boolean =>
  hop?.kind === 'route' &&
  hop.listener === undefined &&
  facts.cluster.ingressControllers.some(
    ({ controller, behaviour }) => controller === hop.controller && behaviour === 'ingress-nginx',
  )

/** Outside the cluster nobody answers. */
const answerWithout = ({ noResponse }: ExchangeOutcome, behind: readonly Hop[]): HttpResponse | undefined => {
  const end = behind.findLast(({ kind }) => kind === 'listener')
  const isOutside = noResponse === 'unknown-program' && end?.kind === 'listener' && end.pod === undefined
  return isOutside ? { status: 504, headers: { 'content-type': 'text/html' }, body: statusPage(504, 'nginx') } : undefined
}

/** Stated over TLS, of hosts for which an Ingress has TLS. */
const transportSecurity = ({ url, headers = {} }: SentRequest, snapshot: Snapshot): Readonly<Record<string, string>> => {
  if (!/^https:/iu.test(url)) return {}
  const host = headers['host'] ?? new URL(url).host
  return isTlsHost(indexSnapshot(snapshot), host) ? { 'strict-transport-security': TRANSPORT_SECURITY } : {}
}
