/** The ends of a connection as they are typed: `pod/shop/web`, `service/shop/db:5432`, `https://shop.example/cart`. */
import type { Destination, Source } from '../../src/network/model.ts'
import { Problem } from './problem.ts'

/** What a trace is asked for. */
export type Target =
  | { readonly kind: 'connection'; readonly to: Destination; readonly port: number | string }
  | { readonly kind: 'request'; readonly url: string }
  | { readonly kind: 'name'; readonly name: string }

/** TEST-NET-3 of RFC 5737: an address that no cluster has. */
const OUTSIDE = '203.0.113.7'

const named = (text: string): { readonly namespace: string; readonly name: string } | undefined => {
  const parts = text.split('/')
  const [first = '', second] = parts
  if (parts.length > 2 || parts.includes('')) return undefined
  return second === undefined ? { namespace: 'default', name: first } : { namespace: first, name: second }
}

/** `pod/NAMESPACE/NAME` (default where the namespace is left out), `node/NAME`, `outside` or `outside/ADDRESS`. */
export const parseSource = (text: string): Source => {
  const [kind, rest] = split(text, '/')
  if (kind === 'outside') return { outside: rest === '' ? OUTSIDE : rest }
  if (kind === 'node' && rest !== '') return { node: rest }
  const pod = /^(?:pods?|po)$/u.test(kind) ? named(rest) : undefined
  if (pod === undefined) throw new Problem('end-unreadable', { given: text })
  return { pod }
}

const split = (text: string, separator: string): readonly [string, string] => {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

const toPort = (text: string): number | string | undefined => {
  if (/^\d+$/u.test(text)) return Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : undefined
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/u.test(text) ? text : undefined
}

/** A URL is requested, `END:PORT` is connected to, and a name alone is looked up. */
export const parseTarget = (text: string): Target => {
  if (/^https?:\/\//u.test(text)) return { kind: 'request', url: text }
  const kind = /^(pods?|po|services?|svc|nodes?)\/(.+)$/u.exec(text)
  const colon = text.lastIndexOf(':')
  const isBareAddress = (text.match(/:/gu)?.length ?? 0) > 1 && !text.includes(']:')
  if (kind === null && (colon === -1 || isBareAddress)) return { kind: 'name', name: text }
  const port = toPort(text.slice(colon + 1))
  const end = colon === -1 ? '' : text.slice(0, colon)
  if (port === undefined || end === '') throw new Problem('end-unreadable', { given: text })
  return { kind: 'connection', to: kind === null ? { host: end } : destination(text, split(end, '/')), port }
}

const destination = (text: string, [kind, rest]: readonly [string, string]): Destination => {
  if (kind.startsWith('n')) return { node: rest }
  const name = named(rest)
  if (name === undefined) throw new Problem('end-unreadable', { given: text })
  return kind.startsWith('p') ? { pod: name } : { service: name }
}
