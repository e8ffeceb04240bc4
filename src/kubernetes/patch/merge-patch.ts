import { isJsonObject } from '../json.ts'

/** JSON merge patch. @see RFC 7386 */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isJsonObject(patch)) return patch
  const result: Record<string, unknown> = isJsonObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) result[key] = mergePatch(result[key], value)
    else Reflect.deleteProperty(result, key)
  }
  return result
}
