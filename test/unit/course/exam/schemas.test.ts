import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readExam } from '../../../../src/course/exam/read-exam.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const ajv = new Ajv2020({ strict: false, validateFormats: false })
const schema = (name: string): object => JSON.parse(readFileSync(join(ROOT, `src/course/exam/${name}`), 'utf8')) as object
const isExam = ajv.compile(schema('exam.schema.json'))

const folder = join(ROOT, 'tasks/exams')
const HEAD = 'title: { en: Exam, ko: 시험 }\nminutes: 60\n'
const SLOTS = 'slots: [{ id: a, points: 1, pool: [{ task: 3-3 }] }]\n'

describe('the schema of exams', () => {
  test.each(readdirSync(folder))('takes %s, as the reader does', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(isExam(parse(text)), JSON.stringify(isExam.errors)).toBe(true)
    expect(readExam('x', text, name).problems).toEqual([])
  })

  test.each([
    `${HEAD}minuets: 1\n${SLOTS}`,
    `${HEAD}attempts: { scoring: highest }\n${SLOTS}`,
    `${HEAD}shows: { during: everything }\n${SLOTS}`,
    `${HEAD}environments: [docker]\n${SLOTS}`,
    `${HEAD}environments: [embedded, docker]\n${SLOTS}`,
    `${HEAD}opens: tomorrow\n${SLOTS}`,
    `${HEAD}slots: []\n`,
    `${HEAD}slots: [{ id: A B, points: 1, pool: [{ task: 3-3 }] }]\n`,
    `${HEAD}slots: [{ id: a, points: 0, pool: [{ task: 3-3 }] }]\n`,
    `${HEAD}slots: [{ id: a, points: 1, pool: [{ question: 3-1 }] }]\n`,
    `${HEAD}slots: [{ id: a, points: 1, pool: [{ task: 3-3, question: 3-1#a }] }]\n`,
    `minutes: 60\n${SLOTS}`,
  ])('refuses what the reader refuses: %j', (text) => {
    expect(isExam(parse(text))).toBe(false)
    expect(readExam('x', text, 'x.yaml').problems).not.toEqual([])
  })
})

test('the schema of submissions is a schema', () => {
  expect(() => ajv.compile(schema('submission.schema.json'))).not.toThrow()
})
