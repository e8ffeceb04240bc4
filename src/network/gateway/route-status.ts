/** What controllers write into the status of routes (semantics I22). Pure: times are the writer's business. */
import type { HTTPRoute, HTTPRouteFilter, ParentReference } from '../../kubernetes/extensions/gateway-api/types.ts'
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

const REASONS: Partial<Readonly<Record<Reason, string>>> = {
  'reference-not-permitted': 'RefNotPermitted',
  'backend-kind-unknown': 'InvalidKind',
  'backend-missing': 'BackendNotFound',
  'backend-port-unknown': 'BackendNotFound',
}

const MESSAGES: Readonly<Record<string, string>> = {
  RefNotPermitted: 'No ReferenceGrant permits the reference to',
  InvalidKind: 'This kind cannot be served:',
  BackendNotFound: 'There is no such Service, or no such port of it:',
}

const filtersOf = ({ spec }: HTTPRoute): readonly HTTPRouteFilter[] =>
  (spec?.rules ?? []).flatMap(({ filters = [], backendRefs = [] }) => [
    ...filters,
    ...backendRefs.flatMap((ref) => ref.filters ?? []),
  ])

/** The first reference that leads nowhere decides. Services without endpoints are resolved. */
function resolvedRefs(state: NetworkState, route: HTTPRoute): StatedCondition {
  const extension = filtersOf(route).find(({ type }) => type === 'ExtensionRef')?.extensionRef
  const references = [
    ...(route.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs),
    ...filtersOf(route).flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
  ]
  for (const reference of references) {
    const target = resolveBackend(state, route, reference)
    const reason = target.kind === 'unusable' ? REASONS[target.reason] : undefined
    if (reason !== undefined)
      return condition(
        'ResolvedRefs',
        false,
        reason,
        `${MESSAGES[reason] ?? ''} ${reference.kind ?? 'Service'} ${reference.name}`,
      )
  }
  return extension === undefined
    ? condition('ResolvedRefs', true, 'ResolvedRefs', 'All references are resolved')
    : condition('ResolvedRefs', false, 'InvalidKind', `${MESSAGES['InvalidKind'] ?? ''} ${extension.kind} ${extension.name}`)
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
