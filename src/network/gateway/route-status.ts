/** What controllers write into the status of routes (semantics I22). Pure: times are the writer's business. */
import type {
  HTTPRoute,
  HTTPRouteFilter,
  HTTPRouteRule,
  ParentReference,
} from '../../kubernetes/extensions/gateway-api/types.ts'
import type { BackendTarget } from '../http/decision.ts'
import type { NetworkState } from '../state.ts'
import { attach, refersTo, type Refusal } from './attachment.ts'
import { resolveBackend } from './backends.ts'
import { controllerOfGateway } from './classes.ts'
import { condition, type StatedCondition } from './status.ts'

export interface StatedParent {
  readonly parentRef: ParentReference
  readonly controllerName: string
  readonly conditions: readonly StatedCondition[]
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  NoMatchingParent: 'No listener of the Gateway has the name or port that is asked for',
  NotAllowedByListeners: 'No listener of the Gateway lets routes of this namespace and kind in',
  NoMatchingListenerHostname: 'No hostname of the route is one of a listener',
}

type Reason = Extract<BackendTarget, { kind: 'unusable' }>['reason']

interface Problem {
  readonly reason: string
  /** What the name of the referred object follows. */
  readonly message: string
}

const INVALID_KIND: Problem = { reason: 'InvalidKind', message: 'This kind cannot be served:' }
const NOT_FOUND: Problem = { reason: 'BackendNotFound', message: 'There is no such Service, or no such port of it:' }

/** Services without endpoints are resolved. */
const PROBLEMS: Readonly<Record<Reason, Problem | undefined>> = {
  'reference-not-permitted': { reason: 'RefNotPermitted', message: 'No ReferenceGrant permits the reference to' },
  'backend-kind-unknown': INVALID_KIND,
  'backend-missing': NOT_FOUND,
  'backend-port-unknown': NOT_FOUND,
  'no-ready-endpoint': undefined,
  'no-backend': undefined,
}

const unresolved = ({ reason, message }: Problem, kind: string, name: string): StatedCondition =>
  condition('ResolvedRefs', false, reason, `${message} ${kind} ${name}`)

const rulesOf = ({ spec }: HTTPRoute): readonly HTTPRouteRule[] => spec?.rules ?? []

const filtersOf = (route: HTTPRoute): readonly HTTPRouteFilter[] =>
  rulesOf(route).flatMap(({ filters = [], backendRefs = [] }) => [
    ...filters,
    ...backendRefs.flatMap((ref) => ref.filters ?? []),
  ])

/** The first reference that leads nowhere decides. */
function resolvedRefs(state: NetworkState, route: HTTPRoute): StatedCondition {
  const extension = filtersOf(route).find(({ type }) => type === 'ExtensionRef')?.extensionRef
  const references = [
    ...rulesOf(route).flatMap(({ backendRefs = [] }) => backendRefs),
    ...filtersOf(route).flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
  ]
  for (const reference of references) {
    const target = resolveBackend(state, route, reference)
    const problem = target.kind === 'unusable' ? PROBLEMS[target.reason] : undefined
    if (problem !== undefined) return unresolved(problem, reference.kind ?? 'Service', reference.name)
  }
  return extension === undefined
    ? condition('ResolvedRefs', true, 'ResolvedRefs', 'All references are resolved')
    : unresolved(INVALID_KIND, extension.kind, extension.name)
}

/** One entry for each parent reference to a Gateway that is there and whose controller runs. */
export const routeParents = (state: NetworkState, route: HTTPRoute): readonly StatedParent[] =>
  (route.spec?.parentRefs ?? []).flatMap((parentRef) => {
    const gateway = state.gateways.find((one) => refersTo(route, parentRef, one))
    const controllerName = gateway === undefined ? undefined : controllerOfGateway(state, gateway)?.controller
    if (gateway === undefined || controllerName === undefined) return []
    const result = attach(state, gateway, route, parentRef)
    const accepted =
      'refusal' in result
        ? condition('Accepted', false, result.refusal, REFUSALS[result.refusal])
        : condition('Accepted', true, 'Accepted', 'The route is accepted')
    return [{ parentRef, controllerName, conditions: [accepted, resolvedRefs(state, route)] }]
  })
