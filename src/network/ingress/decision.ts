/** What a controller is asked, and what it decides; plain data between the rules and the request that uses them. */
import type { IngressBackend } from '../../kubernetes/generated/types.ts'
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { EndpointChoice, NearMiss, RouteHop } from '../model.ts'

export interface RouteRequest {
  /** As in the Host header: any case, a port is ignored. */
  readonly host: string
  /** The request target: path and, perhaps, a query. */
  readonly path: string
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly scheme: 'http' | 'https'
}

/** A backend as an Ingress states it, with its place there. */
export interface StatedBackend {
  readonly namespace: string
  readonly backend: IngressBackend
  readonly where: FieldReference
}

/** Where a backend leads. `service` connects to the Service's address, the others straight to endpoints (I13). */
export type BackendTarget =
  | { readonly kind: 'endpoints'; readonly service: ObjectReference; readonly endpoints: readonly EndpointChoice[] }
  | { readonly kind: 'host'; readonly service: ObjectReference; readonly host: string; readonly port: number }
  | {
      readonly kind: 'unusable'
      readonly reason: 'backend-missing' | 'backend-port-unknown' | 'no-ready-endpoint'
      readonly service?: ObjectReference
    }

/** One of several backends that share the traffic (canary); shares add up to 1. */
export interface WeightedTarget {
  readonly share: number
  readonly target: BackendTarget
}

export interface RouteDecision {
  readonly decision: RouteHop['decision']
  /** The path of the rule, or the default backend, that decided. */
  readonly rule?: FieldReference
  readonly service?: ObjectReference
  /** Empty where the controller answers itself. */
  readonly targets: readonly WeightedTarget[]
  /** The request target for the backend. */
  readonly forwardedPath: string
  /** Present where the controller answers itself. */
  readonly reply?: { readonly status: number; readonly location?: string }
  readonly nearMisses: readonly NearMiss[]
  readonly semantics: readonly string[]
}
