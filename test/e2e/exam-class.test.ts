/** A class's exam graded as an instructor does, with submissions that hang, explode, cannot be read, were copied or answer somebody else. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { resultsOf } from '../../grader/batch/output-folder.ts'
import { readExamCourse } from '../../grader/exam/course-files.ts'
import { gradeClass } from '../../grader/exam/class/grade-class.ts'
import type { ExamJob, ExamReply } from '../../grader/exam/class/job.ts'
import type { ExamResults, SubmissionResult } from '../../grader/exam/class/results.ts'
import type { Effort } from '../../grader/workers/effort.ts'
import { createPool } from '../../grader/workers/pool.ts'
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import { drawExam, type DrawnExam } from '../../src/course/exam/draw.ts'
import type { ExamCourse } from '../../src/course/exam/exam-course.ts'
import type { Exam } from '../../src/course/exam/exam.ts'
import { readExam } from '../../src/course/exam/read-exam.ts'
import { clusterOf, keysOf, solutionsOf, submissionOf } from '../support/exam-submission.ts'
import { GRADE, openSession, ROOT, type Result, type Session } from './support/session.ts'

const EXAM = `title: { en: Mid-term, ko: 중간시험 }
minutes: 60
shows: { during: nothing, after: points }
slots:
  - { id: service, points: 60, pool: [{ task: 2-3 }, { task: 2-3/deployment }, { task: 2-3/two-ports }, { task: 2-2 }] }
  - { id: words, points: 40, draw: 2, pool: [{ question: "1-1#*" }, { question: "3-1#*" }] }
`
/** With it lim and park are asked 2-2, as four others are; ann and han 2-3/deployment with other values. */
const SECRET = '07'.repeat(32)
const SLOTS = ['service']
const HONEST = ['ann', 'choi', 'han', 'jang', 'jung', 'kang', 'kim', 'lee', 'lim', 'park', 'seo', 'yoon']
const HOSTILE = ['hangs', 'explodes', 'unreadable', 'deep', 'infinite']

let session: Session
let course: ExamCourse
let exam: Exam
const folder = mkdtempSync(join(tmpdir(), 'netgrade-exam-class-'))
const at = (name: string): string => join(folder, name)
const drawFor = (learner: string): DrawnExam => drawExam(exam, learner, Buffer.from(SECRET, 'hex'), course)

const handIn = async (path: string, learner: string, objects: string): Promise<void> => {
  const drawn = drawFor(learner)
  const answers = await keysOf(drawn, course)
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), JSON.stringify(submissionOf(drawn, { secret: Buffer.from(SECRET, 'hex'), objects, answers })))
}

const solvedCluster = (learner: string, as = learner): Promise<string> =>
  clusterOf(drawFor(learner), course, solutionsOf(drawFor(as), course, SLOTS))

