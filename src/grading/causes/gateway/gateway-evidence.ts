/** What the causes about Gateways look for. */
import type { Gateway, HTTPRoute } from '../../../kubernetes/extensions/gateway-api/types.ts'
import { referenceTo, type FieldReference } from '../../../kubernetes/object.ts'
import { attach, refersTo, type Refusal } from '../../../network/gateway/attachment.ts'
import type { RouteHop } from '../../../network/model.ts'
import { indexSnapshot, namespaceOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { routeHopOf } from '../evidence.ts'

export interface DetachedRoute {
  readonly route: HTTPRoute
  /** The field of the reference, `spec.parentRefs[0]`. */
  readonly where: FieldReference
  /** Absent where the reference names none that exists. */
  readonly gateway?: Gateway
  readonly refusal: Refusal | 'NoSuchParent'
}

/** References of the task's routes that attach them to no listener, for a request that a Gateway should have taken. */
export const detachedRoutes = (failure: Failure): readonly DetachedRoute[] => {
  const { finding, snapshot, task } = failure
  if (finding.kind !== 'http') return []
  const state = indexSnapshot(snapshot)
  return state.httpRoutes
    .filter((route) => task.namespaces.includes(namespaceOf(route)))
    .flatMap((route) =>
      (route.spec?.parentRefs ?? []).flatMap((parent, index): readonly DetachedRoute[] => {
        const where = { object: referenceTo(route), path: `spec.parentRefs[${index}]` }
        const gateway = state.gateways.find((one) => refersTo(route, parent, one))
        if (gateway === undefined) return [{ route, where, refusal: 'NoSuchParent' }]
        const result = attach(state, gateway, route, parent)
        return 'refusal' in result ? [{ route, where, gateway, refusal: result.refusal }] : []
      }),
    )
}

/** The Gateways of the cluster, by `namespace/name`. */
export const gatewaysIn = ({ snapshot }: Failure): readonly Gateway[] => indexSnapshot(snapshot).gateways

/** A decision that a rule of a route led to, and the reference to its backend. */
export const routeDecision = (
  failure: Failure,
  decision: RouteHop['decision'],
): { readonly hop: RouteHop; readonly route: HTTPRoute; readonly where: FieldReference } | undefined => {
  const hop = routeHopOf(failure)
  const rule = hop?.rule
  if (hop?.decision !== decision || rule?.object.kind !== 'HTTPRoute') return undefined
  const route = indexSnapshot(failure.snapshot).httpRoutes.find(
    (one) => one.metadata.name === rule.object.name && namespaceOf(one) === rule.object.namespace,
  )
  const at = Number(/^spec\.rules\[(\d+)\]/u.exec(rule.path)?.[1] ?? 0)
  const index = (route?.spec?.rules?.[at]?.backendRefs ?? []).findIndex(({ name }) => name === hop.service?.name)
  if (route === undefined || index < 0) return undefined
  return { hop, route, where: { object: rule.object, path: `spec.rules[${at}].backendRefs[${index}]` } }
}
