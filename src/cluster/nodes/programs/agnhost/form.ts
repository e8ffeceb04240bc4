/** The fields of a form, in the address and in the content. @see Go net/http, Request.FormValue */
import type { HttpCall } from '../../conversation.ts'
import { toLetters } from '../../http-text.ts'

export const queryOf = (target: string): URLSearchParams =>
  new URLSearchParams(/\?(?<query>.*)$/su.exec(target)?.groups?.['query'] ?? '')

/** The content's fields come before those of the address. */
export function fieldOf(name: string, { target, headers, body }: HttpCall): string {
  const kind = headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)/iu.exec(kind)?.[1]
  if (boundary !== undefined) {
    const part = body.split(`--${boundary}`).find((text) => text.includes(`name="${name}"`) && !text.includes('filename='))
    return toLetters(part?.replace(/^[\s\S]*?\r\n\r\n/u, '').replace(/\r\n$/u, '') ?? '')
  }
  const form = /^application\/x-www-form-urlencoded/iu.test(kind) ? new URLSearchParams(toLetters(body)) : undefined
  return form?.get(name) ?? queryOf(target).get(name) ?? ''
}
