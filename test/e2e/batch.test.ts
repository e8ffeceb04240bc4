/** `grade batch` as a user runs it, on a class of five hundred, and on one that is killed again and again. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool, type WorkerPool } from '../../grader/workers/pool.ts'
import { startWorker } from '../../grader/workers/worker-process.ts'
import { resultsOf } from '../../grader/batch/output-folder.ts'
import { createSeededRandom } from '../../src/cluster/virtual.ts'
import { toGiven } from '../../src/node/read-files.ts'
import { expectClass } from '../support/expect-class.ts'
import { causesOf, DUE, makeClass } from '../support/synthetic-class.ts'
import { GRADE, openSession, ROOT, type Session } from './support/session.ts'

/** Sections of practice and variants of them. */
const TASKS = [
  ...['2-2', '2-3', '3-3', '4-2', '5-2'],
  ...['2-2/own-page', '2-3/deployment', '3-3/egress', '4-2/three-paths', '5-2/across-namespaces'],
]
/** Learners of the large class; more on demand. */
const LEARNERS = Number(process.env['NETGRADE_CLASS_LEARNERS'] ?? '500')
const SMALL = 120
const KILLS = 20

const base = mkdtempSync(join(tmpdir(), 'netgrade-class-'))
const large = join(base, 'large')
const small = join(base, 'small')
const at = (name: string): string => join(base, name)
const bytesOf = (name: string): string => readFileSync(join(at(name), 'results.jsonl'), 'utf8')

let session: Session
const batch = (...args: readonly string[]) =>
  execa(process.execPath, [GRADE, 'batch', ...args], {
    env: session.environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })

beforeAll(async () => {
  session = await openSession()
  makeClass(small, { seed: 3, learners: SMALL, tasks: ['3-3'] })
})
afterAll(async () => {
  await session.close()
  rmSync(base, { recursive: true, force: true })
})

test('a class of five hundred, ten tasks each: every result and every cause is as expected', async () => {
  const synthetic = makeClass(large, { seed: 1, learners: LEARNERS, tasks: TASKS })
  const expected = [...synthetic.expected.values()].flatMap((own) => [...own.entries()])
  for (const task of TASKS) {
    const drawn = new Set(expected.flatMap(([name, { code }]) => (name === task && code !== undefined ? [code] : [])))
    expect([task, [...causesOf(task)].filter((code) => !drawn.has(code))]).toEqual([task, []])
  }
  const { exitCode, stdout } = await batch(
    ...[large, '--task', TASKS.join(','), '--due', DUE, '--output', at('large-out'), '--format', 'jsonl'],
  )
  expect(exitCode).toBe(1)
  const results = [...resultsOf(at('large-out'))]
  expectClass(results, synthetic)
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['pass', 'partial', 'fail', 'invalid']))
  expect(`${stdout}\n`).toBe(bytesOf('large-out'))
}, 900_000)

