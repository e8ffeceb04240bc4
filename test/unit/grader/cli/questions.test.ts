import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createCli } from '../../../../grader/terminal/cli.ts'
import { askQuestions } from '../../../../grader/cli/questions/ask.ts'
import { poseConcept } from '../../../../src/course/pose-concept.ts'
import { readConcept } from '../../../../src/course/read-concept.ts'
import type { Result } from '../../../../src/grading/result.ts'
import { shopSection } from '../../course/questions/section.ts'
import { runGradeAt, type Ran } from '../support/run-grade.ts'

const root = mkdtempSync(join(tmpdir(), 'netgrade-questions-'))
const course = join(root, 'tasks')
const repository = join(import.meta.dirname, '../../../..')
cpSync(join(repository, 'package.json'), join(root, 'package.json'))
cpSync(join(repository, 'tasks/3-3'), join(course, '3-3'), { recursive: true })
for (const [path, text] of Object.entries(shopSection().files)) {
  mkdirSync(join(course, '0-1/states'), { recursive: true })
  writeFileSync(join(course, '0-1', path), text)
}
writeFileSync(
  join(course, 'course.yaml'),
  'title: { en: T, ko: T }\nlanguages: [en, ko]\nparts: { p: { en: P, ko: P } }\nsections: [{ id: 0-1, part: p }, { id: 3-3, part: p }]\n',
)

let home: string
beforeEach(() => {
  home = mkdtempSync(join(root, 'home-'))
})
afterAll(() => rmSync(root, { recursive: true }))

const grade = (...argv: readonly string[]): Promise<Ran> => runGradeAt({ home, root }, ...argv)

const RIGHT = {
  namespaces: 'b',
  several: 'b,c',
  port: '6379',
  verdict: 'c',
  stops: 'f',
  who: ['a'],
  status: 404,
}

const answersFile = (answers: unknown): string => {
  const path = join(home, 'answers.yaml')
  writeFileSync(path, JSON.stringify(answers))
  return path
}

describe('grade 0-1 --answers', () => {
  it('judges what was answered, and what was not', async () => {
    const { code, out } = await grade('0-1', '--format', 'json', '--answers', answersFile({ ...RIGHT, verdict: 'a' }))
    const result = JSON.parse(out) as Result
    expect(code).toBe(1)
    expect(result).toMatchObject({ status: 'partial', score: 6, max: 10, environment: 'questions' })
    const verdict = result.checks.find(({ id }) => id === 'verdict')
    expect(verdict).toMatchObject({ passed: false, expected: 'c timed out', actual: 'a connected', rationale: 'w' })
    expect(verdict?.walk.at(-1)?.outcome).toBe('denied')
  })

  it('remembers what is left, until nothing is', async () => {
    await grade('0-1', '--answers', answersFile(RIGHT))
    const overview = (await grade()).out
    expect(overview).toContain('7 of 10 points')
    expect(overview).toContain('Next: the questions of 0-1 that are left: grade 0-1 --missed.')
    const { out } = await grade('0-1', '--missed', '--format', 'json', '--answers', answersFile({}))
    const left = JSON.parse(out) as Result
    expect(left.checks.map(({ id }) => id)).toEqual(['steps', 'source', 'lookups'])
    const keys = Object.fromEntries(
      left.checks.map(({ id, expected }) => [id, (expected ?? '').split(' → ').map((option) => option.split(' ')[0])]),
    )
    expect((await grade('0-1', '--missed', '--answers', answersFile(keys))).code).toBe(0)
    const after = await grade('0-1', '--missed')
    expect(after).toMatchObject({ code: 0, out: '' })
    expect(after.err).toContain('Nothing is left of 0-1')
    expect((await grade()).out).toContain('10 of 10 points')
  })

  it('comes after reading, which needs no start state', async () => {
    expect((await grade()).out).toContain('Next: read section 0-1')
    expect((await grade('--lang', 'ko')).out).toContain('다음: 0-1 단원을 읽고')
    expect((await grade()).out).not.toContain('grade start 0-1')
  })

  it.each([
    [{ verdit: 'a' }, 'Is verdict meant?'],
    [{ verdict: 'x' }, '"x" cannot be the answer to verdict. Letters: a, b, c, d, e.'],
    [{ verdict: { a: 1 } }, 'cannot be the answer to verdict'],
    [['a'], 'not a mapping'],
  ])('%j is refused with what is wrong', async (answers, message) => {
    const { code, err } = await grade('0-1', '--answers', answersFile(answers))
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('keeps questions and practice apart', async () => {
    expect((await grade('0-1', '--file', 'x.yaml')).err).toContain('--file does not belong to section 0-1')
    expect((await grade('3-3', '--missed')).err).toContain('--missed does not belong to section 3-3')
    expect((await grade('hint', '0-1')).err).toContain('grade 0-1 asks its questions')
  })
})

describe('questions in the terminal', () => {
  const ask = async (typed: string, written?: string) => {
    const { concept } = readConcept(shopSection(written))
    const { questions } = await poseConcept(concept)
    let out = ''
    const write = (text: string): void => void (out += text)
    const cli = createCli({ stdout: { write }, stderr: { write }, environment: { NETGRADE_HOME: home }, root })
    const answers = await askQuestions(
      cli,
      { questions, states: concept.states },
      { input: Readable.from([typed]), output: new PassThrough() },
    )
    return { answers, out }
  }

  it('takes the first answer, explains a wrong one, and lets the reader try again', async () => {
    const { answers, out } = await ask('a\nb\nb,c\n')
    expect(answers).toEqual({ namespaces: ['a'], several: ['b', 'c'] })
    expect(out).toContain('✘ not right\n      a: wrong')
    expect(out).toContain('✔ right\n      b: right')
  })

  it('shows the cluster that a question is about on request, and keeps the lines of its text', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    const first = given.slice(given.indexOf('  - id: verdict'), given.indexOf('  - id: stops'))
    const asked = first.replace('ask: verdict', 'ask: verdict, prompt: { en: "One.\\nTwo.", ko: "하나." }')
    const others = given.replace(first, '').replace('questions:\n', '')
    const { out } = await ask('?\nc\n', `questions:\n${asked}${others}`)
    expect(out).toContain('1/10  One.\n      Two.\n      ? shows the cluster that this is about.\n')
    expect(out).toContain('      metadata: { name: db-from-web, namespace: shop }\n')
    expect(out).not.toContain('# A shop with a database')
    expect(out).toContain('✔ right')
  })

  it('asks again for what can be no answer, and shows the answer on request', async () => {
    const { answers, out } = await ask('zz\na\n\n')
    expect(answers).toEqual({ namespaces: ['a'] })
    expect(out).toContain('none of the letters above')
    expect(out).toContain('answer: b all')
  })
})
