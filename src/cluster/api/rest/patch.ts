/** PATCH in its four forms. @see Kubernetes documentation, "Update API Objects in Place Using kubectl patch" */
import { badRequest, failureWithoutReason, unsupportedMediaType } from '../../../kubernetes/errors.ts'
import { jsonSyntaxError, jsonTypeOf } from '../../../kubernetes/go/json-syntax.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import { BUILT_IN_ROOTS, ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { mergePatch } from '../../../kubernetes/patch/merge-patch.ts'
import { strategicMergePatch } from '../../../kubernetes/patch/strategic-merge-patch.ts'
import { strategicProblem } from '../../../kubernetes/patch/strategic-problems.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { ObjectCall } from '../api-context.ts'
import { mediaType } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { fromStorage } from './convert.ts'
import { findObject, respondNotFound } from './get.ts'
import { jsonPatch } from './json-patch.ts'
import { handleApply } from './apply.ts'
import { APPLY, JSON_PATCH, MERGE, STRATEGIC } from './patch-types.ts'
import { refuseNewIdentity } from './new-identity.ts'
import { refuseMerged, refuseStrategic } from './refuse-patched.ts'
import { storeThrough } from './store-through.ts'
import { decodeObject, respondWritten, writeOptions } from './write-request.ts'
import { refuseWriteOptions } from './write-options.ts'

export type PatchResult = { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly status: Status }

const refuse = (status: Status): PatchResult => ({ ok: false, status })

/** What the API server says of a JSON patch that cannot be carried out; it does not say why. */
const UNPROCESSABLE: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'the server rejected our request due to an error in our request',
  reason: 'Invalid',
  details: {},
  code: 422,
}

const UNSUPPORTED: Status = {
  ...UNPROCESSABLE,
  message: '415: Unsupported Media Type',
  reason: 'UnsupportedMediaType',
  code: 415,
}

/** Custom resources have no strategic merge. @see apiextensions-apiserver, pkg/apiserver/customresource_handler.go */
const TYPES_OF_CUSTOM: readonly string[] = [JSON_PATCH, MERGE, APPLY]

const wrongType = (value: unknown, type: string): string =>
  `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type ${type}`

/** Why a text is no patch of a type; undefined where it is one. */
const unreadable = (text: string, type: string): string | undefined => {
  const syntax = jsonSyntaxError(text)
  if (syntax !== undefined) return syntax
  const patch: unknown = JSON.parse(text)
  if (patch === null) return undefined
  if (type !== JSON_PATCH) return isJsonObject(patch) ? undefined : wrongType(patch, 'map[string]interface {}')
  if (!isList(patch)) return wrongType(patch, '[]handlers.jsonPatchOp')
  const operation = patch.find((one) => !isJsonObject(one))
  return operation === undefined ? undefined : wrongType(operation, 'handlers.jsonPatchOp')
}

const applyJsonPatch = (target: JsonObject, patch: readonly unknown[]): PatchResult => {
  const patched = jsonPatch(target, patch)
  return patched.ok && isJsonObject(patched.value) ? { ok: true, value: patched.value } : refuse(UNPROCESSABLE)
}

/** What names the kind is not merged: the object stays what it is. */
const applyStrategicPatch = (target: JsonObject, patch: JsonObject, structure: string): PatchResult => {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = patch
  const problem = strategicProblem(target, rest, structure)
  if (problem !== undefined) return refuse(failureWithoutReason(problem))
  return { ok: true, value: strategicMergePatch(target, rest, structure) }
}

/** `structure`: of the object that is patched, such as `Pod`. */
export const patchObject = (target: JsonObject, text: string, type: string, structure: string): PatchResult => {
  const why = unreadable(text, type)
  if (why !== undefined) return refuse(badRequest(type === STRATEGIC ? why : `error decoding patch: ${why}`))
  const patch: unknown = JSON.parse(text)
  if (patch === null) return type === MERGE ? refuse(badRequest('Invalid JSON Patch')) : { ok: true, value: target }
  if (isList(patch)) return applyJsonPatch(target, patch)
  if (!isJsonObject(patch)) return refuse(UNPROCESSABLE)
  if (type === STRATEGIC) return applyStrategicPatch(target, patch, structure)
  const merged = mergePatch(target, patch)
  return isJsonObject(merged) ? { ok: true, value: merged } : refuse(UNPROCESSABLE)
}

export const isPatchType = (type: string): boolean => [JSON_PATCH, MERGE, STRATEGIC].includes(type)

const refuseType = (type: string, isCustom: boolean): Status | undefined => {
  if (isCustom) return TYPES_OF_CUSTOM.includes(type) ? undefined : unsupportedMediaType(TYPES_OF_CUSTOM)
  return type === APPLY || isPatchType(type) ? undefined : UNSUPPORTED
}

/** Whether a real server knows the kind by a definition alone. */
const isDefined = ({ context, info }: ObjectCall): boolean =>
  customResourceOf(context.store, info) !== undefined || BUILT_IN_ROOTS[`${info.apiVersion}/${info.kind}`] === undefined

export const handlePatch = async (call: ObjectCall): Promise<Response> => {
  const type = mediaType(call.request)
  const isCustom = isDefined(call)
  const refused = refuseType(type, isCustom) ?? refuseWriteOptions(call.query, 'PatchOptions', type === APPLY)
  if (refused !== undefined) return respondStatus(refused)
  if (type === APPLY) return handleApply(call)
  const text = await call.request.text()
  const stored = findObject(call)
  if (stored === undefined) return respondNotFound(call)
  const { info } = call
  const target = { ...fromStorage(stored, info) }
  const patched = patchObject(target, text, type, ROOT_STRUCTURES[`${info.apiVersion}/${info.kind}`] ?? '')
  if (!patched.ok) return respondStatus(patched.status)
  const decoded = decodeObject(patched.value, call, {})
  if (!decoded.ok) {
    const isUnread = decoded.status.message?.includes('cannot be handled as') === true && !isCustom
    if (!isUnread) return respondStatus(decoded.status)
    const wrongTypes = decoded.wrongTypes ?? []
    return respondStatus(
      type === STRATEGIC
        ? refuseStrategic(JSON.parse(text) as JsonObject, decoded.status, wrongTypes)
        : refuseMerged(target, patched.value, decoded.status),
    )
  }
  const renamed = refuseNewIdentity(decoded.object, stored, call)
  if (renamed !== undefined) return respondStatus(renamed)
  const result = storeThrough(call, decoded.object, writeOptions(call))
  return respondWritten(call, result, { warnings: decoded.warnings })
}
