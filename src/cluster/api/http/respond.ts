import type { Status } from '../../../kubernetes/status.ts'
import { renderYaml } from '../../../kubernetes/yaml/render-yaml.ts'
import type { Accepted } from './accept.ts'

const quoteWarning = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[\r\n]+/gu, ' ')

/** @see RFC 7234 section 5.5 */
export const addWarnings = (headers: Headers, warnings: readonly string[]): void => {
  for (const warning of new Set(warnings)) {
    // Header values are bytes: what is no Latin letter cannot stand in one.
    headers.append('warning', `299 - "${quoteWarning(warning).replaceAll(/[^\u0020-\u007e]/gu, '?')}"`)
  }
}

export interface Reply {
  readonly code?: number
  readonly warnings?: readonly string[]
}

export const respond = (
  value: unknown,
  accepted: Pick<Accepted, 'encoding'>,
  { code = 200, warnings = [] }: Reply = {},
): Response => {
  const headers = new Headers({
    'cache-control': 'no-cache, private',
    'content-type': accepted.encoding === 'yaml' ? 'application/yaml' : 'application/json',
  })
  addWarnings(headers, warnings)
  const text = accepted.encoding === 'yaml' ? renderYaml(value) : `${JSON.stringify(value)}\n`
  return new Response(text, { status: code, headers })
}

/** A cause that concerns no field names none. */
const asSent = (status: Status): object => {
  const causes = status.details?.causes?.map(({ field, ...cause }) => (field === '' ? cause : { ...cause, field }))
  return causes === undefined ? status : { ...status, details: { ...status.details, causes } }
}

export const respondStatus = (status: Status): Response => {
  const response = respond(asSent(status), { encoding: 'json' }, { code: status.code })
  const seconds = status.details?.retryAfterSeconds
  if (seconds !== undefined) response.headers.set('retry-after', String(seconds))
  return response
}

export const respondText = (text: string, code = 200): Response =>
  new Response(text, {
    status: code,
    headers: {
      'cache-control': 'no-cache, private',
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    },
  })
