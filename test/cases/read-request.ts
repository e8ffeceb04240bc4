/** HTTP requests in the cases' expected.txt, and their answers. See README.md beside this file. */
import type { ExchangeOutcome, RequestQuestion, RouteHop, Source } from '../../src/network/model.ts'

/** `METHOD URL [with NAME: VALUE; NAME: VALUE] [by ingress | by gateway NAMESPACE/NAME | by name]` */
export const readRequest = (from: Source, text: string): RequestQuestion => {
  const [, rest = text, by] = /^(.*?)\s+by\s+(ingress|name|gateway \S+)$/.exec(text) ?? []
  const [, line = rest, sent = ''] = /^(.*?)\s+with\s+(.*)$/.exec(rest) ?? []
  const [method = 'GET', url = ''] = line.split(/\s+/)
  const headers = Object.fromEntries(
    sent
      .split(/\s*;\s*/)
      .filter(Boolean)
      .map((header) => /^(.*?)\s*:\s*(.*)$/.exec(header)?.slice(1) ?? [header, '']),
  )
  return { from, method, url, headers, ...readDoor(from, by) }
}

/** Clients outside are sent to whom their host belongs, as DNS would. */
const readDoor = (from: Source, by: string | undefined): Pick<RequestQuestion, 'connectTo'> => {
  if (by === 'name') return {}
  if (by?.startsWith('gateway ') === true) {
    const [namespace = '', name = ''] = by.slice('gateway '.length).split('/')
    return { connectTo: { gateway: { namespace, name } } }
  }
  return by === 'ingress' || 'outside' in from ? { connectTo: 'ingress' } : {}
}

const routeOf = ({ walk }: ExchangeOutcome): RouteHop | undefined => walk.hops.findLast((hop) => hop.kind === 'route')

const PARTS: Readonly<Record<string, (outcome: ExchangeOutcome, route: RouteHop | undefined) => string | undefined>> = {
  backend: ({ backend }) => backend?.service && `${backend.service.namespace}/${backend.service.name}`,
  pod: ({ backend }) => backend?.endpoint.pod?.name,
  path: (_, route) => route?.forwardedPath,
  host: (_, route) => route?.forwardedHost,
  location: ({ response }) => response?.headers['location'],
  decision: (_, route) => route?.decision,
  rule: (_, route) => route?.rule && `${route.rule.object.name}:${route.rule.path}`,
  listener: (_, route) => route?.listener?.path,
  mirrors: (_, route) => route?.mirrors?.map(({ name }) => name).join('+'),
  nearly: (_, route) => route?.nearMisses.map(({ where, reason }) => `${where.object.name}:${where.path}:${reason}`).join('+'),
  depends: (_, route) => (route?.dependsOn ?? []).map(({ path }) => path.replace(/^.*\/|\]$/g, '')).join('+'),
}

const SENT = /\b(sends|header) ([\w-]+)=/g

const valueOf = ({ response }: ExchangeOutcome, route: RouteHop | undefined, where: string, name: string): string =>
  (where === 'sends' ? route?.forwardedHeaders : response?.headers)?.[name] ?? '-'

/** The status, or what the client sees instead; then the parts that `wanted` names, in the order of the list. */
const renderOutcome = (outcome: ExchangeOutcome, wanted: string): string => {
  const route = routeOf(outcome)
  const { verdict, response, noResponse } = outcome
  const parts = Object.entries(PARTS).flatMap(([name, part]) => {
    const value = new RegExp(`(^| )${name} `).test(wanted) ? part(outcome, route) : undefined
    return value === undefined || value === '' ? [] : [`${name} ${value}`]
  })
  const headers = [...new Set(Array.from(wanted.matchAll(SENT), ([text]) => text))].map((text) => {
    const [where = '', name = ''] = text.slice(0, -1).split(' ')
    return `${where} ${name}=${valueOf(outcome, route, where, name)}`
  })
  return [verdict === 'connected' ? String(response?.status ?? noResponse ?? '') : verdict, ...parts, ...headers].join(' ')
}

export const renderExchange = (
  outcomes: readonly ExchangeOutcome[],
  wanted: string,
  renderShare: (share: number) => string,
): string => {
  const shares = new Map<string, number>()
  for (const outcome of outcomes) {
    const key = renderOutcome(outcome, wanted)
    shares.set(key, (shares.get(key) ?? 0) + outcome.probability)
  }
  return [...shares].map(([key, share]) => (share > 0.999 ? key : `${renderShare(share)} ${key}`)).join(', ')
}
