import { notAcceptable, unknownPath } from '../../../kubernetes/errors.ts'
import type { Store } from '../../store/store.ts'
import { negotiate, SERVED_TYPES } from '../http/accept.ts'
import { respond, respondStatus } from '../http/respond.ts'

export const isOpenApi = (pathname: string): boolean => /^\/openapi\/v[23](?:\/|$)/u.test(pathname)

export const respondOpenApi = async (request: Request, pathname: string, store: Store): Promise<Response> => {
  if (pathname === '/openapi/v2' && request.headers.get('accept')?.includes('spec.v2@v1.0+protobuf') === true) {
    const { openApiV2Protobuf, OPENAPI_PROTOBUF } = await import('./v2-protobuf.ts')
    return new Response(openApiV2Protobuf(store).slice(), { headers: { 'content-type': OPENAPI_PROTOBUF } })
  }
  if (negotiate(request.headers.get('accept')) === undefined) return respondStatus(notAcceptable(SERVED_TYPES))
  const { openApiIndex, openApiV2, openApiV3 } = await import('./documents.ts')
  const path = pathname.replace(/^\/openapi\/v[23]\/?/u, '')
  const document = pathname.startsWith('/openapi/v2')
    ? path === ''
      ? openApiV2(store)
      : undefined
    : path === ''
      ? openApiIndex(store)
      : openApiV3(path, store)
  return document === undefined ? respondStatus(unknownPath()) : respond(document, { encoding: 'json' })
}
