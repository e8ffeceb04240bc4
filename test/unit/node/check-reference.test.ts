import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CHECK_KINDS, findCheck } from '../../../src/grading/checks/checks.ts'
import { createReader } from '../../../src/grading/checks/read-spec.ts'
import { readChecksReference, type CheckField } from '../../../src/node/check-reference.ts'
import { readResultReference } from '../../../src/node/result-reference.ts'

const root = join(import.meta.dirname, '../../..')
const { kinds, parts } = readChecksReference(root)

const notesOf = (kind: string, value: unknown): readonly string[] => {
  const notes: string[] = []
  findCheck(kind)?.read(createReader(value, kind, ({ path, message }) => notes.push(`${path}: ${message}`)))
  return notes
}

/** The fields that the reader says it knows, where one stands that it does not. */
const knownTo = (kind: string, value: object): readonly string[] =>
  notesOf(kind, value).flatMap((note) => /\.nonsense: unknown field; known here: (.*)$/u.exec(note)?.[1]?.split(', ') ?? [])

const names = (fields: readonly CheckField[]): readonly string[] => fields.map(({ name }) => name).sort()

const example = (kind: string): Readonly<Record<string, object>> =>
  (
    parse(kinds.find((check) => check.kind === kind)?.example ?? '') as Readonly<
      Record<string, Readonly<Record<string, object>>>
    >
  )[kind] ?? {}

describe('docs/checks', () => {
  test('describes every kind', () => expect(kinds.map(({ kind }) => kind)).toEqual(CHECK_KINDS))

  test.each(kinds.map((check) => [check.kind, check] as const))(
    '%s: its fields are those that are read, its example is valid',
    (kind, check) => {
      expect(knownTo(kind, { nonsense: 1 }).toSorted()).toEqual(names(check.fields))
      expect(notesOf(kind, example(kind))).toEqual([])
      for (const { name } of check.fields.filter(({ required }) => required === true)) {
        const { [name]: _without, ...rest } = example(kind)
        expect(name === 'expect' || notesOf(kind, rest).length > 0, `${name} is required`).toBe(true)
      }
    },
  )

  test.each([
    ['client', 'connects', { ...example('connects'), from: { nonsense: 1 } }],
    ['target', 'connects', { ...example('connects'), to: { nonsense: 1 } }],
    ['answer', 'resolves', { ...example('resolves'), answers: { nonsense: 1 } }],
  ] as const)('%s: the fields are those that are read', (part, kind, value) =>
    expect(knownTo(kind, value).toSorted()).toEqual(names(parts[part]?.fields ?? [])),
  )

  test('every field is told in both languages, and the parts that are named exist', () => {
    const fields = [...kinds.flatMap((check) => check.fields), ...Object.values(parts).flatMap((part) => part.fields)]
    expect(fields.filter(({ en, ko }) => en === '' || !/[가-힣]/u.test(ko)).map(({ name }) => name)).toEqual([])
    expect(fields.filter(({ part }) => part !== undefined && parts[part] === undefined)).toEqual([])
  })
})

describe('docs/result.yaml', () => {
  const result = readResultReference(root)

  test('tells every field of the schema in both languages', () => {
    expect(result.map(({ name }) => name)).toEqual([
      'result',
      'check',
      'cause',
      'problem',
      'repair',
      'position',
      'observation',
      'trial',
    ])
    const untold = result.flatMap(({ name, fields }) =>
      fields.filter(({ text }) => !/[가-힣]/u.test(text?.ko ?? '')).map(({ path }) => `${name}: ${path}`),
    )
    expect(untold).toEqual([])
  })

  test('follows references, lists and what a part extends', () => {
    const of = (name: string): (typeof result)[number] | undefined => result.find((part) => part.name === name)
    expect(of('problem')?.extends).toBe('cause')
    expect(of('check')?.fields.find(({ path }) => path === 'causes')).toMatchObject({ part: 'cause', types: ['array'] })
    expect(of('check')?.fields.find(({ path }) => path === 'position')).toMatchObject({
      part: 'position',
      types: ['object', 'null'],
    })
    expect(of('check')?.fields.map(({ path }) => path)).toContain('walk[].shouldStop')
    expect(of('result')?.fields.find(({ path }) => path === 'learner')?.isOptional).toBe(true)
  })
})
