/** Where a list goes on after a page. @see k8s.io/apiserver pkg/storage/continue.go, v1.34 */
import { jsonSyntaxError } from '../../../kubernetes/go/json-syntax.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { keyOf } from './past.ts'

export interface Continuation {
  /** -1: the latest, whichever it is. */
  readonly revision: number
  /** The key of the first object that may come: right after that of the page's last one. */
  readonly start: string
}

const VERSION = 'meta.k8s.io/v1'

/** In place of a revision: the latest, whichever it is. */
export const LATEST = -1

type Listed = Pick<ResourceCall, 'namespace' | 'info'>

/** A token tells keys below what is listed: a namespace or everything. */
const prefixOf = ({ namespace, info }: Listed): string => (info.namespaced && namespace === undefined ? '/' : '')

const toBase64Url = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The first key that comes after the object's own. */
export const startAfter = (object: StoredObject): string => `${keyOf(object)}\0`

export const encodeContinuation = ({ revision, start }: Continuation, call: Listed): string => {
  const below = `${prefixOf(call)}${start.slice((call.namespace ?? '').length)}`
  return toBase64Url(JSON.stringify({ v: VERSION, rv: revision, start: below }))
}

const fromBase64Url = (token: string): { readonly text: string } | { readonly problem: string } => {
  const at = token.search(/[^\w-]/u)
  if (at >= 0 || token.length % 4 === 1)
    return { problem: `illegal base64 data at input byte ${at >= 0 ? at : token.length - 1}` }
  return { text: atob(token.replaceAll('-', '+').replaceAll('_', '/')) }
}

type Decoded = Continuation | { readonly problem: string }

const readPlace = (start: string, revision: number, call: Listed): Decoded => {
  const key = start.startsWith('/') ? start : `/${start}`
  if (key.split('/').some((part, index) => part === '.' || part === '..' || (part === '' && index > 0)))
    return { problem: start }
  const below = prefixOf(call) === '' ? key : key.slice(1)
  return { revision, start: `${call.namespace ?? ''}${below}` }
}

/** What a token says, or what is wrong with it. */
export const decodeContinuation = (token: string, call: Listed): Decoded => {
  const decoded = fromBase64Url(token)
  if ('problem' in decoded) return decoded
  const wrong = jsonSyntaxError(decoded.text)
  if (wrong !== undefined) return { problem: wrong }
  const value: unknown = JSON.parse(decoded.text)
  const { v = '', rv = 0, start = '' } = isJsonObject(value) ? value : {}
  if (v !== VERSION) return { problem: `server does not recognize this encoded version ${String(v)}` }
  if (typeof rv !== 'number' || rv === 0) return { problem: `incorrect encoded start resourceVersion (version ${VERSION})` }
  if (typeof start !== 'string' || start === '') return { problem: `encoded start key empty (version ${VERSION})` }
  return readPlace(start, rv, call)
}
