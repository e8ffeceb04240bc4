/** Tokens of service accounts: made for whoever asks, checked at each use. @see Kubernetes documentation, "Managing Service Accounts"; RFC 7519; k8s.io/kubernetes pkg/serviceaccount/claims.go, v1.34 */
import type { Pod, ServiceAccount } from '../../../kubernetes/generated/types.ts'
import { isServiceAccount } from '../../../kubernetes/guards.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import type { Clock, Random } from '../../environment.ts'
import type { Store } from '../../store/store.ts'
import { AUTHENTICATED, groupsOfAccounts, usernameOfAccount, type UserInfo } from './user.ts'

/** The cluster's key for tokens; passed in, since making and using keys is the outside's business. */
export interface TokenSigner {
  /** Of JWS, such as `ES256`. */
  readonly algorithm: string
  readonly keyId: string
  /** As a JSON Web Key. */
  readonly publicKey: JsonObject
  /** In base64url. */
  sign(text: string): string
  verify(text: string, signature: string): boolean
}

export interface TokenContext {
  readonly store: Pick<Store, 'get'>
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'uuid'>
  readonly signer: TokenSigner
}

/** Who issues, and for whom a token is where nobody is named. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local'

export const DEFAULT_EXPIRATION_SECONDS = 3600
/** What the mounted tokens ask for: their holders may not know yet that tokens end, so theirs last a year. */
const EXTENDED_FOR_SECONDS = 3607
const YEAR_SECONDS = 31_536_000
/** How long a token outlives the Pod that it is bound to. */
const LEEWAY_MS = 60_000

/** The object without which the token is worth nothing. */
export interface BoundObject {
  readonly kind: 'Pod' | 'Secret' | 'Node'
  readonly name: string
  readonly uid: string
  /** Of a Pod: where it runs. */
  readonly node?: { readonly name: string; readonly uid?: string }
}

export interface TokenWish {
  readonly audiences: readonly string[]
  readonly expirationSeconds: number
  readonly bound?: BoundObject
}

export interface IssuedToken {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number
}

const encode = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const decode = (part: string): unknown => {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))) as unknown
  } catch {
    return undefined
  }
}

const boundClaims = ({ kind, name, uid, node }: BoundObject): JsonObject => ({
  [kind.toLowerCase()]: { name, uid },
  ...(node === undefined ? {} : { node }),
})

