/** `fields: { kind, name, namespace?, expect: { <field path>: <value> | { equals | oneOf | includes | matches + means } } }`. */
import { selectPath } from '../../kubernetes/field-path.ts'
import { isEqual, isJsonObject, isList } from '../../kubernetes/json.ts'
import type { CheckOutcome } from '../failure.ts'
import { isWords, same, words, type Words } from '../words.ts'
import type { Check } from './check.ts'
import { readObject } from './exists.ts'
import { findObject, missingObject, nameReference } from './find-object.ts'
import { child, onlyFields, type SpecReader } from './read-spec.ts'
import type { Expectation, FieldsSpec } from './specs.ts'

const readExpectation = (reader: SpecReader, path: string): Expectation => {
  const value = reader.value[path]
  if (!isJsonObject(value)) return { equals: value }
  if ('oneOf' in value && isList(value['oneOf'])) return { oneOf: value['oneOf'] }
  if ('includes' in value) return { includes: value['includes'] }
  if (typeof value['matches'] === 'string') {
    if (!isWords(value['means']))
      reader.note({
        path: `${reader.path}.${path}.means`,
        message: 'needs texts for en and ko that say what matches, with an example',
      })
    return { matches: value['matches'], means: isWords(value['means']) ? value['means'] : same(value['matches']) }
  }
  return { equals: 'equals' in value ? value['equals'] : value }
}

/** Every field that is wanted is there with that value; others may be there too. */
const contains = (value: unknown, wanted: unknown): boolean =>
  isJsonObject(value) && isJsonObject(wanted)
    ? Object.entries(wanted).every(([key, item]) => contains(value[key], item))
    : isEqual(value, wanted)

const meetsExpectation = (expectation: Expectation, found: readonly unknown[]): boolean => {
  if ('includes' in expectation) return found.some((value) => contains(value, expectation.includes))
  if (found.length === 0) return false
  if ('oneOf' in expectation) return found.every((value) => expectation.oneOf.some((item) => isEqual(item, value)))
  if ('matches' in expectation) {
    const pattern = new RegExp(`^(?:${expectation.matches})$`, 'u')
    return found.every((value) => pattern.test(String(value)))
  }
  return found.every((value) => isEqual(value, expectation.equals))
}

const show = (value: unknown): string =>
  isJsonObject(value)
    ? Object.entries(value)
        .map(([key, item]) => `${key}: ${show(item)}`)
        .join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const showWanted = (expectation: Expectation): Words => {
  if ('includes' in expectation) return words(`one is ${show(expectation.includes)}`, `하나가 ${show(expectation.includes)}`)
  if ('oneOf' in expectation)
    return words(`one of ${expectation.oneOf.map(show).join(', ')}`, `${expectation.oneOf.map(show).join(', ')} 중 하나`)
  return 'matches' in expectation ? expectation.means : same(show(expectation.equals))
}

export const fields: Check<FieldsSpec> = {
  kind: 'fields',
  read: (reader) => {
    onlyFields(reader, ['kind', 'name', 'namespace', 'expect'])
    const expected = child(reader, 'expect')
    const expect = Object.keys(expected.value).map((path) => ({ path, expectation: readExpectation(expected, path) }))
    return { kind: 'fields', object: readObject(reader), expect }
  },
  run: (spec, { snapshot }): CheckOutcome => {
    const object = findObject(snapshot, spec.object)
    if (object === undefined) return missingObject(spec.object)
    for (const { path, expectation } of spec.expect) {
      const found = selectPath(object, path).map(({ value }) => value)
      if (meetsExpectation(expectation, found)) continue
      const wanted = showWanted(expectation)
      const name = nameReference(spec.object)
      const seen = found.map(show).join(' | ')
      return {
        passed: false,
        expected: words(`${name} ${path}: ${wanted.en}`, `${name} ${path}: ${wanted.ko}`),
        actual: found.length === 0 ? words('the field is absent', '필드 없음') : words(seen, seen),
        finding: { kind: 'field', object, path, expectation, found },
      }
    }
    return { passed: true }
  },
}
