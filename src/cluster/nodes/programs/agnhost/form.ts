/** The fields of a form, in the address and in the content. @see Go net/http, Request.FormValue */
import type { HttpCall } from '../../conversation.ts'
import { toLetters } from '../../http-text.ts'

export const queryOf = (target: string): URLSearchParams =>
  new URLSearchParams(/\?(?<query>.*)$/su.exec(target)?.groups?.['query'] ?? '')

const boundaryOf = (kind: string): string | undefined => /^multipart\/form-data;\s*boundary="?([^";]+)/iu.exec(kind)?.[1]

const contentOf = (part: string): string => toLetters(part.replace(/^[\s\S]*?\r\n\r\n/u, '').replace(/\r\n$/u, ''))

/** The content of a file that is sent as a field; or why there is none. @see Go net/http, Request.FormFile */
export function fileOf(name: string, { headers, body }: HttpCall): { readonly content: string } | { readonly why: string } {
  const boundary = boundaryOf(headers['content-type'] ?? '')
  if (boundary === undefined) return { why: "request Content-Type isn't multipart/form-data" }
  const part = body.split(`--${boundary}`).find((text) => text.includes(`name="${name}"; filename=`))
  return part === undefined ? { why: 'http: no such file' } : { content: contentOf(part) }
}

/** The content's fields come before those of the address. */
export function fieldOf(name: string, { target, headers, body }: HttpCall): string {
  const kind = headers['content-type'] ?? ''
  const boundary = boundaryOf(kind)
  if (boundary !== undefined) {
    const part = body.split(`--${boundary}`).find((text) => text.includes(`name="${name}"`) && !text.includes('filename='))
    return part === undefined ? '' : contentOf(part)
  }
  const form = /^application\/x-www-form-urlencoded/iu.test(kind) ? new URLSearchParams(toLetters(body)) : undefined
  return form?.get(name) ?? queryOf(target).get(name) ?? ''
}
