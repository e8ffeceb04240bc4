/** Each format is read by a program that reads it for a living, or held against its published schema. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { parse as parseCsv } from 'csv-parse/sync'
import { HtmlValidate } from 'html-validate'
import { Parser } from 'tap-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { StoredResult } from '../../../../../grader/batch/results/stored-result.ts'
import { RESULT_FORMATS } from '../../../../../grader/reports/results/formats.ts'
import { runGrade } from '../../support/run-grade.ts'
import { bookFor, sampleResults } from './sample-class.ts'

const ROOT = join(import.meta.dirname, '../../../../..')

let results: readonly StoredResult[] = []
beforeAll(async () => {
  results = await sampleResults()
})

const write = (format: string, given = results): string =>
  [...RESULT_FORMATS[format]!.write(bookFor(given, { absent: { id: '77', name: 'Ab, Sent', login: '@evil' } }))].join('')

const valuesOf = (format: string): readonly unknown[] => results.map((one): unknown => JSON.parse(write(format, [one])))

describe('JSON', () => {
  test('every result is of the schema, in a list and line by line', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'src/grading/result.schema.json'), 'utf8')) as object
    const validate = new Ajv({ strict: false }).compile(schema)
    const list = JSON.parse(write('json')) as { results: unknown[] }
    const lines = write('jsonl').trimEnd().split('\n')
    expect(list.results).toHaveLength(results.length)
    for (const one of [...list.results, ...lines.map((line): unknown => JSON.parse(line))]) {
      validate(one)
      expect(validate.errors).toBeNull()
    }
  })
})

test('JUnit: well formed, of the dialect that servers read, with the right counts', async () => {
  const xml = write('junit')
  const schema = readFileSync(join(import.meta.dirname, 'junit.xsd'), 'utf8')
  const checked = await validateXML({
    xml: { fileName: 'junit.xml', contents: xml },
    schema: { fileName: 'junit.xsd', contents: schema },
  })
  expect(checked.errors).toEqual([])
  expect(xml.match(/<testsuite /gu)).toHaveLength(results.length)
  const [, tests, failures, errors] = /tests="(\d+)" failures="(\d+)" errors="(\d+)"/u.exec(xml) ?? []
  expect(Number(tests)).toBe(results.length * 5)
  expect(Number(failures)).toBe(xml.match(/<failure /gu)?.length)
  expect(Number(errors)).toBe(10)
})

test('TAP 14', () => {
  const points = (Parser.parse(write('tap')) as readonly unknown[][]).filter(([name]) => name === 'assert')
  expect(points.map(([, point]) => (point as { readonly ok: boolean }).ok)).toEqual([true, false, false, false, false])
  const complaints = Parser.parse(write('tap'), { strict: true }).filter(([name]) => name === 'extra')
  expect(complaints).toEqual([])
  const failed = JSON.stringify(Parser.parse(write('tap')))
  expect(failed).toContain('"severity":"fail"')
})

test('SARIF 2.1.0', () => {
  const require = createRequire(import.meta.url)
  const path = join(require.resolve('@microsoft/jest-sarif'), '../schemas/sarif-2.1.0-rtm.5.json')
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false })
  const log = JSON.parse(write('sarif')) as {
    runs: { results: { ruleId: string }[]; tool: { driver: { rules: { id: string }[] } } }[]
  }
  ajv.validate(schema, log)
  expect(ajv.errors).toBeNull()
  const [run] = log.runs
  const rules = new Set(run?.tool.driver.rules.map(({ id }) => id))
  expect(run?.results.length).toBeGreaterThan(3)
  for (const { ruleId } of run?.results ?? []) expect(rules).toContain(ruleId)
})

test('HTML: valid, and nothing of a learner is markup', async () => {
  const html = write('html')
  const report = await new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: { 'no-inline-style': 'off' },
  }).validateString(html)
  expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([])
  expect(html).not.toContain('<script')
})

test('Markdown: every row has five cells, and nothing of a learner is markup', () => {
  const text = write('markdown')
  const rows = text.split('\n').filter((line) => line.startsWith('| '))
  expect(rows).toHaveLength(results.length + 1)
  for (const row of rows) expect(row.replaceAll(/\\./gu, '').split('|')).toHaveLength(7)
  expect(text.replaceAll(/\\./gu, '')).not.toContain('<script')
})

describe('GitHub', () => {
  test('annotations are commands of one line, ten at most, with what does not fit', () => {
    const many = Array.from({ length: 5 }, () => results).flat()
    const lines = write('github', many).trimEnd().split('\n')
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10)
    for (const line of lines) expect(line).toMatch(/^::(?:error|notice) (?:[a-zA-Z]+=[^,:]*,?)+::[^\n]*$/u)
    expect(lines.at(-1)).toContain('more are left out')
  })

  test('a summary stays below what GitHub takes', () => {
    const many = Array.from({ length: 2000 }, () => results).flat()
    const text = write('github-summary', many)
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
    expect(text).toContain('more are left out')
    expect(text.replaceAll(/\\./gu, '')).not.toContain('<script')
  })
})

test('check50', () => {
  const [right, wrong] = valuesOf('check50') as readonly {
    slug: string
    results?: { name: string; passed: boolean | null; cause: object | null; dependency: string | null }[]
  }[]
  expect(right?.results?.map(({ passed, cause }) => [passed, cause])).toEqual(Array.from({ length: 5 }, () => [true, null]))
  const names = wrong?.results?.map(({ name }) => name) ?? []
  for (const { dependency } of wrong?.results ?? []) if (dependency !== null) expect(names).toContain(dependency)
  expect(wrong?.results?.some(({ passed }) => passed === null)).toBe(true)
  expect(valuesOf('check50').at(-1)).toMatchObject({ error: { type: 'yaml-indentation' } })
})

test('Exercism', () => {
  const all = valuesOf('exercism') as readonly {
    version: number
    status: string
    tests: { status: string; message?: string }[]
  }[]
  expect(all.map(({ version, status }) => [version, status])).toEqual([
    [3, 'pass'],
    [3, 'fail'],
    [3, 'fail'],
    [3, 'error'],
    [3, 'error'],
  ])
  for (const { tests } of all) for (const one of tests) expect(one.message === undefined).toBe(one.status === 'pass')
})

test('Gradescope: the score is the sum of its tests', () => {
  for (const { score, tests } of valuesOf('gradescope') as readonly {
    score: number
    tests: { score: number; status: string }[]
  }[]) {
    expect(tests.reduce((sum, one) => sum + one.score, 0)).toBe(score)
    for (const { status } of tests) expect(['passed', 'failed']).toContain(status)
  }
})

test('PrairieLearn: what cannot be read costs no attempt', () => {
  const all = valuesOf('prairielearn') as readonly { gradable: boolean; score: number; format_errors?: string[] }[]
  expect(all.map(({ gradable }) => gradable)).toEqual([true, true, true, false, false])
  for (const { score } of all) expect(score >= 0 && score <= 1).toBe(true)
  expect(all.at(-1)?.format_errors).toHaveLength(1)
})

test('Classroom 50: whole points that add up, and a time to the second', () => {
  for (const value of valuesOf('classroom50') as readonly (Record<string, unknown> & { tests: Record<string, number>[] })[]) {
    expect(value).toMatchObject({
      schema: 'classroom50/result/v1',
      classroom: 'net',
      assignment: 'w3',
      assignment_type: 'individual',
    })
    expect(value['submission']).toMatch(/^submit\//u)
    expect(value['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u)
    for (const key of ['score', 'max-score'] as const) {
      expect(Number.isInteger(value[key])).toBe(true)
      expect(value.tests.reduce((sum, one) => sum + one[key]!, 0)).toBe(value[key])
    }
  }
})

test('Autolab: stages, and the scores on the last line', () => {
  const [feedback, scores] = write('autolab', [results[1]!])
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(feedback).toMatchObject({ _presentation: 'semantic', stages: ['3-3'] })
  expect(scores).toEqual({ scores: { '3-3': results[1]!.score } })
})

test('LTI: a score on each line', () => {
  const lines = write('lti-ags')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines).toHaveLength(results.length)
  expect(lines[0]).toMatchObject({
    scoreGiven: 100,
    scoreMaximum: 100,
    gradingProgress: 'FullyGraded',
    timestamp: '2026-11-26T01:02:03.000Z',
  })
  expect(lines[3]).toMatchObject({ userId: '77', activityProgress: 'Initialized' })
})

describe('gradebooks', () => {
  test('Canvas: names as the class list has them, formulas defused', () => {
    const rows: string[][] = parseCsv(write('canvas'))
    expect(rows[0]?.slice(0, 5)).toEqual(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'])
    expect(rows[1]?.[0]?.trim()).toBe('Points Possible')
    expect(rows[2]).toEqual(["'=cmd|calc", '', '', "'=cmd|calc", '', '100'])
    expect(rows[5]).toEqual(['Ab, Sent', '77', '', "'@evil", '', '0'])
  })

  test('Moodle: a feedback beside each grade', () => {
    const rows: Record<string, string>[] = parseCsv(write('moodle'), { columns: true })
    expect(Object.keys(rows[0]!)).toHaveLength(5)
    expect(Object.values(rows[1]!).at(-1)).toBe('policy-rules-split')
  })
})

test('items: the task, its checks, and figures only where they mean something', () => {
  const rows: Record<string, string>[] = parseCsv(write('items'), { columns: true })
  expect(rows.map(({ item }) => item)).toEqual(['tasks', '3-3', 'checks', ...results[0]!.checks.map(({ id }) => `3-3 ${id}`)])
  expect(rows[1]).toMatchObject({ learners: '5', max: '100', alpha_without: '', item_rest_r: '' })
  expect(Number(rows[2]?.['alpha'])).toBeGreaterThan(0.5)
})

test('items: of learners who were asked different tasks nothing is told by the place in which they stand', () => {
  const [first, ...others] = results
  const differ = [first!, ...others.map((result) => ({ ...result, task: { ...result.task, id: '2-2' } }))]
  expect(() => write('items', differ)).toThrow('report-items-differ')
})

test('text: a line for each, and one for all', () => {
  const lines = write('text').trimEnd().split('\n')
  expect(lines).toHaveLength(results.length + 2)
  expect(lines.at(-1)).toContain('5 learners, 5 results')
})

describe('one task', () => {
  test.each(Object.entries(RESULT_FORMATS))('grade 3-3 --format %s', async (name, { about }) => {
    const { code, out } = await runGrade('3-3', '--file', join(ROOT, 'tasks/3-3/wrong/two-rules/answer.yaml'), '--format', name)
    if (about === 'list') expect(code).toBe(2)
    else {
      expect(code).toBe(1)
      expect(out.length).toBeGreaterThan(20)
      if (['json', 'sarif', 'check50', 'exercism', 'gradescope', 'prairielearn', 'classroom50'].includes(name)) JSON.parse(out)
      if (name === 'tap') expect(Parser.parse(out).filter(([event]) => event === 'assert')).toHaveLength(5)
    }
  })
})

test('the formats that are described are those that there are', () => {
  const page = readFileSync(join(ROOT, 'docs/batch.md'), 'utf8')
  for (const name of Object.keys(RESULT_FORMATS)) expect(page).toContain(`\`${name}\``)
})