/** What hardly anybody else has: the marks by which a copy is known. */
const marksIn = (namespace: string): string => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: my-notes, namespace: ${namespace}, uid: notes, resourceVersion: "9" }
data: { first: odd-thoughts, second: as only one has them, third: "42", fourth: "43", fifth: "44" }
`

const WORKLOAD = (kind: string, spec: string): string => `---
apiVersion: ${kind === 'Pod' ? 'v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: bad, namespace: default, uid: bad, resourceVersion: "9" }
spec: ${spec}
`
const HANGS = WORKLOAD('Pod', '{ nodeName: netgrade-worker, containers: [{ name: c, image: busybox, command: [sh, -c, "while true; do seq 20000 | sort -r | tail -n 1; done"] }] }') // prettier-ignore
const EXPLODES = WORKLOAD('Deployment', '{ replicas: 50000000, selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: nginx }] } } }') // prettier-ignore

const workers = (effort: Effort) => (setting: unknown) =>
  createPool<ExamJob, ExamReply>({
    ...{ jobs: 2, setting, effort },
    script: pathToFileURL(join(ROOT, 'grader/bin/worker.cjs')),
  })

const gradeHere = (paths: readonly string[], effort: Effort): Promise<ExamResults> =>
  gradeClass(paths.map(at), {
    ...{ exam, course, version: '1', receipts: {}, progress: () => undefined },
    roster: [...HONEST, ...HOSTILE].map((id) => ({ id, name: id, multiplier: 1 })),
    secret: Buffer.from(SECRET, 'hex'),
    openPool: workers(effort),
  })

const submissionOfLearner = ({ learners }: Pick<ExamResults, 'learners'>, learner: string): SubmissionResult | undefined =>
  learners.find((one) => one.learner === learner)?.submissions[0]

/** Whichever of its limits it reaches first on this machine. */
const expectEnded = (results: ExamResults, learner: string, kind: RegExp): void => {
  const ended = submissionOfLearner(results, learner)
  expect(ended).toMatchObject({ counts: false, items: [] })
  expect(ended?.findings[0]?.kind).toMatch(kind)
}

/** Of the processor, that a process has used, by its `/proc/PID/stat`. */
const secondsOf = (pid: string): number => {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? []
  return (Number(user) + Number(system)) / 100
}

const COMMON = ['--roster', at('roster.csv'), '--secret', at('secret.txt')]
const grade = (...args: readonly string[]): Promise<Result> =>
  session.grade('exam', 'grade', at('mid.yaml'), ...args, ...COMMON)

beforeAll(async () => {
  session = await openSession()
  course = await readExamCourse({ root: pathToFileURL(ROOT) })
  const read = readExam('mid', EXAM, 'mid.yaml')
  if (read.exam === undefined) throw new Error('no exam')
  exam = read.exam
  writeFileSync(at('mid.yaml'), EXAM)
  writeFileSync(at('secret.txt'), SECRET)
  writeFileSync(at('roster.csv'), `learner\n${[...HONEST, ...HOSTILE].join('\n')}\n`)
  for (const learner of HONEST) {
    // One answers what another was asked, and two have the same notes.
    const objects = await solvedCluster(learner, learner === 'ann' ? 'han' : learner)
    await handIn(`class/${learner}.json`, learner, ['lim', 'park'].includes(learner) ? objects + marksIn('devops') : objects)
  }
  await handIn('hangs/hangs.json', 'hangs', (await solvedCluster('hangs')) + HANGS)
  await handIn('explodes/explodes.json', 'explodes', (await solvedCluster('explodes')) + EXPLODES)
  await handIn('odd/unreadable.json', 'unreadable', 'kind: [')
  for (const [learner, detail] of [
    ['deep', `"x":${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['infinite', '"x":1e999'],
  ] as const) {
    await handIn(`odd/${learner}.json`, learner, await solvedCluster(learner))
    const text = readFileSync(at(`odd/${learner}.json`), 'utf8')
    writeFileSync(at(`odd/${learner}.json`), text.replace('"detail":{', `"detail":{${detail},`).replace(',}', '}'))
  }
}, 240_000)
afterAll(async () => {
  await session.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('grade exam grade', () => {
  test('a submission that hangs costs itself only', async () => {
    const results = await gradeHere(['class', 'hangs', 'odd'], { timeoutMs: 15_000, memoryMb: 512 })
    const alone = await gradeHere(['class'], { timeoutMs: 60_000, memoryMb: 512 })
    const honest = ({ learners }: ExamResults): ExamResults['learners'] =>
      learners.filter(({ learner }) => HONEST.includes(learner))
    expect(honest(results)).toEqual(honest(alone))
    expect(honest(results).filter(({ score }) => score === 100)).toHaveLength(HONEST.length - 1)
    expectEnded(results, 'hangs', /^grading-(?:slow|memory)$/u)
    expect(submissionOfLearner(results, 'unreadable')).toMatchObject({
      counts: false,
      findings: [{ kind: 'state-unreadable' }],
    })
    expect(results.unread.map(({ file, reason }) => [basename(file), reason.en])).toEqual([
      ['deep.json', 'it is nested more than 32 levels deep'],
      ['infinite.json', 'it has a number that is too large'],
    ])
  }, 300_000)

  test.skipIf(process.platform !== 'linux')(
    'workers do not outlive a program that is killed, even where they hang',
    async () => {
      const args = ['exam', 'grade', at('mid.yaml'), at('hangs'), '--jobs', '1', ...COMMON]
      const program = spawn(process.execPath, [GRADE, ...args], { stdio: 'ignore' })
      const pid = String(program.pid)
      const worker = await vi.waitFor(() => {
        const found = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
        expect(found).toMatch(/^\d+$/u)
        expect(secondsOf(found)).toBeGreaterThan(3)
        return found
      }, 60_000)
      program.kill('SIGKILL')
      await vi.waitFor(() => expect(existsSync(`/proc/${worker}`)).toBe(false), 20_000)
    },
    90_000,
  )

  test('one whose worker is ended for its memory as well', async () => {
    const results = await gradeHere(['class/kim.json', 'explodes', 'class/lee.json'], { timeoutMs: 120_000, memoryMb: 96 })
    expectEnded(results, 'explodes', /^grading-memory$/u)
    expect(['kim', 'lee'].map((learner) => submissionOfLearner(results, learner)?.counts)).toEqual([true, true])
  }, 300_000)

  test('an answer to what somebody else was asked, and copies, are named in both languages', async () => {
    const { code, out } = await grade(at('class'))
    expect(code).toBe(0)
    expect(out).toMatch(/ann .*service solves what was asked of han, not its own/u)
    expect(out).toMatch(/lim .*service is much like that of park/u)
    expect(out).toMatch(/park .*service is much like that of lim/u)
    expect(out.match(/much like|solves what/gu)).toHaveLength(3)
    const korean = await grade(at('class'), '--lang', 'ko', '--jobs', '1')
    expect(korean.out).toContain('han의 문항을 풀었음')
    expect(korean.out).toMatch(/lim .*park의 것과 같음/u)
  }, 120_000)

  test('results hold the questions, so that analyse tells what chance earns and which options were chosen', async () => {
    expect((await grade(at('class'), '--format', 'json', '--output', at('results.json'))).code).toBe(0)
    const { questions = {} } = JSON.parse(readFileSync(at('results.json'), 'utf8')) as ExamResults
    const figures = JSON.parse(
      (await session.grade('exam', 'analyse', at('results.json'), '--format', 'json')).out,
    ) as ExamFigures
    const asked = figures.alternates.filter(({ slot }) => slot === 'words')
    expect(asked.length).toBeGreaterThan(5)
    for (const { alternate, randomGuess } of asked) {
      const { form, options = [], key = [] } = questions[alternate] ?? {}
      expect([alternate, form === 'one' ? 1 / options.length : randomGuess]).toEqual([alternate, randomGuess])
      const chosen = figures.options.filter((one) => one.alternate === alternate)
      if (form === 'one' || form === 'many') expect(chosen.map(({ option }) => option)).toEqual(options.map(({ id }) => id))
      // Everybody of this class answered what is right.
      for (const { option, chosen: share, isKey } of chosen) expect([option, share, isKey]).toEqual([option, key.includes(option) ? 1 : 0, key.includes(option)]) // prettier-ignore
    }
    // Logs of an earlier program do not say what was saved.
    expect(figures.times).toEqual([])
  }, 120_000)

  test('copies of a file change nothing, whatever they are called and however they are written', async () => {
    mkdirSync(at('twice'))
    const text = readFileSync(at('class/kim.json'), 'utf8')
    writeFileSync(at('twice/a.json'), text)
    writeFileSync(at('twice/b.json'), JSON.stringify(JSON.parse(text), null, 2))
    const changed = { ...(JSON.parse(text) as object), at: '2026-11-20T09:06:00.000Z' }
    writeFileSync(at('twice/c.json'), JSON.stringify(changed))
    const { learners } = JSON.parse((await grade(at('twice'), '--format', 'json')).out) as ExamResults
    const kim = learners.find(({ learner }) => learner === 'kim')
    expect(kim?.submissions.map(({ file, counts }) => [basename(file), counts])).toEqual([
      ['a.json', true],
      ['c.json', false],
    ])
    expect(kim?.score).toBe(100)
  }, 60_000)
})

describe('grade batch --exam', () => {
  const batch = (...args: readonly string[]): Promise<Result> =>
    session.grade('batch', at('all'), '--exam', at('mid.yaml'), ...COMMON, ...args)
  const bytesOf = (name: string): string => readFileSync(join(at(name), 'results.jsonl'), 'utf8')

  beforeAll(() => {
    for (const name of ['class', 'odd']) cpSync(at(name), at('all'), { recursive: true })
  })

  test('gives what grade exam grade gives, and what cannot be read costs itself only', async () => {
    const graded = await batch('--output', at('whole'), '--format', 'jsonl')
    expect(graded.code, graded.err).toBe(1)
    expect(graded.out).toBe(bytesOf('whole'))
    const { learners } = JSON.parse((await grade(at('class'), '--format', 'json')).out) as ExamResults
    const results = [...resultsOf(at('whole'))]
    const sumOf = (learner: string): number =>
      results.filter((result) => result.learner.id === learner).reduce((sum, { score }) => sum + score, 0)
    for (const { learner, score } of learners)
      if (HONEST.includes(learner)) expect([learner, sumOf(learner)]).toEqual([learner, expect.closeTo(score)])
    const codes = (learner: string): ReadonlySet<string> =>
      new Set(
        results.filter((result) => result.learner.id === learner).flatMap(({ problems }) => problems.map(({ code }) => code)),
      )
    for (const learner of ['deep', 'infinite']) expect(codes(learner)).toEqual(new Set(['submission-unsound']))
    expect(codes('hangs')).toEqual(new Set(['submission-missing']))
  }, 120_000)

  test('in shards, resumed, and with reports', async () => {
    for (const part of [1, 2]) await batch('--output', at(`part-${part}`), '--shard', `${part}/2`, '--jobs', String(part))
    const merged = await session.grade('batch', 'merge', at('part-1'), at('part-2'), '--output', at('merged'))
    expect(merged.code, merged.err).toBe(1)
    expect(bytesOf('merged')).toBe(bytesOf('whole'))
    const canvas = ['--report', `canvas=${at('canvas.csv')}`]
    expect((await batch('--output', at('whole'), '--resume', ...canvas)).code).toBe(1)
    expect(bytesOf('merged')).toBe(bytesOf('whole'))
    expect(readFileSync(at('canvas.csv'), 'utf8')).toContain('Points Possible')
  }, 240_000)

  test.each<[string, readonly string[], string]>([
    ['another secret fits nothing', ['--secret', at('other.txt')], 'invalid   submission-unsound'],
    ['what was asked differs', ['--report', `items=${at('items.csv')}`], 'grade exam analyse'],
    ['an exam is no task', ['--task', '3-3'], '--task'],
  ])(
    '%s',
    async (_, args, words) => {
      writeFileSync(at('other.txt'), '08'.repeat(32))
      const { out, err, code } = await batch(...args)
      expect(code).toBeGreaterThan(0)
      expect(out + err).toContain(words)
    },
    60_000,
  )

  test('needs the roster', async () => {
    const { code, err } = await session.grade('batch', at('all'), '--exam', at('mid.yaml'))
    expect([code, err]).toEqual([2, expect.stringContaining('--roster')])
  })
})
