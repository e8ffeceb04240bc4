/** Decodes a custom object: metadata as everywhere, the rest by the schema, whose unknown fields are left out. */
import { decodeMetadata, type Decoded, type DecodeOptions } from '../../kubernetes/decode/decode.ts'
import { refusal } from '../../kubernetes/decode/refusal.ts'
import { strictMessages } from '../../kubernetes/decode/strict-messages.ts'
import { isJsonObject, type JsonObject } from '../../kubernetes/json.ts'
import type { CustomResource } from './served.ts'
import { prune } from './structural-schema.ts'

export const decodeCustom = (value: JsonObject, { info, schema }: CustomResource, options: DecodeOptions): Decoded => {
  const metadata = decodeMetadata(value['metadata'], info.kind)
  const pruned = prune(value, schema)
  const { fieldValidation } = options
  const unknown = [...metadata.unknownFields, ...pruned.unknownFields]
  const messages = strictMessages(unknown, options, fieldValidation === 'Strict')
  const none = { warnings: [], unknownFields: [], wrongTypes: [] }
  if (metadata.mismatch !== undefined) return { ...none, status: refusal(value, metadata.mismatch) }
  if (fieldValidation === 'Strict' && messages.length > 0)
    return { ...none, status: refusal(value, `strict decoding error: ${messages.join(', ')}`) }
  const { apiVersion, kind } = info
  const body = isJsonObject(pruned.value) ? pruned.value : {}
  return {
    ...none,
    object: { ...body, apiVersion, kind, metadata: metadata.value },
    warnings: fieldValidation === 'Ignore' ? [] : messages,
  }
}
