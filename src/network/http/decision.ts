/** What a proxy is asked, and what it decides; plain data between the rules and the request that uses them. */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { EndpointChoice, MissingEndpoint, NearMiss, RouteHop } from '../model.ts'

export interface RouteRequest {
  /** As in the Host header: any case, a port is ignored. */
  readonly host: string
  /** The request target: path and, perhaps, a query. */
  readonly path: string
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly scheme: 'http' | 'https'
  /** The client's address as the proxy sees it; absent where that depends on what lies before the proxy. */
  readonly client?: string
}

/** Where a backend leads. `host` is connected to by its name or address, `endpoints` straight (I13). */
export type BackendTarget =
  | { readonly kind: 'endpoints'; readonly service: ObjectReference; readonly endpoints: readonly EndpointChoice[] }
  | { readonly kind: 'host'; readonly service: ObjectReference; readonly host: string; readonly port: number }
  | {
      readonly kind: 'unusable'
      readonly reason: Extract<
        RouteHop['decision'],
        | 'backend-missing'
        | 'backend-port-unknown'
        | 'no-ready-endpoint'
        | 'backend-kind-unknown'
        | 'reference-not-permitted'
        | 'no-backend'
      >
      readonly service?: ObjectReference
      /** Of a Service without a ready endpoint: why. */
      readonly missing?: readonly MissingEndpoint[]
      readonly nearMisses?: readonly NearMiss[]
    }

/** What a route's step tells of a backend that cannot be used. */
export const explainTarget = (
  target: BackendTarget,
  nearMisses: readonly NearMiss[],
): Pick<RouteDecision, 'missing' | 'nearMisses'> =>
  target.kind === 'unusable'
    ? {
        nearMisses: [...nearMisses, ...(target.nearMisses ?? [])],
        ...(target.missing === undefined ? {} : { missing: target.missing }),
      }
    : { nearMisses }

/** Applied in the order set, add, remove; names in any case. */
export interface HeaderChange {
  readonly set: Readonly<Record<string, string>>
  readonly add: Readonly<Record<string, string>>
  readonly remove: readonly string[]
}

/** How the request that the backend receives, and the response that the client receives, differ from what was sent. */
export interface Change {
  /** The request target. */
  readonly path?: string
  readonly host?: string
  /** How the proxy speaks to the backend; http where absent. */
  readonly scheme?: 'http' | 'https'
  readonly requestHeaders?: readonly HeaderChange[]
  readonly responseHeaders?: readonly HeaderChange[]
}

/** The proxy answers itself. */
export interface OwnReply {
  readonly status: number
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One of several backends that share the traffic; shares add up to 1. What is present here counts instead of the decision's. */
export interface WeightedTarget {
  readonly share: number
  readonly target: BackendTarget
  readonly rule?: FieldReference
  readonly decision?: RouteHop['decision']
  readonly change?: Change
  readonly reply?: OwnReply
  readonly semantics?: readonly string[]
}

export interface RouteDecision {
  readonly decision: RouteHop['decision']
  /** The rule, or the default backend, that decided. */
  readonly rule?: FieldReference
  readonly service?: ObjectReference
  /** What keeps the Pods of a Service without a ready endpoint from being one. */
  readonly missing?: readonly MissingEndpoint[]
  /** Empty where the proxy answers itself. */
  readonly targets: readonly WeightedTarget[]
  /** The request target for the backend. */
  readonly forwardedPath: string
  readonly change?: Change
  /** Present where the proxy answers itself. */
  readonly reply?: OwnReply
  readonly nearMisses: readonly NearMiss[]
  readonly semantics: readonly string[]
  /** What else the answer depends on, and no object says. */
  readonly dependsOn?: readonly FieldReference[]
  /** The listener of a Gateway that took the request. */
  readonly listener?: FieldReference
  /** Services that get a copy of the request. */
  readonly mirrors?: readonly ObjectReference[]
}
