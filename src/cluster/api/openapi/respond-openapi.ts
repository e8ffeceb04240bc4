import { notAcceptable } from '../../../kubernetes/errors.ts'
import type { Store } from '../../store/store.ts'
import { negotiate, SERVED_TYPES } from '../http/accept.ts'
import { respond, respondStatus, respondText } from '../http/respond.ts'

export const isOpenApi = (pathname: string): boolean => /^\/openapi\/v[23](?:\/|$)/u.test(pathname)

const V3 = '/openapi/v3/'

/** A document with its hash, by which a client that has it is told so. */
const respondDocument = (request: Request, document: unknown, hash = ''): Response => {
  const etag = JSON.stringify(hash)
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  const response = respond(document, { encoding: 'json' })
  response.headers.set('etag', etag)
  return response
}

/** The index is told as text, though it is JSON. */
const asText = (response: Response): Response => {
  response.headers.set('content-type', 'text/plain; charset=utf-8')
  return response
}

export const respondOpenApi = async (request: Request, pathname: string, store: Store): Promise<Response> => {
  if (pathname === '/openapi/v2' && request.headers.get('accept')?.includes('spec.v2@v1.0+protobuf') === true) {
    const { openApiV2Protobuf, OPENAPI_PROTOBUF } = await import('./v2-protobuf.ts')
    return new Response(openApiV2Protobuf(store).slice(), { headers: { 'content-type': OPENAPI_PROTOBUF } })
  }
  if (negotiate(request.headers.get('accept')) === undefined) return respondStatus(notAcceptable(SERVED_TYPES))
  const { openApiHash, openApiIndex, openApiV2, openApiV3 } = await import('./documents.ts')
  if (pathname === '/openapi/v2') return respondDocument(request, openApiV2(store), openApiHash(store))
  // An index is read anew each time: what it names is kept by clients as long as its hash is the same.
  if (pathname === '/openapi/v3') return asText(respond(openApiIndex(store), { encoding: 'json' }))
  if (!pathname.startsWith(V3)) return respondText('404 page not found\n', 404)
  const path = pathname.slice(V3.length)
  const hash = openApiHash(store, path)
  if (hash === undefined) return new Response(null, { status: 404 })
  const asked = new URL(request.url).searchParams.get('hash')
  if (asked !== null && asked !== hash)
    return new Response(null, { status: 301, headers: { location: `${pathname}?hash=${hash}` } })
  return respondDocument(request, openApiV3(path, store), hash)
}
