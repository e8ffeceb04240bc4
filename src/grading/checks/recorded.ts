/** `recorded: { configMap: namespace/name, key, answers: { service | pod | address } }`: the learner's record of a look-up holds the name and the right address. */
import { isConfigMap } from '../../kubernetes/guards.ts'
import type { CheckOutcome } from '../failure.ts'
import { same, words } from '../words.ts'
import { addressesOf, namesOf, readAnswers, referenceOfAnswer } from './answers.ts'
import type { Check } from './check.ts'
import { findObject, missingObject } from './find-object.ts'
import { namespacedName, onlyFields, requiredText } from './read-spec.ts'
import type { RecordedSpec } from './specs.ts'
import { ko } from '../korean.ts'

/** Addresses that stand in the text by themselves: not as a part of a longer name. */
export const addressesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.:-]*\w)/giu)].map(
    ([address]) => address,
  )

/** Names in the text, without dots at their ends. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/[\w-][\w.-]*/gu)].map(([name]) => name.replace(/\.$/u, ''))

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? ''

export const recorded: Check<RecordedSpec> = {
  kind: 'recorded',
  read: (reader) => {
    onlyFields(reader, ['configMap', 'key', 'answers'])
    const configMap = namespacedName(reader, 'configMap')
    if (configMap === undefined) reader.note({ path: `${reader.path}.configMap`, message: 'is required' })
    const answers = readAnswers(reader)
    if (configMap === undefined || answers === undefined) return undefined
    return { kind: 'recorded', configMap, key: requiredText(reader, 'key'), answers }
  },
  run: (spec, { snapshot }): CheckOutcome => {
    const reference = { kind: 'ConfigMap', ...spec.configMap }
    const object = findObject(snapshot, reference)
    if (object === undefined || !isConfigMap(object)) return missingObject(reference)
    const subject = referenceOfAnswer(spec.answers)
    if (subject !== undefined && findObject(snapshot, subject) === undefined) return missingObject(subject)
    const addresses = addressesOf(snapshot, spec.answers)
    const text = object.data?.[spec.key]
    const found = addressesIn(text ?? '')
    const names = namesOf(spec.answers, addresses, snapshot.facts.cluster.clusterDomain)
    const hasAddress = addresses.some((address) => found.includes(address))
    const hasName = names.length === 0 || namesIn(text ?? '').some((name) => names.includes(name))
    if (hasAddress && hasName) return { passed: true }
    const { key } = spec
    const [name] = names
    const wanted = [...(name === undefined ? [] : [name]), ...addresses].join(', ')
    return {
      passed: false,
      expected: words(`${key}: an answer with ${wanted}`, ko(`${key}: ${wanted}이(가) 있는 응답`)),
      actual: text === undefined ? words(`the key ${key} is absent`, `키 ${key} 없음`) : same(`${key}: ${lastLine(text)}`),
      finding: { kind: 'recorded', object, spec, addresses, names, ...(text === undefined ? {} : { text }) },
    }
  },
}
