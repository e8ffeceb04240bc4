import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CATALOGUE, OTHER_NAMES } from '../../../src/grading/catalogue.ts'
import { sideOf } from '../../../src/grading/causes/example.ts'
import { decode } from '../../../src/kubernetes/decode/decode.ts'
import { RESOURCES } from '../../../src/kubernetes/resources.ts'
import { readManifests } from '../../../src/kubernetes/yaml/read-manifests.ts'
import { causeCases } from '../../cases/causes/read-cause-case.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const codes = CATALOGUE.map(({ code }) => code)

/** Codes that some folder under tasks/<id>/wrong is named for. */
const namedByTasks = (): readonly string[] =>
  readdirSync(path.join(ROOT, 'tasks'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('wrong.yaml'))
    .map((name) => /cause: *(\S+)/.exec(readFileSync(path.join(ROOT, 'tasks', name), 'utf8'))?.[1] ?? '')

/** Codes of mistakes in files that no manifest in the repository can show: they have tests of their own. */
const WITH_UNIT_TEST = new Set([
  'manifest-too-large',
  'manifest-binary',
  'container-edit-is-lost',
  'pod-runs-old-spec',
  'start-object-missing',
])

test('codes are unique and well-formed', () => {
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
})

/** What real clusters do otherwise is shown by no manifest either (causes/reality/reality-causes.test.ts). */
const OF_REALITY = /^reality-/u

test('every code has a case, a wrong answer of a task, or a test of its own', () => {
  const shown = new Set([...causeCases().map((name) => name.replace(/\..*$/, '')), ...namedByTasks(), ...WITH_UNIT_TEST])
  expect(codes.filter((code) => !shown.has(code) && !OF_REALITY.test(code))).toEqual([])
})

test('every case and every wrong answer names a code', () => {
  const named = [...causeCases().map((name) => name.replace(/\..*$/, '')), ...namedByTasks()]
  expect(named.filter((code) => !codes.includes(code))).toEqual([])
})

test('other names lead to codes, and are none themselves', () => {
  for (const [other, code] of Object.entries(OTHER_NAMES)) {
    expect(codes).toContain(code)
    expect(codes).not.toContain(other)
  }
})

describe.each(CATALOGUE.map((cause) => [cause.code, cause] as const))(
  '%s',
  (code, { title, explanation, section, example }) => {
    test('is told in every language', () => {
      for (const text of [title.en, title.ko, explanation.en, explanation.ko]) expect(text).toMatch(/[.!?]$/u)
      expect(title.ko).toMatch(/[가-힣]/u)
      expect(explanation.ko).toMatch(/[가-힣]/u)
      expect(section).toMatch(/^\d-\d$/)
    })

    test('has an example with something wrong and something right', () => {
      expect(example.some(({ sign }) => sign !== ' ')).toBe(true)
      expect(sideOf(example, '+')).not.toBe(sideOf(example, '-'))
      for (const { text } of example) expect(text).not.toContain('undefined')
    })

    test('its example is mended in fields that the API knows', () => {
      expect(strangeFields(sideOf(example, '+'))).toEqual([])
      if (!IN_FILES.test(code)) expect(strangeFields(sideOf(example, '-'))).toEqual([])
    })
  },
)

/** These mistakes are such that nothing can be read. */
const IN_FILES = /^(?:yaml|manifest|field|api-version|kind|port-number)-/u

/** What the server would not know in the objects of a text; lines for the shell and other text are left out. */
const strangeFields = (text: string): readonly string[] =>
  text
    .split(/^---\n/mu)
    .filter((part) => /^kind: /mu.test(part))
    .flatMap((part) => {
      const { documents, problems } = readManifests(part, 'example.yaml')
      const strange = documents.flatMap(({ value, duplicateKeys }) => {
        const served = RESOURCES.find(({ kind }) => kind === value['kind'])
        const whole = { apiVersion: served?.apiVersion, ...value }
        const { unknownFields, wrongTypes } = decode(whole, { fieldValidation: 'Strict', duplicateKeys })
        return [...unknownFields, ...wrongTypes].map((field) => field.path)
      })
      return [...problems.map(({ message }) => message), ...strange]
    })
