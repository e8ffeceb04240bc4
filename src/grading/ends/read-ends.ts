/** The ends of a connection as they are typed: `pod/shop/web`, `service/shop/db:5432`, `https://shop.example/cart`. */
import { isNode } from '../../kubernetes/guards.ts'
import { familyOf, parseAddress, type AddressFamily } from '../../network/address.ts'
import { readRequest } from '../../network/http/asked.ts'
import type { Destination, Snapshot, Source } from '../../network/model.ts'
import { addressesOfNode } from '../../network/state.ts'
import type { Workload } from './workloads.ts'

/** What is asked for at the other end. */
export type Target = TargetTo<Destination>

/** The same as it is typed. */
export type NamedTarget = TargetTo<Destination | WorkloadEnd>

type TargetTo<End> =
  | { readonly kind: 'connection'; readonly to: End; readonly port: number | string }
  | { readonly kind: 'request'; readonly url: string }
  | { readonly kind: 'name'; readonly name: string }

/** An end that is called by what its Pods are made of. */
export interface WorkloadEnd {
  readonly workload: Workload
}

/** Kinds of workloads, as kubectl takes them. */
const WORKLOADS: readonly (readonly [spelling: RegExp, kind: string])[] = [
  [/^(?:deployments?|deploy)$/u, 'Deployment'],
  [/^(?:statefulsets?|sts)$/u, 'StatefulSet'],
  [/^(?:daemonsets?|ds)$/u, 'DaemonSet'],
  [/^(?:replicasets?|rs)$/u, 'ReplicaSet'],
  [/^jobs?$/u, 'Job'],
]

const workloadKind = (text: string): string | undefined => WORKLOADS.find(([spelling]) => spelling.test(text))?.[1]

/** Addresses that no cluster has: of TEST-NET-3 (RFC 5737), and of the documentation's prefix (RFC 3849). */
const OUTSIDE = { IPv4: '203.0.113.7', IPv6: '2001:db8::7' } as const

const named = (text: string): { readonly namespace: string; readonly name: string } | undefined => {
  const parts = text.split('/')
  const [first = '', second] = parts
  if (parts.length > 2 || parts.includes('')) return undefined
  return second === undefined ? { namespace: 'default', name: first } : { namespace: first, name: second }
}

/**
 * `pod/NAMESPACE/NAME` (default where the namespace is left out), `deployment/NAMESPACE/NAME` and other workloads, `node/NAME`,
 * `outside` or `outside/ADDRESS`; without an address, outside has one of the family. Undefined for everything else.
 */
export const readSource = (text: string, family: AddressFamily = 'IPv4'): Source | WorkloadEnd | undefined => {
  const [kind, rest] = split(text, '/')
  if (kind === 'outside' && (rest === '' || parseAddress(rest) !== undefined))
    return { outside: rest === '' ? OUTSIDE[family] : rest }
  if (kind === 'node' && rest !== '') return { node: rest }
  const name = named(rest)
  const workload = workloadKind(kind)
  if (name !== undefined && workload !== undefined) return { workload: { kind: workload, ...name } }
  return name === undefined || !/^(?:pods?|po)$/u.test(kind) ? undefined : { pod: name }
}

const split = (text: string, separator: string): readonly [string, string] => {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

const toPort = (text: string): number | string | undefined => {
  if (/^\d+$/u.test(text)) return Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : undefined
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/u.test(text) ? text : undefined
}

/** The family in which a target is asked for from outside: its own where it is an address, else that of the nodes, IPv4 if they have it. */
export const familyFor = ({ objects }: Snapshot, target: NamedTarget): AddressFamily => {
  const host = target.kind === 'connection' && 'host' in target.to ? target.to.host : ''
  if (parseAddress(host.replace(/[[\]]/gu, '')) !== undefined) return familyOf(host)
  const families = objects.filter(isNode).flatMap(addressesOfNode).map(familyOf)
  return families.length === 0 || families.includes('IPv4') ? 'IPv4' : 'IPv6'
}

const requestOf = (url: string): NamedTarget | undefined =>
  readRequest({ from: { outside: OUTSIDE.IPv4 }, url }) === undefined ? undefined : { kind: 'request', url }

/** Names that DNS can be asked for: at most 253 letters, 63 between two dots. */
const lookupOf = (name: string): NamedTarget | undefined => {
  const isName = name.length <= 254 && /^(?:[^\s/.]{1,63}\.)*[^\s/.]{1,63}\.?$/u.test(name)
  return isName ? { kind: 'name', name } : undefined
}

/** A URL is requested, `END:PORT` is connected to, and a name alone is looked up. Undefined for everything else. */
export const readTarget = (text: string): NamedTarget | undefined => {
  if (/^https?:\/\//iu.test(text)) return requestOf(text)
  const [kind] = split(text, '/')
  const isObject = text.includes('/') && (/^(?:pods?|po|services?|svc|nodes?)$/u.test(kind) || workloadKind(kind) !== undefined)
  const colon = text.lastIndexOf(':')
  const isBareAddress = (text.match(/:/gu)?.length ?? 0) > 1 && !text.includes(']:')
  if (!isObject && (colon === -1 || isBareAddress)) return lookupOf(text)
  const port = toPort(text.slice(colon + 1))
  const end = colon === -1 ? '' : text.slice(0, colon)
  if (port === undefined || end === '') return undefined
  const to = isObject ? destination(split(end, '/')) : { host: end }
  return to === undefined ? undefined : { kind: 'connection', to, port }
}

const destination = ([kind, rest]: readonly [string, string]): Destination | WorkloadEnd | undefined => {
  if (/^nodes?$/u.test(kind)) return { node: rest }
  const name = named(rest)
  const workload = workloadKind(kind)
  if (name === undefined) return undefined
  if (workload !== undefined) return { workload: { kind: workload, ...name } }
  return kind.startsWith('p') ? { pod: name } : { service: name }
}
