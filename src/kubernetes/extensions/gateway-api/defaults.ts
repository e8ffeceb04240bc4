/** What the CustomResourceDefinitions of the Gateway API fill in. @see kubernetes-sigs/gateway-api config/crd/standard, v1.6 */
import type { Condition } from '../../generated/types.ts'
import { GATEWAY_GROUP } from './guards.ts'
import type {
  BackendReference,
  Gateway,
  GatewayClass,
  GatewayListener,
  HTTPRoute,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRule,
  ListenerTls,
  ValueMatch,
} from './types.ts'

const waiting = (type: string): Condition => ({
  type,
  status: 'Unknown',
  reason: 'Pending',
  message: 'Waiting for controller',
  lastTransitionTime: '1970-01-01T00:00:00Z',
})

export const defaultGatewayClass = (gatewayClass: GatewayClass): GatewayClass => ({
  ...gatewayClass,
  status: gatewayClass.status ?? { conditions: [waiting('Accepted')] },
})

const defaultTls = (tls: ListenerTls): ListenerTls => ({
  mode: 'Terminate',
  ...tls,
  ...(tls.certificateRefs === undefined
    ? {}
    : { certificateRefs: tls.certificateRefs.map((ref) => ({ group: '', kind: 'Secret', ...ref })) }),
})

const defaultListener = (listener: GatewayListener): GatewayListener => {
  const { allowedRoutes = {}, tls } = listener
  return {
    ...listener,
    allowedRoutes: { ...allowedRoutes, namespaces: { from: 'Same', ...allowedRoutes.namespaces } },
    ...(tls === undefined ? {} : { tls: defaultTls(tls) }),
  }
}

export const defaultGateway = (gateway: Gateway): Gateway => {
  const { spec } = gateway
  const status = gateway.status ?? { conditions: [waiting('Accepted'), waiting('Programmed')] }
  if (spec === undefined) return { ...gateway, status }
  const { listeners, addresses } = spec
  return {
    ...gateway,
    spec: {
      ...spec,
      ...(listeners === undefined ? {} : { listeners: listeners.map(defaultListener) }),
      ...(addresses === undefined
        ? {}
        : { addresses: addresses.map((address) => ({ ...address, type: address.type ?? 'IPAddress' })) }),
    },
    status,
  }
}

const defaultBackend = <Reference extends BackendReference>(reference: Reference): Reference => ({
  group: '',
  kind: 'Service',
  ...reference,
})

const defaultFilter = (filter: HTTPRouteFilter): HTTPRouteFilter => {
  const { requestMirror: mirror, requestRedirect: redirect } = filter
  return {
    ...filter,
    ...(redirect === undefined ? {} : { requestRedirect: { statusCode: 302, ...redirect } }),
    ...(mirror === undefined
      ? {}
      : {
          requestMirror: {
            ...mirror,
            backendRef: defaultBackend(mirror.backendRef),
            ...(mirror.fraction === undefined ? {} : { fraction: { denominator: 100, ...mirror.fraction } }),
          },
        }),
  }
}

const defaultValues = (matches: readonly ValueMatch[]): readonly ValueMatch[] =>
  matches.map((match) => ({ type: 'Exact', ...match }))

const defaultMatch = (match: HTTPRouteMatch): HTTPRouteMatch => ({
  ...match,
  path: { type: 'PathPrefix', value: '/', ...match.path },
  ...(match.headers === undefined ? {} : { headers: defaultValues(match.headers) }),
  ...(match.queryParams === undefined ? {} : { queryParams: defaultValues(match.queryParams) }),
})

const defaultRule = (rule: HTTPRouteRule): HTTPRouteRule => ({
  ...rule,
  matches: (rule.matches ?? [{}]).map(defaultMatch),
  ...(rule.filters === undefined ? {} : { filters: rule.filters.map(defaultFilter) }),
  ...(rule.backendRefs === undefined
    ? {}
    : {
        backendRefs: rule.backendRefs.map((ref) => ({
          weight: 1,
          ...defaultBackend(ref),
          ...(ref.filters === undefined ? {} : { filters: ref.filters.map(defaultFilter) }),
        })),
      }),
})

/** Rules, matches and paths that are left out match everything. */
export const defaultHTTPRoute = (route: HTTPRoute): HTTPRoute => {
  const { spec = {} } = route
  const { parentRefs, rules = [{}] } = spec
  return {
    ...route,
    spec: {
      ...spec,
      ...(parentRefs === undefined
        ? {}
        : { parentRefs: parentRefs.map((ref) => ({ group: GATEWAY_GROUP, kind: 'Gateway', ...ref })) }),
      rules: rules.map(defaultRule),
    },
  }
}