describe('whatever happens, the same bytes', () => {
  const common = ['--task', '3-3', '--due', DUE]

  beforeAll(async () => {
    await batch(small, ...common, '--output', at('whole'))
  })

  test('killed at random points and resumed', async () => {
    const random = createSeededRandom(11)
    let kills = 0
    const journal = join(at('killed'), 'journal.jsonl')
    for (let round = 0; kills < KILLS && round < 200; round++) {
      const args = [
        GRADE,
        'batch',
        small,
        ...common,
        '--output',
        at('killed'),
        '--resume',
        '--jobs',
        String(1 + random.below(3)),
      ]
      const child = spawn(process.execPath, args, { env: session.environment, stdio: 'ignore' })
      const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
      // Some rounds die before anything is graded, most after a few results more.
      const aim = linesOf(journal) + random.below(12)
      const timer = setInterval(() => {
        if (linesOf(journal) >= aim) child.kill('SIGKILL')
      }, 2)
      await ended
      clearInterval(timer)
      if (child.signalCode === 'SIGKILL') kills++
      if (existsSync(join(at('killed'), 'results.jsonl'))) {
        // It came to its end before it was killed: begin again.
        expect(bytesOf('killed')).toBe(bytesOf('whole'))
        if (kills < KILLS) rmSync(at('killed'), { recursive: true, force: true })
      }
    }
    expect(kills).toBe(KILLS)
    await batch(small, ...common, '--output', at('killed'), '--resume')
    expect(bytesOf('killed')).toBe(bytesOf('whole'))
    const kept = readdirSync(at('killed')).filter((name) => name.startsWith('journal') || name.endsWith('.lock'))
    expect(kept).toEqual([])
  }, 600_000)

  test.each([1, 2, 8])(
    'in %i shards',
    async (of) => {
      const parts = Array.from({ length: of }, (_, index) => at(`part-${of}-${index + 1}`))
      for (const [index, part] of parts.entries())
        await batch(small, ...common, '--output', part, '--shard', `${index + 1}/${of}`)
      const { exitCode } = await batch('merge', ...parts, '--output', at(`merged-${of}`))
      expect(exitCode).toBe(1)
      expect(bytesOf(`merged-${of}`)).toBe(bytesOf('whole'))
    },
    300_000,
  )

  test('as one archive', async () => {
    await execa('tar', ['-czf', at('class.tar.gz'), '--exclude', 'passwd.yaml', '-C', base, 'small'])
    await batch(at('class.tar.gz'), ...common, '--output', at('packed'))
    const withoutLinks = (text: string): readonly string[] =>
      text.split('\n').filter((line) => !line.includes('"submission-link"') && !line.includes('"submission-missing"'))
    expect(withoutLinks(bytesOf('packed'))).toEqual(withoutLinks(bytesOf('whole')))
  })
})

