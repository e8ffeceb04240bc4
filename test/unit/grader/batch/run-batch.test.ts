import { appendFileSync, existsSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openClass } from '../../../../grader/batch/open-class.ts'
import { claimFolder, isFinished, releaseFolder, resultsOf, type BatchRecord } from '../../../../grader/batch/output-folder.ts'
import { mergedLines, recordOfWhole } from '../../../../grader/batch/merge.ts'
import { Refusal } from '../../../../grader/batch/refusal.ts'
import { openStore, resultsPath } from '../../../../grader/batch/results/store.ts'
import { replaceFile } from '../../../../grader/batch/results/lines.ts'
import { runBatch, type BatchInput } from '../../../../grader/batch/run-batch.ts'
import { WHOLE, isInShard, parseShard, type Shard } from '../../../../grader/batch/shard.ts'
import { gradeJob } from '../../../../grader/batch/worker/grade-job.ts'
import type { GradeJob, GradePool, GradeReply } from '../../../../grader/batch/worker/job.ts'
import { createSettledStates } from '../../../../src/grading/manifests/settled-states.ts'
import type { Task } from '../../../../src/course/read-task.ts'
import { readTaskFolder } from '../../../../src/node/read-files.ts'
import { expectClass } from '../../../support/expect-class.ts'
import { DUE, makeClass, type SyntheticClass } from '../../../support/synthetic-class.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')
const IDS = ['3-3', '2-2']
const SETTINGS = { language: 'en', version: '1' } as const
const temporary = (): string => mkdtempSync(join(tmpdir(), 'netgrade-batch-'))

const record = (shard: Shard = WHOLE): BatchRecord => ({
  schema: 'netgrade/batch/v1',
  tool: { name: 'netgrade', version: '1' },
  language: 'en',
  tasks: IDS,
  settings: 'same',
  shard,
})

let tasks: readonly Task[] = []
let synthetic: SyntheticClass
const folder = join(temporary(), 'class')
const states = createSettledStates()

const gradeHere = async (job: GradeJob): Promise<GradeReply> => {
  const task = tasks.find(({ id }) => id === job.task)!
  return { kind: 'graded', line: JSON.stringify(await gradeJob(task, job, { ...SETTINGS, states })) }
}

/** Grades in this thread; `delay` shuffles the order in which submissions are finished. */
const localPool = (graded: string[], grade = gradeHere): GradePool => ({
  grade: async (job) => {
    const reply = await grade(job)
    graded.push(`${job.learner} ${job.task}`)
    return reply
  },
  close: () => Promise.resolve(),
})

const run = async (output: string, given: Partial<BatchInput> & { readonly graded?: string[] } = {}): Promise<void> => {
  const { submissions, close } = await openClass(folder, IDS, temporary())
  const store = openStore(output)
  try {
    await runBatch({
      ...{ submissions, sections: IDS, roster: new Map(), dueMs: Date.parse(DUE), shard: WHOLE, store, ahead: 4 },
      ...SETTINGS,
      unitsOf: () => tasks.map((task) => ({ task })),
      verify: () => {
        throw new Refusal('submission-of-exam')
      },
      pool: localPool(given.graded ?? []),
      onProgress: () => undefined,
      ...given,
    })
  } finally {
    store.close()
    close()
  }
}

const bytesOf = (output: string): string => readFileSync(resultsPath(output), 'utf8')

const whole = temporary()
beforeAll(async () => {
  tasks = await Promise.all(IDS.map(async (id) => (await readTaskFolder(join(TASKS, id), id)).task))
  synthetic = makeClass(folder, { seed: 7, learners: 40, tasks: IDS })
  await run(whole)
}, 120_000)

