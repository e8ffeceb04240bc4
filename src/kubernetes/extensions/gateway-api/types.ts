/**
 * The kinds of the Gateway API's standard channel that are served here. What its CustomResourceDefinitions require is
 * optional here too, where a value may be absent before validation.
 * @see kubernetes-sigs/gateway-api apis/v1/*_types.go, v1.4 to v1.6
 */
import type { Condition, LabelSelector, ObjectMeta } from '../../generated/types.ts'

/** The versions that hold the same fields; v1 is stored. */
export type GatewayApiVersion = 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'

interface GatewayApiObject<Kind extends string> {
  readonly apiVersion: GatewayApiVersion
  readonly kind: Kind
  readonly metadata: ObjectMeta
}

/** Which controller serves the Gateways of this class. */
export interface GatewayClass extends GatewayApiObject<'GatewayClass'> {
  readonly spec?: {
    readonly controllerName: string
    readonly description?: string
    readonly parametersRef?: ParametersReference
  }
  readonly status?: { readonly conditions?: readonly Condition[]; readonly supportedFeatures?: readonly SupportedFeature[] }
}

/** A feature that a controller says its classes have. */
export interface SupportedFeature {
  readonly name: string
}

/** Settings of a class that a controller reads from another object. */
export interface ParametersReference {
  readonly group: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

/** Addresses at which requests are taken, by listeners. */
export interface Gateway extends GatewayApiObject<'Gateway'> {
  readonly spec?: {
    readonly gatewayClassName: string
    readonly listeners?: readonly GatewayListener[]
    readonly addresses?: readonly GatewayAddress[]
    readonly infrastructure?: {
      readonly labels?: Readonly<Record<string, string>>
      readonly annotations?: Readonly<Record<string, string>>
      readonly parametersRef?: LocalReference
    }
  }
  readonly status?: GatewayStatus
}

/** What a Gateway's controller says of it. */
export interface GatewayStatus {
  readonly addresses?: readonly GatewayAddress[]
  readonly conditions?: readonly Condition[]
  readonly listeners?: readonly ListenerStatus[]
}

/** `type` is IPAddress where absent. */
export interface GatewayAddress {
  readonly type?: string
  readonly value?: string
}

/** One port and protocol of a Gateway, for one host, one wildcard, or all hosts. */
export interface GatewayListener {
  readonly name: string
  readonly hostname?: string
  readonly port?: number
  readonly protocol: string
  readonly tls?: ListenerTls
  readonly allowedRoutes?: AllowedRoutes
}

/** How a listener ends TLS, or that it doesn't. */
export interface ListenerTls {
  readonly mode?: string
  readonly certificateRefs?: readonly SecretReference[]
  readonly options?: Readonly<Record<string, string>>
}

/** A Secret, unless group and kind say otherwise. */
export interface SecretReference {
  readonly group?: string
  readonly kind?: string
  readonly name: string
  readonly namespace?: string
}

/** Which routes may attach to a listener: those of its own namespace where nothing is said. */
export interface AllowedRoutes {
  readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector }
  readonly kinds?: readonly RouteKind[]
}

/** The Gateway API's own group where absent. */
export interface RouteKind {
  readonly group?: string
  readonly kind: string
}

/** What the controller says of one listener. */
export interface ListenerStatus {
  readonly name: string
  readonly supportedKinds?: readonly RouteKind[]
  readonly attachedRoutes: number
  readonly conditions: readonly Condition[]
}

/** Rules for HTTP requests, attached to listeners of Gateways. */
export interface HTTPRoute extends GatewayApiObject<'HTTPRoute'> {
  readonly spec?: {
    readonly parentRefs?: readonly ParentReference[]
    readonly hostnames?: readonly string[]
    readonly rules?: readonly HTTPRouteRule[]
  }
  readonly status?: { readonly parents?: readonly RouteParentStatus[] }
}

/** A Gateway, unless group and kind say otherwise; its listeners, or one of them. */
export interface ParentReference {
  readonly group?: string
  readonly kind?: string
  readonly namespace?: string
  readonly name: string
  readonly sectionName?: string
  readonly port?: number
}

/** What one controller says of a route at one of its parents. */
export interface RouteParentStatus {
  readonly parentRef: ParentReference
  readonly controllerName: string
  readonly conditions: readonly Condition[]
}

/** Any of the matches makes the rule take a request. */
export interface HTTPRouteRule {
  readonly name?: string
  readonly matches?: readonly HTTPRouteMatch[]
  readonly filters?: readonly HTTPRouteFilter[]
  readonly backendRefs?: readonly HTTPBackendRef[]
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string }
}

/** All that is given has to hold. */
export interface HTTPRouteMatch {
  /** `PathPrefix` and `/` where absent. */
  readonly path?: { readonly type?: string; readonly value?: string }
  readonly headers?: readonly ValueMatch[]
  readonly queryParams?: readonly ValueMatch[]
  readonly method?: string
}

/** Of a header or a query parameter; `type` is Exact where absent. */
export interface ValueMatch {
  readonly type?: string
  readonly name: string
  readonly value: string
}

/** One of the members, as the type says. */
export interface HTTPRouteFilter {
  readonly type: string
  readonly requestHeaderModifier?: HeaderModifier
  readonly responseHeaderModifier?: HeaderModifier
  readonly requestMirror?: RequestMirror
  readonly requestRedirect?: RequestRedirect
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathModifier }
  readonly cors?: Readonly<Record<string, unknown>>
  readonly extensionRef?: LocalReference
}

/** Applied in this order. */
export interface HeaderModifier {
  readonly set?: readonly HeaderValue[]
  readonly add?: readonly HeaderValue[]
  readonly remove?: readonly string[]
}

/** A header as a filter sets it. */
export interface HeaderValue {
  readonly name: string
  readonly value: string
}

/** All requests where neither share is given. */
export interface RequestMirror {
  readonly backendRef: BackendReference
  readonly percent?: number
  readonly fraction?: { readonly numerator: number; readonly denominator?: number }
}

/** What is absent is as in the request; the status is 302 where absent. */
export interface RequestRedirect {
  readonly scheme?: string
  readonly hostname?: string
  readonly path?: PathModifier
  readonly port?: number
  readonly statusCode?: number
}

/** The whole path, or what a PathPrefix matched of it, is replaced. */
export interface PathModifier {
  readonly type: string
  readonly replaceFullPath?: string
  readonly replacePrefixMatch?: string
}

/** An object in the same namespace. */
export interface LocalReference {
  readonly group: string
  readonly kind: string
  readonly name: string
}

/** A Service, unless group and kind say otherwise. */
export interface BackendReference {
  readonly group?: string
  readonly kind?: string
  readonly name: string
  readonly namespace?: string
  readonly port?: number
}

/** `weight` is 1 where absent. */
export interface HTTPBackendRef extends BackendReference {
  readonly weight?: number
  readonly filters?: readonly HTTPRouteFilter[]
}

/** Lets objects of other namespaces refer to objects of its own. */
export interface ReferenceGrant extends GatewayApiObject<'ReferenceGrant'> {
  readonly spec?: {
    readonly from?: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[]
    readonly to?: readonly { readonly group: string; readonly kind: string; readonly name?: string }[]
  }
}
