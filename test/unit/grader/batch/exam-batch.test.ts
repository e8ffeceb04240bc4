/** A class that sat an exam, graded as a batch: the same points as `grade exam grade` gives, signed files and manifests in one folder. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { createExamBatch, type ExamBatch } from '../../../../grader/batch/exam/exam-batch.ts'
import { assignOwners, type Misnamed } from '../../../../grader/batch/exam/owners.ts'
import { openClass } from '../../../../grader/batch/open-class.ts'
import { resultsOf } from '../../../../grader/batch/output-folder.ts'
import { openStore } from '../../../../grader/batch/results/store.ts'
import type { StoredResult } from '../../../../grader/batch/results/stored-result.ts'
import { runBatch } from '../../../../grader/batch/run-batch.ts'
import { WHOLE } from '../../../../grader/batch/shard.ts'
import { gradeJob } from '../../../../grader/batch/worker/grade-job.ts'
import { readExamCourse, requireExam } from '../../../../grader/exam/course-files.ts'
import { gradeClass } from '../../../../grader/exam/class/grade-class.ts'
import type { ExamPool, ExamSetting } from '../../../../grader/exam/class/job.ts'
import type { ExamResults } from '../../../../grader/exam/class/results.ts'
import { createExamWork } from '../../../../grader/exam/class/work.ts'
import { drawExam, type DrawnExam } from '../../../../src/course/exam/draw.ts'
import type { Exam } from '../../../../src/course/exam/exam.ts'
import type { ExamCourse } from '../../../../src/course/exam/exam-course.ts'
import { codesOf } from '../../../../grader/reports/results/book.ts'
import { clusterOf, keysOf, solutionsOf, submissionOf } from '../../../support/exam-submission.ts'

const ROOT = pathToFileURL(join(import.meta.dirname, '../../../../'))
const SECRET = new Uint8Array(32).fill(7)
const LEARNERS = ['ann', 'choi', 'kim', 'lee', 'moon', 'park', 'zoe']
const roster = LEARNERS.map((id) => ({ id, name: id, multiplier: 1 }))

let exam: Exam
let course: ExamCourse
let batch: ExamBatch
let results: readonly StoredResult[]
let byExam: ExamResults
let misnamed: readonly Misnamed[]
const folder = mkdtempSync(join(tmpdir(), 'netgrade-exam-batch-'))
const drawFor = (learner: string): DrawnExam => drawExam(exam, learner, SECRET, course)

const handIn = async (learner: string, slots: readonly string[], minutes?: number): Promise<string> => {
  const drawn = drawFor(learner)
  const objects = await clusterOf(drawn, course, solutionsOf(drawn, course, slots))
  const answers = await keysOf(drawn, course)
  return JSON.stringify(
    submissionOf(drawn, { secret: SECRET, objects, answers, ...(minutes === undefined ? {} : { minutes }) }),
  )
}

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

beforeAll(async () => {
  exam = await requireExam({ root: ROOT }, 'services-and-policies')
  course = await readExamCourse({ root: ROOT })
  const drawn = new Map(LEARNERS.map((id) => [id, drawFor(id)]))
  batch = createExamBatch({ exam, course, secret: SECRET, roster, drawn })
  const kim = await handIn('kim', ['server', 'service', 'policy'])
  // As `grade exam submit` calls it.
  write('services-and-policies-kim-1.json', kim)
  write('lee/handed-in.json', await handIn('lee', ['service'], 500))
  write('park.json', kim)
  write('handed in by moon.json', await handIn('moon', ['service']))
  write('choi.json', kim.replaceAll('"kim"', '"choi"'))
  for (const { id, path, text } of solutionsOf(drawFor('ann'), course, ['server'])) write(`ann/${id}/${basename(path)}`, text)
  const { submissions: found, close } = await openClass(folder, ['2-2', '2-3', '3-3'], folder)
  const assigned = assignOwners(found, batch.owners)
  misnamed = assigned.misnamed
  const output = mkdtempSync(join(tmpdir(), 'netgrade-exam-batch-'))
  const store = openStore(output)
  const settings = { language: 'en', version: '1', readCourse: () => Promise.resolve(course) } as const
  await runBatch({
    ...{
      submissions: assigned.submissions,
      sections: ['2-2', '2-3', '3-3'],
      shard: WHOLE,
      store,
      ahead: 1,
      language: 'en',
      version: '1',
    },
    roster: new Map(LEARNERS.map((learner) => [learner, { learner }])),
    unitsOf: batch.unitsOf,
    verify: batch.verify,
    pool: {
      grade: async (job) => {
        const [id = '', variant] = job.task.split('/')
        const alternate = { kind: 'task', task: id, ...(variant === undefined ? {} : { variant }) } as const
        const task = course.taskOf(alternate, job.part?.parameters ?? {})?.task
        return { kind: 'graded', line: JSON.stringify(await gradeJob(task, job, settings)) }
      },
      close: () => Promise.resolve(),
    },
    onProgress: () => undefined,
  })
  store.close()
  close()
  results = [...resultsOf(output)]
  const files = ['services-and-policies-kim-1.json', 'lee/handed-in.json'].map((path) => join(folder, path))
  const openPool = (setting: ExamSetting): ExamPool => ({
    grade: createExamWork(ROOT, setting),
    close: () => Promise.resolve(),
  })
  const progress = (): void => undefined
  byExam = await gradeClass(files, { exam, course, roster, secret: SECRET, version: '1', receipts: {}, openPool, progress })
}, 240_000)

const of = (learner: string): readonly StoredResult[] => results.filter((result) => result.learner.id === learner)
const sum = (learner: string): number => of(learner).reduce((total, { score }) => total + score, 0)

describe('an exam as a batch', () => {
  test('each learner has the parts that were drawn, worth what the exam says', () => {
    for (const learner of LEARNERS) expect(of(learner).reduce((total, { max }) => total + max, 0)).toBeCloseTo(100)
    expect(new Set(of('kim').map(({ environment }) => environment))).toEqual(new Set(['embedded', 'questions']))
  })

  test('what was handed in earns what grade exam grade gives', () => {
    const [kim, lee] = ['kim', 'lee'].map((id) => byExam.learners.find(({ learner }) => learner === id)?.submissions[0])
    for (const [learner, submission] of [
      ['kim', kim],
      ['lee', lee],
    ] as const)
      expect(sum(learner)).toBeCloseTo(submission?.items.reduce((total, { points }) => total + points, 0) ?? Number.NaN)
    expect(sum('kim')).toBeCloseTo(100)
    expect(sum('lee')).toBeLessThan(80)
  })

  test('an item that turned out to be broken gives its points in a batch as in the exam', () => {
    const broken = { ...exam, slots: exam.slots.map((slot) => ({ ...slot, forceMax: true })) }
    const drawn = new Map(LEARNERS.map((id) => [id, drawFor(id)]))
    const [plain, forced] = [exam, broken].map((one) =>
      createExamBatch({ exam: one, course, secret: SECRET, roster, drawn })
        .unitsOf('lee')
        .map(({ part }) => JSON.stringify(part)),
    )
    for (const slot of exam.slots) expect(forced?.join('')).toContain(`"forced":"${slot.id}"`)
    expect(plain?.join('')).not.toContain('forced')
  })

  test('what came too late is told; the exam itself gives nothing for it', () => {
    expect(new Set(of('lee').map(({ submission }) => submission.late))).toEqual(new Set([true]))
    expect(new Set(of('kim').map(({ submission }) => submission.late))).toEqual(new Set([false]))
  })

  test.each([
    ['park', 'submission-of-other', 'kim'],
    ['choi', 'submission-unsound', 'changed after it was signed'],
  ])("somebody else's file, as it is or changed, is refused: %s", (learner, code, message) => {
    expect(of(learner).map(({ status, score }) => [status, score])).toEqual(of(learner).map(() => ['invalid', 0]))
    for (const result of of(learner)) {
      expect(codesOf(result)).toEqual([code])
      expect(result.problems[0]?.message).toContain(message)
    }
  })

  test('a signed file is its learner’s whatever it is called, and what is called after nobody or somebody else is told', () => {
    expect(sum('moon')).toBeGreaterThan(0)
    expect(misnamed).toEqual([
      { name: 'handed in by moon', learner: 'moon' },
      { name: 'park', learner: 'kim' },
    ])
    expect(new Set(results.map(({ learner }) => learner.id))).toEqual(new Set(LEARNERS))
  })

  test("manifests are graded with the learner's own values; what is missing is told", () => {
    expect(of('ann').map(({ status, score }) => [status, score])).toEqual(
      of('ann').map((_, index) => (index === 0 ? ['pass', 25] : ['invalid', 0])),
    )
    expect(of('zoe').flatMap(codesOf)).toEqual(of('zoe').map(() => 'submission-missing'))
  })
})
