/** A controller that does what the Ingress API says, and nothing more. */
import type { HTTPIngressPath, Ingress } from '../../kubernetes/generated/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { IngressControllerFacts } from '../facts.ts'
import type { NearMiss } from '../model.ts'
import { namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { findBackend } from './backends.ts'
import { ingressesOf } from './classes.ts'
import { explainTarget, type RouteDecision, type RouteRequest } from '../http/decision.ts'
import type { StatedBackend } from './stated-backend.ts'
import { fitHost, fitsPath, normalizeHost, pathOfTarget } from './matching.ts'
import type { HostFit } from './matching.ts'
import { classNearMisses, hostNearMisses, pathNearMisses } from './near-misses.ts'

interface RulePath extends StatedBackend {
  readonly ingress: Ingress
  readonly rulePath: HTTPIngressPath
  readonly host: string
  readonly fit: HostFit
}

const FITS: readonly HostFit[] = ['exact', 'wildcard', 'any']

/** Every rule whose host fits, in the order of the Ingresses' age, with or without paths. */
const rulesFor = (ingresses: readonly Ingress[], host: string) =>
  ingresses.flatMap((ingress) =>
    (ingress.spec?.rules ?? []).map((rule, index) => ({ ingress, rule, index, fit: fitHost(rule.host, host) })),
  )

/** The host decides first; rules of a lesser fit are not looked at any more (I2, I7). */
export function routeBySpecification(
  state: NetworkState,
  controller: IngressControllerFacts,
  request: RouteRequest,
): RouteDecision {
  const ingresses = ingressesOf(state, controller)
  const host = normalizeHost(request.host)
  const path = pathOfTarget(request.path)
  const rules = rulesFor(ingresses, host)
  const fit = FITS.find((candidate) => rules.some((rule) => rule.fit === candidate))
  const chosen = rules.filter((rule) => rule.fit === fit)
  const paths = chosen.flatMap(({ ingress, rule, index }) =>
    (rule.http?.paths ?? []).map((rulePath, place) =>
      statedPath({ ingress, rulePath, host: rule.host ?? '', fit: fit ?? 'any' }, index, place),
    ),
  )
  const matching = paths.filter(({ rulePath }) => fitsPath(rulePath, path)).sort(byPrecedence)
  const [best] = matching
  const hosts = chosen.map(({ rule }) => (rule.host ?? '').toLowerCase())
  const nearMisses = [
    ...classNearMisses(state, controller, host),
    ...(fit === undefined ? hostNearMisses(ingresses, host) : best === undefined ? pathNearMisses(ingresses, hosts, path) : []),
  ]
  const stated =
    best ?? defaultBackendOf(chosen.length > 0 ? [...new Set(chosen.map(({ ingress }) => ingress)), ...ingresses] : ingresses)
  return decide(state, request, { ...(stated === undefined ? {} : { stated }), isDefault: best === undefined, nearMisses })
}

const statedPath = (rule: Pick<RulePath, 'ingress' | 'rulePath' | 'host' | 'fit'>, index: number, place: number): RulePath => ({
  ...rule,
  namespace: namespaceOf(rule.ingress),
  backend: rule.rulePath.backend,
  where: { object: referenceTo(rule.ingress), path: `spec.rules[${index}].http.paths[${place}]` },
})

/** The longest path wins, of equal ones the exact one (I5); sorting keeps the older Ingress first. */
function byPrecedence(one: RulePath, other: RulePath): number {
  const lengths = (other.rulePath.path ?? '').length - (one.rulePath.path ?? '').length
  return lengths === 0 ? Number(other.rulePath.pathType === 'Exact') - Number(one.rulePath.pathType === 'Exact') : lengths
}

/** The default backend of the host's own Ingresses, else of one that has no rules at all (I7). */
function defaultBackendOf(ingresses: readonly Ingress[]): StatedBackend | undefined {
  const ingress = ingresses.find(({ spec }) => spec?.defaultBackend !== undefined)
  const backend = ingress?.spec?.defaultBackend
  if (ingress === undefined || backend === undefined) return undefined
  return {
    namespace: namespaceOf(ingress),
    backend,
    where: { object: referenceTo(ingress), path: 'spec.defaultBackend' },
  }
}

interface Choice {
  readonly stated?: StatedBackend
  readonly isDefault: boolean
  readonly nearMisses: readonly NearMiss[]
}

function decide(state: NetworkState, request: RouteRequest, { stated, isDefault, nearMisses }: Choice): RouteDecision {
  const common = { forwardedPath: request.path, nearMisses }
  if (stated === undefined)
    return { ...common, decision: 'no-rule', targets: [], reply: { status: 404 }, semantics: ['I2', 'I7'] }
  const target = findBackend(state, stated, { behaviour: 'specification', throughService: false })
  const semantics = isDefault ? ['I7', 'I8'] : ['I2', 'I4', 'I5', 'I8']
  const service = target.service === undefined ? {} : { service: target.service }
  if (target.kind === 'unusable')
    return {
      ...common,
      ...explainTarget(target, nearMisses),
      ...service,
      decision: target.reason,
      rule: stated.where,
      targets: [],
      reply: { status: 503 },
      semantics: ['I9'],
    }
  const decision = isDefault ? 'default-backend' : 'matched'
  return { ...common, ...service, decision, rule: stated.where, targets: [{ share: 1, target }], semantics }
}