export const issueToken = (context: TokenContext, account: ServiceAccount, wish: TokenWish): IssuedToken => {
  const { clock, random, signer } = context
  const { name = '', namespace = '', uid = '' } = account.metadata
  const now = Math.floor(clock.now() / 1000)
  const isExtended =
    wish.expirationSeconds === EXTENDED_FOR_SECONDS && wish.bound?.kind === 'Pod' && wish.audiences.includes(ISSUER)
  const claims = {
    aud: wish.audiences,
    exp: now + (isExtended ? YEAR_SECONDS : wish.expirationSeconds),
    iat: now,
    iss: ISSUER,
    jti: random.uuid(),
    'kubernetes.io': {
      namespace,
      ...(wish.bound === undefined ? {} : boundClaims(wish.bound)),
      serviceaccount: { name, uid },
      ...(isExtended ? { warnafter: now + EXTENDED_FOR_SECONDS } : {}),
    },
    nbf: now,
    sub: usernameOfAccount({ namespace, name }),
  }
  const header = { alg: signer.algorithm, kid: signer.keyId }
  const text = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`
  return { token: `${text}.${signer.sign(text)}`, expiresAtMs: (now + wish.expirationSeconds) * 1000 }
}

/** What a token that is bound to a Pod says of its node. */
export const bindToPod = (pod: Pod, store: Pick<Store, 'get'>): BoundObject => {
  const { name = '', uid = '' } = pod.metadata
  const nodeName = pod.spec?.nodeName ?? ''
  const nodeUid = store.get('nodes', undefined, nodeName)?.metadata.uid
  const node = nodeName === '' ? undefined : { name: nodeName, ...(nodeUid === undefined ? {} : { uid: nodeUid }) }
  return { kind: 'Pod', name, uid, ...(node === undefined ? {} : { node }) }
}

/** The token of a Pod, as the kubelet mounts it; undefined where its service account is not there. */
export const issuePodToken = (
  context: TokenContext,
  pod: Pod,
  { audience = ISSUER, expirationSeconds = EXTENDED_FOR_SECONDS }: { audience?: string; expirationSeconds?: number } = {},
): IssuedToken | undefined => {
  const name = pod.spec?.serviceAccountName ?? 'default'
  const account = context.store.get('serviceaccounts', pod.metadata.namespace, name)
  if (account === undefined || !isServiceAccount(account)) return undefined
  return issueToken(context, account, { audiences: [audience], expirationSeconds, bound: bindToPod(pod, context.store) })
}

/** The same for the kubelet, which says what a volume wants. */
export const podTokens =
  (context: TokenContext) =>
  (pod: Pod, { audience = '', expirationSeconds }: { audience?: string; expirationSeconds?: number }): string | undefined =>
    issuePodToken(context, pod, {
      ...(audience === '' ? {} : { audience }),
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    })?.token

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const part = (claims: JsonObject, name: string): JsonObject | undefined => {
  const value = claims[name]
  return isJsonObject(value) ? value : undefined
}

interface Claims {
  readonly audiences: readonly string[]
  readonly namespace: string
  readonly account: JsonObject
  readonly own: JsonObject
  readonly id: string
}

/** The payload of a token that our key signed. */
const openToken = ({ signer }: TokenContext, token: string): JsonObject | undefined => {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.')
  const head = decode(header)
  const isOurs = rest.length === 0 && isJsonObject(head) && head['alg'] === signer.algorithm
  if (!isOurs || !signer.verify(`${header}.${payload}`, signature)) return undefined
  const claims = decode(payload)
  return isJsonObject(claims) && claims['iss'] === ISSUER ? claims : undefined
}

/** What a token says; a text says why it is not heeded, and undefined that it is none of ours. */
const readClaims = (context: TokenContext, token: string): Claims | string | undefined => {
  const claims = openToken(context, token)
  if (claims === undefined) return undefined
  const now = context.clock.now() / 1000
  const { exp, nbf, aud } = claims
  const own = part(claims, 'kubernetes.io')
  const account = own === undefined ? undefined : part(own, 'serviceaccount')
  if (typeof exp !== 'number' || typeof nbf !== 'number') return undefined
  if (exp <= now) return 'service account token has expired'
  if (nbf > now) return 'service account token is not valid yet'
  if (own === undefined || account === undefined || !isList(aud)) return undefined
  return { audiences: aud.map(text), namespace: text(own['namespace']), account, own, id: text(claims['jti']) }
}

const BOUND = [
  ['pod', 'pods'],
  ['secret', 'secrets'],
  ['node', 'nodes'],
] as const

/** Everything that the token names must still be there, the very same. */
const isCurrent = ({ store, clock }: TokenContext, { namespace, account, own }: Claims): boolean => {
  const found = store.get('serviceaccounts', namespace, text(account['name']))
  if (found === undefined || found.metadata.uid !== account['uid']) return false
  return BOUND.every(([claim, resource]) => {
    const bound = part(own, claim)
    // A Pod's node is told, not required.
    if (bound === undefined || (claim === 'node' && part(own, 'pod') !== undefined)) return true
    const object = store.get(resource, resource === 'nodes' ? undefined : namespace, text(bound['name']))
    if (object === undefined || object.metadata.uid !== bound['uid']) return false
    const { deletionTimestamp } = object.metadata
    return deletionTimestamp === undefined || Date.parse(deletionTimestamp) + LEEWAY_MS >= clock.now()
  })
}

const extraOf = ({ own, id }: Claims): Readonly<Record<string, readonly string[]>> => {
  const entries = (['node', 'pod'] as const).flatMap((claim) =>
    (['name', 'uid'] as const).map((field): [string, string] => [
      `authentication.kubernetes.io/${claim}-${field}`,
      text(part(own, claim)?.[field]),
    ]),
  )
  const told = [['authentication.kubernetes.io/credential-id', `JTI=${id}`] as const, ...entries]
  return Object.fromEntries(told.filter(([, value]) => value !== '').map(([key, value]) => [key, [value]]))
}

export interface CheckedToken {
  readonly user: UserInfo
  /** Those asked for that the token is for. */
  readonly audiences: readonly string[]
}

const quoteAll = (audiences: readonly string[]): string =>
  `[${audiences.map((audience) => JSON.stringify(audience)).join(' ')}]`

/** Whose token it is, or why it is nobody's: it is none of ours, has ended, is for others, or what it is bound to is gone. */
export const examineToken = (
  context: TokenContext,
  token: string,
  audiences: readonly string[] = [ISSUER],
): CheckedToken | { readonly problem: string } => {
  const claims = readClaims(context, token)
  if (claims === undefined) return { problem: 'invalid bearer token' }
  const refuse = (why: string): { readonly problem: string } => ({ problem: `[invalid bearer token, ${why}]` })
  if (typeof claims === 'string') return refuse(claims)
  const shared = audiences.filter((audience) => claims.audiences.includes(audience))
  if (shared.length === 0)
    return refuse(`token audiences ${quoteAll(claims.audiences)} is invalid for the target audiences ${quoteAll(audiences)}`)
  if (!isCurrent(context, claims)) return refuse('service account token has been invalidated')
  const { namespace, account } = claims
  const username = usernameOfAccount({ namespace, name: text(account['name']) })
  const groups = [...groupsOfAccounts(namespace), AUTHENTICATED]
  return { user: { username, uid: text(account['uid']), groups, extra: extraOf(claims) }, audiences: shared }
}

/** Whose token it is; undefined where it is nobody's. */
export const checkToken = (context: TokenContext, token: string, audiences?: readonly string[]): CheckedToken | undefined => {
  const examined = examineToken(context, token, audiences)
  return 'problem' in examined ? undefined : examined
}
