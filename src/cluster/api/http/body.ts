/** Reads the body of a request: JSON or YAML, with the fields that stand twice. */
import { badRequest, unsupportedMediaType } from '../../../kubernetes/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { SERVED_TYPES } from './accept.ts'
import { findDuplicateKeys } from './duplicate-keys.ts'

export type Body =
  | { readonly ok: true; readonly value: JsonObject; readonly duplicateKeys: readonly string[] }
  | { readonly ok: false; readonly status: Status }

const refuse = (status: Status): Body => ({ ok: false, status })

export const mediaType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const readYaml = async (text: string): Promise<Body> => {
  const { readManifests } = await import('../../../kubernetes/yaml/read-manifests.ts')
  const { documents, problems } = readManifests(text, 'body')
  const [first] = documents
  const [problem] = problems
  if (problem !== undefined || first === undefined)
    return refuse(badRequest(`error decoding YAML: ${problem?.message ?? 'the body is empty'}`))
  return { ok: true, value: first.value, duplicateKeys: first.duplicateKeys }
}

const readJson = async (text: string): Promise<Body> => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return refuse(badRequest('the body is not a JSON object'))
    return { ok: true, value, duplicateKeys: findDuplicateKeys(text) }
  } catch {
    // kubectl sends YAML under the name of JSON with --raw, and a server-side apply is YAML by name.
    return readYaml(text)
  }
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf'

const readProtobuf = async (data: Uint8Array): Promise<Body> => {
  const { decodeProtobuf } = await import('./protobuf.ts')
  const { WireFormatError } = await import('./wire-format.ts')
  try {
    const value = decodeProtobuf(data)
    return value === undefined
      ? refuse(badRequest('the body is not an object of a served kind in the Kubernetes Protobuf encoding'))
      : { ok: true, value, duplicateKeys: [] }
  } catch (error) {
    if (error instanceof WireFormatError) return refuse(badRequest(`error decoding Protobuf: ${error.message}`))
    throw error
  }
}

const parseText = (text: string, type: string): Promise<Body> => {
  if (type === 'application/yaml' || type === 'application/apply-patch+yaml') {
    return /^\s*\{/u.test(text) ? readJson(text) : readYaml(text)
  }
  if (type === '' || type === 'application/json') return readJson(text)
  return Promise.resolve(refuse(unsupportedMediaType([...SERVED_TYPES, PROTOBUF])))
}

/** Undefined where there is no body. */
export const readOptionalBody = async (request: Request): Promise<Body | undefined> => {
  const data = new Uint8Array(await request.arrayBuffer())
  if (data.length === 0) return undefined
  const type = mediaType(request)
  return type === PROTOBUF ? readProtobuf(data) : parseText(new TextDecoder().decode(data), type)
}

export const readBody = async (request: Request): Promise<Body> =>
  (await readOptionalBody(request)) ?? refuse(badRequest('the body of the request is empty'))

/** A patch by server-side apply. */
export const readApplied = async (request: Request): Promise<Body> =>
  parseText(await request.text(), 'application/apply-patch+yaml')
