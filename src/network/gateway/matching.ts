/** Which match of which rule takes a request (semantics I22). */
import type { HTTPRoute, HTTPRouteMatch, ValueMatch } from '../../kubernetes/extensions/gateway-api/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { FieldReference } from '../../kubernetes/object.ts'
import type { RouteRequest } from '../http/decision.ts'
import { compilePattern } from '../http/pattern.ts'
import { hasElementPrefix, pathOfTarget, queryOfTarget } from '../ingress/matching.ts'
import type { NearMiss } from '../model.ts'
import { keyOfObject } from '../state.ts'
import type { AttachedHost, Attachment } from './attachment.ts'
import { compareHostnames, fitsHostname } from './hostnames.ts'

/** One match of a rule, for one hostname of its route. */
export interface Candidate {
  readonly route: HTTPRoute
  readonly host: AttachedHost
  readonly ruleIndex: number
  readonly matchIndex: number
  readonly match: HTTPRouteMatch
}

/** Every match of the attached routes that are for the host. */
export const candidatesFor = (attachments: readonly Attachment[], host: string): readonly Candidate[] =>
  attachments.flatMap(({ route, hosts }) => {
    const [best] = hosts
      .filter(({ effective }) => fitsHostname(effective, host))
      .toSorted((one, other) => compareHostnames(one.stated, other.stated))
    if (best === undefined) return []
    return (route.spec?.rules ?? [{}]).flatMap(({ matches = [] }, ruleIndex) =>
      (matches.length === 0 ? [{}] : matches).map((match, matchIndex) => ({ route, host: best, ruleIndex, matchIndex, match })),
    )
  })

/** The place of a match in its route; a rule's, or the route's, where it is left out there. */
export function placeOf({ route, ruleIndex, matchIndex }: Candidate): FieldReference {
  const object = referenceTo(route)
  const rule = route.spec?.rules?.[ruleIndex]
  if (rule === undefined) return { object, path: 'spec' }
  const isStated = rule.matches?.[matchIndex] !== undefined
  return { object, path: `spec.rules[${ruleIndex}]${isStated ? `.matches[${matchIndex}]` : ''}` }
}

type PathMatch = Required<NonNullable<HTTPRouteMatch['path']>>

export const pathOfMatch = ({ path }: HTTPRouteMatch): PathMatch => ({
  type: path?.type ?? 'PathPrefix',
  value: path?.value ?? '/',
})

/** Patterns have to match as a whole, as in Envoy; the API leaves it open [impl]. */
const PATTERN = { ignoreCase: false, whole: true }

function fitsPath({ type, value }: PathMatch, path: string): boolean {
  switch (type) {
    case 'Exact':
      return path === value
    case 'RegularExpression':
      return compilePattern(value, PATTERN)?.(path) !== undefined
    default:
      return hasElementPrefix(path, value)
  }
}

/** Of several entries of one name the first counts. */
const distinct = (matches: readonly ValueMatch[] = [], nameOf: (name: string) => string): readonly ValueMatch[] =>
  matches.filter(({ name }, index) => matches.findIndex((other) => nameOf(other.name) === nameOf(name)) === index)

const fitsValue = ({ type = 'Exact', value }: ValueMatch, found: string | undefined): boolean =>
  found !== undefined && (type === 'Exact' ? found === value : compilePattern(value, PATTERN)?.(found) !== undefined)

const lower = (name: string): string => name.toLowerCase()
const asIs = (name: string): string => name

const headersOf = ({ headers }: HTTPRouteMatch): readonly ValueMatch[] => distinct(headers, lower)
const paramsOf = ({ queryParams }: HTTPRouteMatch): readonly ValueMatch[] => distinct(queryParams, asIs)

/** The first thing that keeps a match from taking a request; undefined where it takes it. */
export function missOf(candidate: Candidate, { path: target, method, headers }: RouteRequest): NearMiss | undefined {
  const { match } = candidate
  const { object, path: place } = placeOf(candidate)
  const miss = (reason: NearMiss['reason'], field: string, wanted: string, found: string): NearMiss => ({
    where: { object, path: place.endsWith(']') ? `${place}${field}` : place },
    reason,
    wanted,
    found,
  })
  const path = pathOfMatch(match)
  const asked = pathOfTarget(target)
  if (!fitsPath(path, asked)) return miss('path', match.path === undefined ? '' : '.path', `${path.type} ${path.value}`, asked)
  if (match.method !== undefined && match.method !== method) return miss('method', '.method', match.method, method)
  const header = headersOf(match).find((one) => !fitsValue(one, headers[lower(one.name)]))
  if (header !== undefined)
    return miss('header', '.headers', `${header.name}: ${header.value}`, headers[lower(header.name)] ?? '<none>')
  const params = new URLSearchParams(queryOfTarget(target))
  const param = paramsOf(match).find((one) => !fitsValue(one, params.get(one.name) ?? undefined))
  return param === undefined
    ? undefined
    : miss('query', '.queryParams', `${param.name}=${param.value}`, params.get(param.name) ?? '<none>')
}

/** The API leaves the place of regular expressions open; as in Envoy Gateway they come after exact paths [impl]. */
const PATH_RANKS: Readonly<Record<string, number>> = { Exact: 2, RegularExpression: 1 }

const ageOf = ({ route }: Candidate): string => route.metadata.creationTimestamp ?? ''

const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other))

/**
 * Sorts by precedence, the first one wins: the more specific hostname, Exact, the longest path, a method, most headers, most
 * query parameters, the oldest route, the first by `namespace/name`, the first in the route.
 */
export function byPrecedence(one: Candidate, other: Candidate): number {
  const [a, b] = [pathOfMatch(one.match), pathOfMatch(other.match)]
  const rank = ({ type }: PathMatch): number => PATH_RANKS[type] ?? 0
  const size = ({ value }: PathMatch): number => value.replace(/\/+$/, '').length
  return (
    compareHostnames(one.host.stated, other.host.stated) ||
    rank(b) - rank(a) ||
    size(b) - size(a) ||
    Number(other.match.method !== undefined) - Number(one.match.method !== undefined) ||
    headersOf(other.match).length - headersOf(one.match).length ||
    paramsOf(other.match).length - paramsOf(one.match).length ||
    compareTexts(ageOf(one), ageOf(other)) ||
    compareTexts(keyOfObject(one.route), keyOfObject(other.route)) ||
    one.ruleIndex - other.ruleIndex ||
    one.matchIndex - other.matchIndex
  )
}
