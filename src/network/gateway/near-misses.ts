/** What nearly took a request at a Gateway. */
import type { Gateway, ParentReference } from '../../kubernetes/extensions/gateway-api/types.ts'
import { editDistance } from '../../kubernetes/nearest.ts'
import { referenceTo, type FieldReference } from '../../kubernetes/object.ts'
import type { NearMiss } from '../model.ts'
import { keyOfObject, namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { attach, refersTo, type Attachment } from './attachment.ts'
import { fitsHostname } from './hostnames.ts'
import { listenersOfGateway } from './listeners.ts'

const MAX_HOSTS = 3

/** Routes for the host that are not attached: refused by the Gateway, or meant for another one. */
export function unattachedMisses(state: NetworkState, gateway: Gateway, host: string): readonly NearMiss[] {
  const meant = state.httpRoutes.filter(({ spec }) => {
    const hostnames = spec?.hostnames ?? []
    return hostnames.length === 0 || hostnames.some((hostname) => fitsHostname(hostname, host))
  })
  return meant.flatMap((route) =>
    (route.spec?.parentRefs ?? []).flatMap((parent, index): readonly NearMiss[] => {
      const where = { object: referenceTo(route), path: `spec.parentRefs[${index}]` }
      if (!refersTo(route, parent, gateway)) {
        const wanted = `${parent.namespace ?? namespaceOf(route)}/${parent.name}`
        const isKnown = state.gateways.some((other) => keyOfObject(other) === wanted)
        return isKnown ? [] : [{ where, reason: 'namespace', wanted, found: keyOfObject(gateway) }]
      }
      const result = attach(state, gateway, route, parent)
      if (!('refusal' in result)) return []
      switch (result.refusal) {
        case 'NoMatchingParent':
          return [{ where, reason: 'port', ...listenersMeant(gateway, parent) }]
        case 'NotAllowedByListeners':
          return [{ where, reason: 'namespace', wanted: allowedBy(gateway), found: namespaceOf(route) }]
        case 'NoMatchingListenerHostname':
          return [
            {
              where: { ...where, path: 'spec.hostnames' },
              reason: 'host',
              wanted: (route.spec?.hostnames ?? []).join(', '),
              found: hostsOf(gateway),
            },
          ]
      }
    }),
  )
}

/** The listener that a parent reference asks for, by name or by port alone, and those that are there. */
function listenersMeant(gateway: Gateway, { sectionName, port }: ParentReference): Pick<NearMiss, 'wanted' | 'found'> {
  const there = listenersOfGateway(gateway).map(({ listener }) => listener)
  return sectionName === undefined
    ? { wanted: String(port), found: there.map((listener) => String(listener.port)).join(', ') }
    : { wanted: sectionName, found: there.map(({ name }) => name).join(', ') }
}

const hostsOf = (gateway: Gateway): string =>
  listenersOfGateway(gateway)
    .map(({ listener }) => listener.hostname ?? '*')
    .join(', ')

const allowedBy = (gateway: Gateway): string =>
  listenersOfGateway(gateway)
    .map(({ listener }) => listener.allowedRoutes?.namespaces?.from ?? 'Same')
    .join(', ')

/** Those that come nearest to the host that is asked for. */
const nearestTo = (host: string, misses: readonly NearMiss[]): readonly NearMiss[] =>
  misses.toSorted((one, other) => editDistance(one.wanted, host) - editDistance(other.wanted, host)).slice(0, MAX_HOSTS)

const missOfHost = (where: FieldReference, wanted: string, host: string): NearMiss => ({
  where,
  reason: 'host',
  wanted,
  found: host,
})

/** The hostnames of listeners that come nearest to the one asked for. */
export const listenerMisses = (gateway: Gateway, host: string): readonly NearMiss[] =>
  nearestTo(
    host,
    listenersOfGateway(gateway).flatMap(({ listener: { hostname }, index }) =>
      hostname === undefined
        ? []
        : [missOfHost({ object: referenceTo(gateway), path: `spec.listeners[${index}].hostname` }, hostname, host)],
    ),
  )

/** The hostnames of attached routes that come nearest to the one asked for, where none of the routes is for it. */
export const hostnameMisses = (attachments: readonly Attachment[], host: string): readonly NearMiss[] =>
  nearestTo(
    host,
    attachments.flatMap(({ route, hosts }) =>
      hosts.flatMap(({ stated }) => {
        if (stated === undefined) return []
        const index = (route.spec?.hostnames ?? []).indexOf(stated)
        return [missOfHost({ object: referenceTo(route), path: `spec.hostnames[${index}]` }, stated, host)]
      }),
    ),
  )
