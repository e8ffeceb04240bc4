/** A request as the server at its end receives it, where a proxy has passed it on. */
import type { IngressControllerFacts } from '../../network/facts.ts'
import type { ExchangeOutcome, Hop, RouteHop, Source } from '../../network/model.ts'
import type { Random } from '../environment.ts'
import type { SentRequest } from './conversation.ts'

type Headers = Readonly<Record<string, string>>

export interface Proxies {
  readonly controllers: readonly IngressControllerFacts[]
  readonly random: Random
}

/** Headers that are between two neighbours, and `Proxy`, by which clients could mislead CGI programs. @see RFC 9110, 7.6.1 */
const NOT_PASSED_ON: ReadonlySet<string> = new Set(['connection', 'expect', 'keep-alive', 'proxy', 'te', 'upgrade'])

/** 16 bytes, as nginx makes up `$request_id`. */
const requestId = (random: Random): string =>
  Array.from({ length: 8 }, () => random.below(0x1_0000).toString(16).padStart(4, '0')).join('')

/** The address from which the proxy was asked. */
const clientOf = (hops: readonly Hop[], from: Source): string =>
  hops.findLast((hop) => hop.kind === 'listener')?.before?.sourceIp ?? ('outside' in from ? from.outside : '')

interface Passing {
  readonly hop: RouteHop
  readonly client: string
  readonly isTls: boolean
  readonly random: Random
}

/**
 * What ingress-nginx states, in its order, before what it passes on.
 * @see ingress-nginx rootfs/etc/nginx/template/nginx.tmpl, version 1.15
 */
function byIngressNginx(sent: Headers, { hop, client, isTls, random }: Passing): Headers {
  const scheme = isTls ? 'https' : 'http'
  const { upgrade = '', 'x-request-id': id = requestId(random), 'x-forwarded-for': earlier = '' } = sent
  const stated = {
    host: hop.forwardedHost ?? hop.requestedHost,
    ...(upgrade === '' ? {} : { upgrade, connection: 'upgrade' }),
    'x-request-id': id,
    'x-real-ip': client,
    'x-forwarded-for': client,
    'x-forwarded-host': hop.requestedHost,
    'x-forwarded-port': isTls ? '443' : '80',
    'x-forwarded-proto': scheme,
    'x-forwarded-scheme': scheme,
    'x-scheme': scheme,
    ...(earlier === '' ? {} : { 'x-original-forwarded-for': earlier }),
  }
  const others = Object.entries(sent).filter(([name]) => !(name in stated) && !NOT_PASSED_ON.has(name))
  return { ...stated, ...Object.fromEntries(others) }
}

/** The question with the headers that its backend gets; as it is where no proxy has passed it on. */
export function asReceived(question: SentRequest, outcome: ExchangeOutcome, { controllers, random }: Proxies): SentRequest {
  const { hops } = outcome.walk
  const at = hops.findLastIndex(({ kind }) => kind === 'route')
  const hop = hops[at]
  if (hop?.kind !== 'route' || outcome.backend === undefined) return question
  const { headers = {}, from, url } = question
  const isNginx = controllers.some(
    ({ controller, behaviour }) => controller === hop.controller && behaviour === 'ingress-nginx',
  )
  if (isNginx && hop.listener === undefined) {
    const passing = { hop, client: clientOf(hops.slice(0, at), from), isTls: /^https:/iu.test(url), random }
    return { ...question, headers: byIngressNginx(headers, passing) }
  }
  return { ...question, headers: { ...(hop.forwardedHeaders ?? headers), host: hop.forwardedHost ?? hop.requestedHost } }
}