describe('the command line', () => {
  test('reports, and exit codes', async () => {
    mkdirSync(at('one/ann'), { recursive: true })
    writeFileSync(at('one/ann/answer.yaml'), readFileSync(join(ROOT, 'tasks/3-3/solution/answer.yaml')))
    const reports = ['--report', `junit=${at('r/junit.xml')}`, '--report', `gradescope=${at('r/{learner}.json')}`]
    const passed = await batch(at('one'), '--task', '3-3', ...reports)
    expect([passed.exitCode, passed.stderr]).toEqual([0, ''])
    expect(passed.stdout).toContain('1 learner, 1 result')
    expect(readFileSync(at('r/junit.xml'), 'utf8')).toContain('<testsuite name="ann 3-3"')
    expect(JSON.parse(readFileSync(at('r/ann.json'), 'utf8'))).toMatchObject({ score: 100 })
    mkdirSync(at('one/bob'))
    expect((await batch(at('one'), '--task', '3-3')).exitCode).toBe(1)
    expect((await batch(at('one'), '--task', '3-3', '--exit-zero')).exitCode).toBe(0)
  })

  test.each<[string, readonly string[], string]>([
    ['no folder', ['/nowhere'], 'The submissions cannot be read.'],
    ['a shard that is none', ['x', '--shard', '3/2'], 'INDEX/OF'],
    ['a report that is none', ['x', '--report', 'pdf=x'], 'asks for no report that is known'],
    ['a report about one learner', ['x', '--report', 'check50=x'], '{learner}'],
    ['nothing to resume', ['x', '--resume'], '--output FOLDER'],
    ['nothing to merge', ['merge', '/nowhere', '--output', '/tmp/x'], 'There are no results of a batch here.'],
    ['merging does not grade', ['merge', 'a', '--jobs', '2'], '--jobs'],
    ['a concept', ['x', '--task', '1-2'], '1-2'],
    ['two folders', ['x', 'y'], 'too'],
  ])('%s', async (_, args, words) => {
    const { exitCode, stderr } = await batch(...args)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})

describe('workers', () => {
  const solution = readFileSync(join(ROOT, 'tasks/3-3/solution/answer.yaml'))
  const job = { learner: 'x', task: '3-3', at: '2026-01-01T00:00:00Z', files: [toGiven('answer.yaml', solution)] }
  const options = { jobs: 1, setting: { learner: 'none' } } as const
  /** A module that begins, does with each `job` what the body says, and can `reply`. */
  const script = (body: string): URL => {
    const path = at(`worker-${createHash('sha256').update(body).digest('hex').slice(0, 8)}.mjs`)
    const reply = "const reply = (job) => process.send({ kind: 'graded', line: job.learner })"
    const receive = `process.on('message', (job) => { if (job.learner === 'none') process.send('ready'); else { ${body} } })`
    writeFileSync(path, `${reply}\n${receive}\n`)
    return pathToFileURL(path)
  }
  const graded = (line: string): object => ({ kind: 'graded', line })
  const gradeAll = async (pool: WorkerPool<object, unknown>, learners: readonly string[]): Promise<readonly unknown[]> => {
    const replies = await Promise.all(learners.map((learner) => pool.grade({ ...job, learner })))
    await pool.close()
    return replies
  }

  test('one that hangs is ended, and the next submission is graded by another', async () => {
    const hangs = script(`if (job.learner === 'bad') for (;;); else reply(job)`)
    const pool = createPool({ ...options, script: hangs, effort: { timeoutMs: 500, memoryMb: 100 } })
    const slow = { kind: 'ended', code: 'submission-slow' }
    expect(await gradeAll(pool, ['a', 'bad', 'b'])).toEqual([graded('a'), slow, graded('b')])
  })

  test('what waits behind one that hangs is graded once, by the next worker', async () => {
    const hangs = script(`if (job.learner === 'bad') for (;;); else reply(job)`)
    const pool = createPool({ ...options, script: hangs, effort: { timeoutMs: 500, memoryMb: 100 } })
    const slow = { kind: 'ended', code: 'submission-slow' }
    expect(await gradeAll(pool, ['bad', 'a', 'bad', 'bad', 'b'])).toEqual([slow, graded('a'), slow, slow, graded('b')])
  })

  test.each([
    ['many small things', 'new Array(1e5).fill({})'],
    ['young things', '[[], {}, () => all]'],
    ['long strings', '`${all.length}`.repeat(1e6).split("").join("-")'],
  ])(
    'one that takes all memory is ended, and at its own cost only: %s',
    async (_, more) => {
      const explodes = script(`if (job.learner === 'bad') { const all = []; for (;;) all.push(${more}) } else reply(job)`)
      const pool = createPool({ ...options, script: explodes, effort: { timeoutMs: 60_000, memoryMb: 30 } })
      const memory = { kind: 'ended', code: 'submission-memory' }
      expect(await gradeAll(pool, ['a', 'bad', 'b'])).toEqual([graded('a'), memory, graded('b')])
    },
    90_000,
  )

  test('one that crashes is our mistake, and costs its submission only', async () => {
    const crashes = script(`if (job.learner === 'bad') process.kill(process.pid, 'SIGSEGV'); else reply(job)`)
    const pool = createPool({ ...options, script: crashes })
    const [a, bad, b] = await gradeAll(pool, ['a', 'bad', 'b'])
    expect([a, b]).toEqual([graded('a'), graded('b')])
    expect(bad).toEqual({ kind: 'threw', reason: 'a worker ended with SIGSEGV' })
  })

  test('one that cannot be started is our mistake, and nothing waits for ever', async () => {
    const pool = createPool({ ...options, script: pathToFileURL(at('absent.mjs')) })
    expect(await pool.grade(job)).toMatchObject({ kind: 'threw', reason: expect.stringContaining('absent.mjs') as string })
    expect(await pool.grade(job)).toMatchObject({ kind: 'threw' })
    await pool.close()
  })

  test('a pool can be closed long after its worker has ended', async () => {
    const pool = createPool({ ...options, script: pathToFileURL(at('absent.mjs')) })
    expect(await pool.grade(job)).toMatchObject({ kind: 'threw' })
    await setTimeout(500)
    await pool.close()
  })

  test('one that is closed before it is ready ends by itself', async () => {
    const script = pathToFileURL(join(ROOT, 'grader/bin/worker.cjs'))
    const listener = { message: () => expect.fail('nobody listens'), end: () => expect.fail('nobody listens') }
    const worker = startWorker(script, { setting: { kind: 'batch', language: 'en', version: '1' }, memoryMb: 100 }, listener)
    worker.close()
    await worker.hasEnded
  })
})

const linesOf = (path: string): number => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0)
