import { badRequest } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { Status } from '../status.ts'

/** How the decoder refuses an object. */
export const refusal = (value: JsonObject, message: string): Status => {
  const kind = String(value['kind'])
  const version = String(value['apiVersion']).replace(/^.*\//u, '')
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`)
}
