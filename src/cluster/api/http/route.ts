/** Takes the path of a resource apart: /api/v1/namespaces/web/pods/a/log. */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { findServedByPlural } from '../../custom/served.ts'
import type { Store } from '../../store/store.ts'

export interface Route {
  readonly info: ResourceInfo
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
  /** What follows a subresource's name, as with `proxy`: as it was sent, with a slash in front; empty where nothing does. */
  readonly rest: string
}

const decodeSegment = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

interface GroupVersion {
  readonly store: Store
  readonly group: string
  readonly version: string
}

const present = (parts: {
  readonly [part: string]: string | undefined
}): Partial<Pick<Route, 'namespace' | 'name' | 'subresource'>> =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))

const resolve = (
  { store, group, version }: GroupVersion,
  segments: readonly string[],
  namespace: string | undefined,
): Route | undefined => {
  const [plural = '', name, subresource] = segments
  const info = findServedByPlural(store, group, version, plural)
  if (info === undefined || (namespace !== undefined && !info.namespaced)) return undefined
  if (info.namespaced && name !== undefined && namespace === undefined) return undefined
  if (subresource !== undefined && !info.subresources.includes(subresource)) return undefined
  return { info, rest: '', ...present({ namespace, name, subresource }) }
}

/** Subresources of Namespaces look like resources in a namespace. */
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize'])

/** A proxied path is passed on as it was sent, empty and escaped parts included; elsewhere further segments are an error. */
const restOf = (pathname: string, { namespace, subresource }: Route): string => {
  const own = (pathname.startsWith('/api/') ? 6 : 7) + (namespace === undefined ? 0 : 2)
  const parts = pathname.split('/').slice(own)
  return subresource === undefined || parts.length === 0 ? '' : `/${parts.join('/')}`
}

/** Undefined where nothing is served under the path. */
export const routeResource = (pathname: string, store: Store): Route | undefined => {
  const route = routeSegments(pathname, store)
  return route === undefined ? undefined : { ...route, rest: restOf(pathname, route) }
}

const EVERY_NAMESPACE = /^(?<start>\/(?:api|apis\/[^/]+)\/[^/]+)\/namespaces\/(?=\/[^/]+\/?$)/u
const PROXIED = /(?<=\/proxy)\/.*$/u

/** What a path is made of. A namespace that is left empty is every one; other parts are not to be empty, but for the last. */
const segmentsOf = (pathname: string): readonly string[] | undefined => {
  const [, ...parts] = pathname.replace(PROXIED, '').replace(EVERY_NAMESPACE, '$<start>').split('/')
  const segments = (parts.at(-1) === '' ? parts.slice(0, -1) : parts).map(decodeSegment)
  const named = segments.filter((segment): segment is string => segment !== undefined && segment !== '')
  return named.length === segments.length ? named : undefined
}

const routeSegments = (pathname: string, store: Store): Route | undefined => {
  const [root, ...rest] = segmentsOf(pathname) ?? []
  const [group = '', version = '', ...path] = root === 'api' ? ['', ...rest] : rest
  if (root !== 'api' && (root !== 'apis' || group === '')) return undefined
  const [first, namespace, third] = path
  const inNamespace =
    first === 'namespaces' && namespace !== undefined && third !== undefined && !NAMESPACE_SUBRESOURCES.has(third)
  const place = { store, group, version }
  return inNamespace ? resolve(place, path.slice(2), namespace) : resolve(place, path, undefined)
}
