/** What a revision holds, and its short name. @see kubernetes pkg/controller/history, v1.34 */
import type { PodTemplateSpec } from '../../../kubernetes/generated/types.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import { hashRevisionData } from './template-hash.ts'

/** What a Pod of a set is labelled with. */
export const REVISION_LABEL = 'controller-revision-hash'

/** Applied to a set, it replaces the template as a whole. */
export const patchTo = (template: PodTemplateSpec | undefined): unknown => ({
  spec: { template: { ...template, $patch: 'replace' } },
})

/** JSON as Go writes a map: keys in order, and what HTML would read escaped. */
const toGoJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ).replace(/[<>&\u2028\u2029]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

const hashes = new WeakMap<PodTemplateSpec, string>()

/** The hash of a StatefulSet's revision: over the patch to its template. DaemonSets have that of the template itself. */
export const hashPatch = (template: PodTemplateSpec): string => {
  const hash = hashes.get(template) ?? hashRevisionData(toGoJson(patchTo(template)))
  hashes.set(template, hash)
  return hash
}
