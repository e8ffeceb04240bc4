import type { Ingress } from '../../../kubernetes/generated/types.ts'
import { readerOf } from './annotations.ts'

/** The annotations of ingress-nginx that the model knows (semantics I15 to I21); `annotations.ts` names the others. */
export interface NginxSettings {
  readonly rewriteTarget: string
  readonly useRegex: boolean
  readonly appRoot: string
  readonly sslRedirect: boolean
  readonly forceSslRedirect: boolean
  readonly serverAliases: readonly string[]
  readonly throughService: boolean
  readonly redirect?: { readonly status: number; readonly location: string }
  /** A Service of the same namespace that answers where the backend has no endpoint (I20). */
  readonly defaultBackend: string
  readonly canary?: CanarySettings
  /** CIDRs, as written; empty: all clients, and none (I21). */
  readonly allowedSources: readonly string[]
  readonly deniedSources: readonly string[]
  /** The annotation that holds `allowedSources`. */
  readonly allowedBy: string
  /** Clients have to bring credentials. */
  readonly needsCredentials: boolean
  /** The Host header for backends; the client's where empty. */
  readonly upstreamHost: string
  /** Backends are spoken to in HTTPS. */
  readonly speaksTls: boolean
}

/** Who is sent to a canary Ingress's backends: by header, else by cookie, else a share of all (I19). */
export interface CanarySettings {
  readonly header: string
  readonly headerValue: string
  /** Looked at where there is no value; empty: none. */
  readonly headerPattern: string
  readonly cookie: string
  /** 0 to 1. */
  readonly share: number
}

const PERMANENT = 301
const TEMPORAL = 302

export function readSettings(ingress: Ingress): NginxSettings {
  const text = readerOf(ingress)
  const isTrue = (name: string): boolean => text(name) === 'true'
  return {
    rewriteTarget: text('rewrite-target'),
    useRegex: isTrue('use-regex'),
    appRoot: text('app-root'),
    sslRedirect: text('ssl-redirect') !== 'false',
    forceSslRedirect: isTrue('force-ssl-redirect'),
    serverAliases: listOf(text('server-alias')),
    throughService: isTrue('service-upstream'),
    ...redirectOf(text),
    defaultBackend: text('default-backend'),
    ...(isTrue('canary') ? { canary: canaryOf(text) } : {}),
    ...accessOf(text),
    upstreamHost: text('upstream-vhost'),
    speaksTls: text('backend-protocol').toUpperCase() === 'HTTPS',
  }
}

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** The newer name of the list wins. */
function accessOf(text: (name: string) => string) {
  const allowedBy = text('allowlist-source-range') === '' ? 'whitelist-source-range' : 'allowlist-source-range'
  return {
    allowedBy,
    allowedSources: listOf(text(allowedBy)),
    deniedSources: listOf(text('denylist-source-range')),
    needsCredentials: ['basic', 'digest'].includes(text('auth-type')),
  }
}

/** The temporal redirect wins over the permanent one. */
function redirectOf(text: (name: string) => string): Pick<NginxSettings, 'redirect'> {
  const status = (name: string, usual: number): number => (/^3\d\d$/.test(text(name)) ? Number(text(name)) : usual)
  if (text('temporal-redirect') !== '')
    return { redirect: { status: status('temporal-redirect-code', TEMPORAL), location: text('temporal-redirect') } }
  if (text('permanent-redirect') !== '')
    return { redirect: { status: status('permanent-redirect-code', PERMANENT), location: text('permanent-redirect') } }
  return {}
}

function canaryOf(text: (name: string) => string): CanarySettings {
  const total = Number(text('canary-weight-total')) || 100
  const share = Math.min(1, Math.max(0, (Number(text('canary-weight')) || 0) / total))
  return {
    header: text('canary-by-header').toLowerCase(),
    headerValue: text('canary-by-header-value'),
    headerPattern: text('canary-by-header-pattern'),
    cookie: text('canary-by-cookie'),
    share,
  }
}
