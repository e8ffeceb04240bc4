/** `exists: { kind, name, namespace?, labels? }`: the object is there, with at least these labels. */
import { hasLabels } from './has-labels.ts'
import type { CheckOutcome } from '../failure.ts'
import { same, words } from '../words.ts'
import type { Check } from './check.ts'
import { findObject, missingObject, nameReference } from './find-object.ts'
import { labels, onlyFields, requiredText, text, type SpecReader } from './read-spec.ts'
import type { ExistsSpec } from './specs.ts'

/** The fields that name an object. */
export const readObject = (reader: SpecReader): ExistsSpec['object'] => {
  const namespace = text(reader, 'namespace')
  const object = { kind: requiredText(reader, 'kind'), name: requiredText(reader, 'name') }
  return namespace === undefined ? object : { ...object, namespace }
}

const show = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')

export const exists: Check<ExistsSpec> = {
  kind: 'exists',
  read: (reader) => {
    onlyFields(reader, ['kind', 'name', 'namespace', 'labels'])
    return { kind: 'exists', object: readObject(reader), labels: labels(reader, 'labels') }
  },
  run: (spec, { snapshot }): CheckOutcome => {
    const object = findObject(snapshot, spec.object)
    if (object === undefined) return missingObject(spec.object)
    const found = object.metadata.labels ?? {}
    if (hasLabels(spec.labels, found)) return { passed: true }
    const name = nameReference(spec.object)
    return {
      passed: false,
      expected: words(`${name} is labelled ${show(spec.labels)}`, `${name}의 레이블 ${show(spec.labels)}`),
      actual: Object.keys(found).length === 0 ? words('it has no labels', '레이블 없음') : same(show(found)),
      finding: { kind: 'labels-missing', object, wanted: spec.labels },
    }
  },
}