describe('a class', () => {
  test('everybody gets what was expected', () => expectClass([...resultsOf(whole)], synthetic))

  test('the kinds are all there', () => {
    const kinds = new Set(
      [...synthetic.expected.values()].flatMap((own) => [...own.values()].map(({ kind, code }) => `${kind} ${code ?? ''}`)),
    )
    expect(kinds.size).toBeGreaterThan(15)
  })

  test('interrupted at any result, and in the middle of a line, it goes on without grading anything twice', async () => {
    const output = temporary()
    const graded: string[] = []
    for (const stopAfter of [1, 7, 20]) {
      let left = stopAfter
      const failing: GradePool = localPool(graded, (job) => (left-- > 0 ? gradeHere(job) : Promise.reject(new Error('killed'))))
      await expect(run(output, { pool: failing, ahead: 1 })).rejects.toThrow('killed')
      expect(isFinished(output)).toBe(false)
      appendFileSync(join(output, 'journal.jsonl'), '{"schema":"netgrade/result/v1","learner":{"id":"torn')
    }
    await run(output, { graded })
    expect(new Set(graded).size).toBe(graded.length)
    expect(bytesOf(output)).toBe(bytesOf(whole))
    expect(existsSync(join(output, 'journal.jsonl'))).toBe(false)
  })

  test('a torn result is graded again', async () => {
    const output = temporary()
    await run(output)
    const lines = bytesOf(output)
    const end = lines.lastIndexOf('\n', lines.length - 2)
    truncateSync(resultsPath(output), Buffer.byteLength(lines.slice(0, end + 20)))
    await run(output)
    expect(bytesOf(output)).toBe(bytesOf(whole))
  })

  test('run again, only what has changed is graded', async () => {
    const output = temporary()
    writeFileSync(resultsPath(output), bytesOf(whole))
    const graded: string[] = []
    await run(output, { graded })
    expect(graded).toEqual([])
    const other = bytesOf(whole).split('\n')
    const index = other.findIndex((line) => line.includes('"status":"pass"'))
    other[index] = other[index]!.replace(/"sha256":"[0-9a-f]{8}/u, '"sha256":"00000000')
    writeFileSync(resultsPath(output), other.join('\n'))
    await run(output, { graded })
    expect(graded).toHaveLength(1)
    expect(bytesOf(output)).toBe(bytesOf(whole))
  })

  test.each([1, 2, 8])('%i shards merged are the whole', async (of) => {
    const folders: string[] = []
    for (let index = 1; index <= of; index++) {
      const output = temporary()
      claimFolder(output, record({ index, of }), false)
      await run(output, { shard: { index, of } })
      releaseFolder(output)
      folders.push(output)
    }
    const merged = temporary()
    const { tasks: ids } = recordOfWhole(folders.toReversed())
    replaceFile(resultsPath(merged), mergedLines(folders.toReversed(), ids))
    expect(bytesOf(merged)).toBe(bytesOf(whole))
    if (of > 1) expect(() => recordOfWhole(folders.slice(1))).toThrow('merge-incomplete')
    expect(() => recordOfWhole([...folders, folders[0]!])).toThrow('merge-twice')
  })

  test('a worker that had to be ended costs its submission only; a mistake of ours is no score, and is tried again', async () => {
    const output = temporary()
    const isFirst = ({ learner, task }: GradeJob): boolean => learner === victims[0] && task === '3-3'
    const isSecond = ({ learner, task }: GradeJob): boolean => learner === victims[1] && task === '3-3'
    const victims = [...resultsOf(whole)]
      .filter(({ status, task }) => status === 'pass' && task.id === '3-3')
      .map(({ learner }) => learner.id)
    const pool = localPool([], async (job) => {
      if (isFirst(job)) return { kind: 'ended', code: 'submission-slow' }
      return isSecond(job) ? { kind: 'threw', reason: 'a bug' } : gradeHere(job)
    })
    await run(output, { pool })
    const changed = [...resultsOf(output)].filter(
      (result, index) => JSON.stringify(result) !== bytesOf(whole).split('\n')[index],
    )
    expect(changed.map(({ status, problems }) => [status, problems[0]?.code])).toEqual([
      ['invalid', 'submission-slow'],
      ['error', 'internal'],
    ])
    const graded: string[] = []
    await run(output, { graded })
    expect(graded).toEqual([`${victims[1] ?? ''} 3-3`])
  })
})

test('who is in the class list and handed in nothing is in the results', async () => {
  const output = temporary()
  const roster = new Map([['zoe', { learner: 'zoe' }]])
  await run(output, { roster, submissions: [] })
  expect([...resultsOf(output)].map(({ learner, problems }) => [learner.id, problems[0]?.code])).toEqual([
    ['zoe', 'submission-missing'],
    ['zoe', 'submission-missing'],
  ])
})

test('a submission that cannot be read by a mistake of ours costs itself only, and is read again the next time', async () => {
  const output = temporary()
  const read = (): never => {
    throw new TypeError('a bug')
  }
  const zoe = { learner: 'zoe', read }
  const adam = { learner: 'adam', read: () => ({ files: [], modifiedMs: 0 }) }
  await run(output, { submissions: [zoe, adam] })
  const told = (): readonly unknown[] =>
    [...resultsOf(output)].map(({ learner, status, problems }) => [learner.id, status, problems[0]?.code])
  expect(told()).toEqual([
    ...IDS.map(() => ['adam', 'invalid', 'submission-missing']),
    ...IDS.map(() => ['zoe', 'error', 'internal']),
  ])
  await run(output, { submissions: [{ ...zoe, read: adam.read }, adam] })
  expect(told()[2]).toEqual(['zoe', 'invalid', 'submission-missing'])
})

test('each learner is in one shard', () => {
  for (const learner of ['', 'a', '한글', 'b'])
    expect([1, 2, 3].filter((index) => isInShard(learner, { index, of: 3 }))).toHaveLength(1)
  expect(['1/1', '2/8', '0/2', '3/2', 'x', '1/0', '-1/2'].map(parseShard)).toEqual([
    { index: 1, of: 1 },
    { index: 2, of: 8 },
    ...Array.from({ length: 5 }, () => undefined),
  ])
})

describe('the folder of the results', () => {
  test('another batch is not gone on with, nor an interrupted one written over, nor one that is being written', () => {
    const output = temporary()
    claimFolder(output, record(), false)
    expect(() => claimFolder(output, { ...record(), settings: 'other' }, true)).toThrow('batch-settings')
    expect(() => claimFolder(output, record({ index: 1, of: 2 }), true)).toThrow('batch-settings')
    openStore(output).close()
    expect(() => claimFolder(output, record(), false)).toThrow('batch-unfinished')
    writeFileSync(join(output, 'batch.lock'), String(process.ppid))
    expect(() => claimFolder(output, record(), true)).toThrow('batch-locked')
    writeFileSync(join(output, 'batch.lock'), '4194999')
    claimFolder(output, record(), true)
  })
})
