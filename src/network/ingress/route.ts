import type { IngressControllerFacts } from '../facts.ts'
import type { NetworkState } from '../state.ts'
import type { RouteDecision, RouteRequest } from '../http/decision.ts'
import { routeByNginx } from './nginx/route.ts'
import { routeBySpecification } from './specification.ts'

/** Chooses a backend for a request that has reached an Ingress controller, or the controller's own answer. */
export function route(state: NetworkState, controller: IngressControllerFacts, request: RouteRequest): RouteDecision {
  switch (controller.behaviour) {
    case 'ingress-nginx':
      return routeByNginx(state, controller, request)
    case 'specification':
      return routeBySpecification(state, controller, request)
  }
}
