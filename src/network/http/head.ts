import type { HttpResponse } from '../model.ts'

/** The answer to HEAD: what GET would give, its length included, without the body. @see RFC 9110, 9.3.2 */
export const withoutBody = (response: HttpResponse): HttpResponse => ({
  ...response,
  headers: { 'content-length': String(new TextEncoder().encode(response.body).length), ...response.headers },
  body: '',
})
