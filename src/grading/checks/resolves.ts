/** `resolves: { from, name, type?, answers: { service | pod | address } }`: the name leads to that address. */
import type { DnsType, ResolveQuestion, Snapshot } from '../../network/model.ts'
import { resolve } from '../../network/resolve.ts'
import type { CheckOutcome, Failed } from '../failure.ts'
import { nameSource } from '../explain/verdict.ts'
import { same } from '../words.ts'
import { addressesOf, readAnswers, referenceOfAnswer } from './answers.ts'
import type { Check } from './check.ts'
import { findClients } from './clients.ts'
import { findObject, missingObject } from './find-object.ts'
import type { NetworkQuestions } from './questions.ts'
import { onlyFields, readFrom, requiredText, text, type SpecReader } from './read-spec.ts'
import type { ResolvesSpec } from './specs.ts'

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY']

const readType = (reader: SpecReader): DnsType => {
  const given = text(reader, 'type')
  const type = TYPES.find((known) => known === given)
  if (given !== undefined && type === undefined)
    reader.note({ path: `${reader.path}.type`, message: `must be one of ${TYPES.join(', ')}` })
  return type ?? 'A'
}

type Posed = NetworkQuestions<ResolveQuestion> & { readonly missing?: Failed }

/** What is asked, and of which state: clients that do not exist are added to a copy. */
export const poseLookups = (snapshot: Snapshot, spec: ResolvesSpec): Posed => {
  const none = { snapshot, questions: [] }
  const reference = referenceOfAnswer(spec.answers)
  if (reference !== undefined && findObject(snapshot, reference) === undefined)
    return { ...none, missing: missingObject(reference) }
  const clients = findClients(snapshot, spec.from)
  if (clients.missing !== undefined) return { ...none, missing: missingObject({ kind: 'Pod', ...clients.missing }) }
  const questions = clients.sources.map((from) => ({ from, name: spec.name, type: spec.type }))
  return { snapshot: clients.snapshot, questions }
}

export const resolves: Check<ResolvesSpec> = {
  kind: 'resolves',
  read: (reader) => {
    onlyFields(reader, ['from', 'name', 'type', 'answers'])
    const answers = readAnswers(reader)
    if (answers === undefined) return undefined
    return { kind: 'resolves', from: readFrom(reader), name: requiredText(reader, 'name'), type: readType(reader), answers }
  },
  run: (spec, { snapshot }): CheckOutcome => {
    const posed = poseLookups(snapshot, spec)
    if (posed.missing !== undefined) return posed.missing
    const wanted = addressesOf(snapshot, spec.answers)
    for (const question of posed.questions) {
      const { from } = question
      const resolution = resolve(posed.snapshot, question)
      const found = resolution.records.map(({ data }) => data)
      if (wanted.length > 0 && wanted.some((address) => found.includes(address))) continue
      const name = `${nameSource(from)}: ${spec.name}`
      return {
        passed: false,
        expected: same(`${name} → ${wanted.join(', ')}`),
        actual: same(`${name} → ${found.length > 0 ? found.join(', ') : resolution.outcome}`),
        finding: { kind: 'name', resolution, wanted: spec.answers },
        walk: {
          hops: [{ kind: 'resolve', name: spec.name, resolution, semantics: ['D1', 'D21'], stops: found.length === 0 }],
        },
      }
    }
    return { passed: true }
  },
}
