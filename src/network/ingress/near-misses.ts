import type { Ingress } from '../../kubernetes/generated/types.ts'
import { editDistance } from '../../kubernetes/nearest.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { IngressControllerFacts } from '../facts.ts'
import type { NearMiss } from '../model.ts'
import type { NetworkState } from '../state.ts'
import { classOf, isServedBy, renderClassesOf } from './classes.ts'
import { fitHost } from './matching.ts'

const MAX_HOSTS = 3

/** Ingresses that no class leads to this controller, although one of their hosts is the one asked for. */
export function classNearMisses(state: NetworkState, controller: IngressControllerFacts, host: string): readonly NearMiss[] {
  return state.ingresses
    .filter((ingress) => !isServedBy(state, ingress, controller) && claimsHost(ingress, host))
    .map((ingress) => {
      const { name, where } = classOf(state, ingress)
      return { where, reason: 'class', wanted: name ?? '<none>', found: renderClassesOf(state, controller) }
    })
}

const claimsHost = ({ spec }: Ingress, host: string): boolean =>
  spec?.defaultBackend !== undefined || (spec?.rules ?? []).some((rule) => fitHost(rule.host, host) !== 'none')

/** The hosts of the served rules that come nearest to the one asked for. */
export function hostNearMisses(ingresses: readonly Ingress[], host: string): readonly NearMiss[] {
  return ingresses
    .flatMap((ingress) =>
      (ingress.spec?.rules ?? []).flatMap(({ host: wanted }, index) =>
        wanted === undefined || fitHost(wanted, host) !== 'none'
          ? []
          : [{ where: { object: referenceTo(ingress), path: `spec.rules[${index}].host` }, wanted }],
      ),
    )
    .map(({ where, wanted }) => ({ where, reason: 'host' as const, wanted, found: host }))
    .sort((one, other) => editDistance(one.wanted, host) - editDistance(other.wanted, host))
    .slice(0, MAX_HOSTS)
}

/** The paths of the host's rules, none of which took the request, or which a better one kept from it. */
export function pathNearMisses(ingresses: readonly Ingress[], hosts: readonly string[], path: string): readonly NearMiss[] {
  return ingresses.flatMap((ingress) =>
    (ingress.spec?.rules ?? []).flatMap((rule, index) =>
      !hosts.includes((rule.host ?? '').toLowerCase())
        ? []
        : (rule.http?.paths ?? []).map((one, place) => ({
            where: { object: referenceTo(ingress), path: `spec.rules[${index}].http.paths[${place}].path` },
            reason: 'path' as const,
            wanted: `${one.pathType} ${one.path ?? '/'}`,
            found: path,
          })),
    ),
  )
}
