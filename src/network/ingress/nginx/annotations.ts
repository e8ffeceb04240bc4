/**
 * Which annotations of ingress-nginx the model answers for (semantics I21). Every other one may change the answer in a way
 * that is not modelled, so it is named beside it.
 * @see ingress-nginx docs/user-guide/nginx-configuration/annotations.md, version 1.15
 */
import type { Ingress } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import type { RouteRequest } from '../../http/decision.ts'

export const PREFIX = 'nginx.ingress.kubernetes.io/'

/** What `settings.ts` reads, and the rules beside it apply. */
const MODELLED: ReadonlySet<string> = new Set([
  'allowlist-source-range',
  'app-root',
  'canary',
  'canary-by-cookie',
  'canary-by-header',
  'canary-by-header-pattern',
  'canary-by-header-value',
  'canary-weight',
  'canary-weight-total',
  'default-backend',
  'denylist-source-range',
  'force-ssl-redirect',
  'permanent-redirect',
  'permanent-redirect-code',
  'rewrite-target',
  'server-alias',
  'service-upstream',
  'ssl-redirect',
  'temporal-redirect',
  'temporal-redirect-code',
  'upstream-vhost',
  'use-regex',
  'whitelist-source-range',
])

/** Of these neither who answers nor with what status depends: buffers, times, logs, connections, headers that add to others. */
const HARMLESS: ReadonlySet<string> = new Set([
  'affinity-canary-behavior',
  'affinity-mode',
  'client-body-buffer-size',
  'connection-proxy-header',
  'cors-allow-credentials',
  'cors-allow-headers',
  'cors-allow-methods',
  'cors-allow-origin',
  'cors-expose-headers',
  'cors-max-age',
  'enable-access-log',
  'enable-opentelemetry',
  'enable-rewrite-log',
  'load-balance',
  'mirror-host',
  'mirror-request-body',
  'mirror-target',
  'opentelemetry-trust-incoming-span',
  'proxy-buffer-size',
  'proxy-buffering',
  'proxy-buffers-number',
  'proxy-busy-buffers-size',
  'proxy-connect-timeout',
  'proxy-cookie-domain',
  'proxy-cookie-path',
  'proxy-http-version',
  'proxy-max-temp-file-size',
  'proxy-read-timeout',
  'proxy-request-buffering',
  'proxy-send-timeout',
  'session-cookie-change-on-failure',
  'session-cookie-conditional-samesite-none',
  'session-cookie-domain',
  'session-cookie-expires',
  'session-cookie-hash',
  'session-cookie-max-age',
  'session-cookie-name',
  'session-cookie-path',
  'session-cookie-samesite',
  'session-cookie-secure',
  'ssl-ciphers',
  'ssl-prefer-server-ciphers',
  'upstream-keepalive-connections',
  'x-forwarded-prefix',
])

const BODIES: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE']

type Text = (name: string) => string

/** Annotations that matter for some requests only. */
const CONDITIONS: Readonly<Record<string, (text: Text, request: RouteRequest) => boolean>> = {
  // A client that brings the cookie stays at its endpoint; one that doesn't is sent to any.
  affinity: (text, { headers }) => hasCookie(headers, text('session-cookie-name') || 'INGRESSCOOKIE'),
  // Without credentials the answer is 401; whether given ones are right depends on the Secret's contents.
  'auth-type': (_, { headers }) => headers['authorization'] !== undefined,
  'auth-secret': (_, { headers }) => headers['authorization'] !== undefined,
  'auth-secret-type': () => false,
  'auth-realm': () => false,
  'backend-protocol': (text) => !['HTTP', 'HTTPS'].includes(text('backend-protocol').toUpperCase()),
  // Browsers ask with OPTIONS before they send.
  'enable-cors': (_, { method }) => method === 'OPTIONS',
  'proxy-body-size': (_, { method }) => BODIES.includes(method),
}

const hasCookie = (headers: RouteRequest['headers'], name: string): boolean =>
  (headers['cookie'] ?? '').split(';').some((pair) => pair.trim().startsWith(`${name}=`))

/** Ingress annotations as a reader of values; absent ones are empty. */
export const readerOf =
  ({ metadata }: Ingress): Text =>
  (name) =>
    metadata.annotations?.[`${PREFIX}${name}`] ?? ''

/** The place of an annotation. */
export const annotationOf = (ingress: Ingress, name: string): FieldReference => ({
  object: referenceTo(ingress),
  path: `metadata.annotations[${PREFIX}${name}]`,
})

/** The annotations of an Ingress on which the answer to a request depends, and that the model does not know. */
export function openAnnotations(ingress: Ingress, request: RouteRequest): readonly FieldReference[] {
  const text = readerOf(ingress)
  return Object.keys(ingress.metadata.annotations ?? {})
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => !MODELLED.has(name) && !HARMLESS.has(name) && CONDITIONS[name]?.(text, request) !== false)
    .toSorted()
    .map((name) => annotationOf(ingress, name))
}
