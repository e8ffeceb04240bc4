// A whole exam, as three learners sit it and an instructor grades it: one machine crashes, one learner is too slow, one cheats.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasKubectl, openSession, ROOT, run, sleep, type Result, type Session } from './support/session.ts'

const EXAM = `title: { en: Mid-term, ko: 중간시험 }
honour: { en: I work alone., ko: 혼자 풉니다. }
minutes: 30
shows: { during: checks, after: points }
attempts: { scoring: best, limit: 2 }
slots:
  - { id: service, points: 60, pool: [{ task: 2-2 }, { task: 2-3 }] }
  - { id: words, points: 40, draw: 2, lock: true, pool: [{ question: "1-1#*" }, { question: "3-1#*" }] }
`
/** With it kim is asked 2-3 and park 2-2. */
const SECRET = '01'.repeat(32)
const SOLUTIONS: Readonly<Record<string, string>> = { kim: '2-3', park: '2-2' }

let folder: string
let code: string
const sessions = new Map<string, Session>()

interface Attempt extends Session {
  /** kubectl and shells of the exam's cluster. */
  sh(line: string): Promise<Result>
}

const instruct = async (...args: readonly string[]): Promise<Result> => {
  const instructor = sessions.get('instructor') ?? (await openSession())
  sessions.set('instructor', instructor)
  return instructor.grade(...args)
}

const inFolder = (name: string): string => join(folder, name)

/** A learner's machine on which the exam has begun. */
const begin = async (learner: string, exam = 'mid'): Promise<Attempt> => {
  const session = await openSession()
  sessions.set(`${exam}-${learner}`, session)
  const started = await session.grade(
    'exam',
    'start',
    inFolder(`packages/${exam}-${learner}.netexam`),
    '--code',
    code,
    '--agree',
  )
  expect(started.code, started.err).toBe(0)
  const { out } = await session.grade('env')
  const kubeconfig = /'(.*)'/u.exec(out)?.[1] ?? ''
  const environment = { ...session.environment, KUBECONFIG: kubeconfig }
  return { ...session, sh: (line) => run('bash', ['-c', line], { environment }) }
}

/** What an author would type: the task's own solution. */
const solve = async (attempt: Attempt, task: string): Promise<void> => {
  const commands = join(ROOT, `tasks/${task}/solution/commands.sh`)
  const line = existsSync(commands)
    ? `cd ${attempt.home} && bash -e ${commands}`
    : `kubectl apply -f ${ROOT}/tasks/${task}/solution`
  const done = await attempt.sh(line)
  expect(done.code, done.err).toBe(0)
}

/** Until a command ends with this code. */
const eventually = async (ask: () => Promise<Result>, wanted: number): Promise<Result> => {
  for (let round = 0; ; round++) {
    const result = await ask()
    if (result.code === wanted || round === 40) return result
    await sleep(250)
  }
}

interface Results {
  readonly learners: readonly {
    readonly learner: string
    readonly score: number
    readonly slots: readonly { readonly slot: string; readonly points: number }[]
    readonly submissions: readonly {
      readonly file: string
      readonly counts: boolean
      readonly times?: Readonly<Record<string, number>>
      readonly findings: readonly { readonly kind: string }[]
      readonly solvesOthers: Readonly<Record<string, readonly string[]>>
      readonly items: readonly { readonly id: string; readonly status: string }[]
    }[]
  }[]
}

const gradeAll = async (exam: string, submissions: string): Promise<Results> => {
  const args = ['exam', 'grade', inFolder(`${exam}.yaml`), inFolder(submissions), '--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt'), '--format', 'json'] // prettier-ignore
  const graded = await instruct(...args)
  expect(graded.code, graded.err).toBe(0)
  return JSON.parse(graded.out) as Results
}

const resultOf = (results: Results, learner: string): Results['learners'][number] => {
  const found = results.learners.find((one) => one.learner === learner)
  if (found === undefined) throw new Error(`no result of ${learner}`)
  return found
}

/** Items that the saves of a submission's log touched. */
const savedIn = async (file: string): Promise<readonly string[]> => {
  const { events } = JSON.parse(await readFile(inFolder(file), 'utf8')) as {
    readonly events: readonly { readonly kind: string; readonly detail: { readonly items?: readonly string[] } }[]
  }
  const saves = events.filter(({ kind }) => kind === 'save')
  expect(saves.length).toBeGreaterThan(0)
  expect(saves.every(({ detail }) => Array.isArray(detail.items))).toBe(true)
  return saves.flatMap(({ detail }) => detail.items ?? [])
}

describe.skipIf(!hasKubectl)('an exam', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-exam-'))
    await writeFile(inFolder('mid.yaml'), EXAM)
    await writeFile(inFolder('short.yaml'), EXAM.replace('minutes: 30', 'minutes: 0.2').replace(', lock: true', ''))
    await writeFile(inFolder('secret.txt'), SECRET)
    await writeFile(inFolder('roster.csv'), 'learner,name,multiplier\nkim,김하나,1.5\nlee,Lee,\npark,Park,\n')
    for (const exam of ['short', 'mid']) {
      const made = await instruct('exam', 'new', inFolder(`${exam}.yaml`), '--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt'), '--out', inFolder('packages')) // prettier-ignore
      expect(made.code, made.err).toBe(0)
    }
    await Promise.all(['mid', 'late', 'cheats'].map((name) => mkdir(inFolder(name))))
  })

  afterAll(async () => {
    for (const session of sessions.values()) {
      await session.grade('exam', 'close', '--yes', join(session.home, 'last.json'))
      await session.close()
    }
    await rm(folder, { recursive: true, force: true })
  })

  const codeFor = async (exam: string): Promise<string> => {
    const made = await instruct('exam', 'new', inFolder(`${exam}.yaml`), '--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt'), '--out', inFolder('again')) // prettier-ignore
    return /: (?<code>[A-Z0-9-]+)/u.exec(made.out)?.groups?.['code'] ?? ''
  }

  test('one learner works, loses the machine, goes on, and hands in twice', async () => {
    code = await codeFor('mid')
    const kim = await begin('kim')
    const status = await kim.grade('exam', 'status')
    // Half as much time again: 45 minutes.
    expect(status.out).toMatch(/4[45] minutes left/u)
    expect(status.out).toMatch(/words-1 .*not open yet +…/u)
    expect((await kim.grade('service')).code).toBe(1)
    expect((await kim.grade('hint', '2-3')).err).toContain('not there during an exam')
    const first = await kim.grade('exam', 'submit', inFolder('mid/kim-1.json'))
    expect(first.out).toMatch(/Receipt: (?:\w{4}-){2}\w{4}/u)

    // The machine is lost: every process of ours is killed at once.
    await run('bash', ['-c', `pkill -9 -f ${kim.state}; true`], { environment: kim.environment })
    await run('bash', ['-c', `for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qx NETGRADE_HOME=${kim.state} && kill -9 \${p#/proc/}; done; true`], { environment: kim.environment }) // prettier-ignore
    const again = await kim.grade('exam', 'start', inFolder('packages/mid-kim.netexam'), '--code', code)
    expect(again.out).toContain('goes on')
    await solve(kim, SOLUTIONS['kim'] ?? '')
    const passed = await eventually(() => kim.grade('service'), 0)
    expect(passed.out).toContain('service: everything is as it should be.')
    // Nothing tells why or how.
    expect(passed.out + passed.err).not.toMatch(/cause|repair|kubectl/u)

    expect((await kim.grade('exam', 'show', 'words-1')).err).toContain('closes what stands before it')
    const shown = await kim.grade('exam', 'show', 'words-1', '--yes')
    expect(shown.out, shown.err).toContain('20 points')
    expect((await kim.grade('service')).err).toContain('service is closed')
    expect((await kim.grade('exam', 'answer', 'words-1', '???')).code).toBe(2)
    const second = await kim.grade('exam', 'submit', inFolder('mid/kim-2.json'))
    expect(second.out).toContain('submission 2 of 2')
    const schema = JSON.parse(await readFile(join(ROOT, 'src/course/exam/submission.schema.json'), 'utf8')) as object
    const isSubmission = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    expect(
      isSubmission(JSON.parse(await readFile(inFolder('mid/kim-2.json'), 'utf8'))),
      JSON.stringify(isSubmission.errors),
    ).toBe(true)
    // What is done after the lock changes nothing of what stands before it.
    await kim.sh('kubectl delete service --all --wait=false')
    expect((await kim.grade('exam', 'close')).err).toContain('Time is left')
    expect((await kim.grade('exam', 'close', '--yes', join(kim.home, 'last.json'))).code).toBe(0)
    expect((await kim.grade('exam', 'status')).err).toContain('No exam is running here')

    // The log says what was worked on, and nothing before anything was: controllers' work is nobody's.
    expect(await savedIn('mid/kim-1.json')).toEqual([])
    expect(new Set(await savedIn('mid/kim-2.json'))).toEqual(new Set(['service']))

    const result = resultOf(await gradeAll('mid', 'mid'), 'kim')
    expect(result.submissions.map(({ findings }) => findings)).toEqual([[], []])
    expect(result.submissions[1]?.times?.['service']).toBeGreaterThan(result.submissions[0]?.times?.['service'] ?? Infinity)
    expect(result.submissions[1]?.times?.['service']).toBeLessThan(10 * 60_000)
    expect(result.slots).toMatchObject([
      { slot: 'service', points: 60 },
      { slot: 'words', points: 0 },
    ])
  })

  test('one is too slow: what was there at the end is handed in, and nothing after it', async () => {
    code = await codeFor('short')
    const lee = await begin('lee', 'short')
    await lee.sh('kubectl create namespace made-in-time')
    const over = await eventually(() => lee.grade('exam', 'answer', 'words-1', 'a'), 2)
    expect(over.err).toContain('The time is over')
    await lee.sh('kubectl create namespace made-too-late')
    await sleep(1500)
    const file = inFolder('late/lee.json')
    expect((await lee.grade('exam', 'submit', file)).code).toBe(0)
    const text = await readFile(file, 'utf8')
    expect(text).toContain('made-in-time')
    expect(text).not.toContain('made-too-late')
    const events = (JSON.parse(text) as { events: { kind: string }[] }).events.map(({ kind }) => kind)
    expect(events.slice(-2)).toEqual(['end', 'submit'])
    const result = resultOf(await gradeAll('short', 'late'), 'lee')
    // In time, by the grace that every submission has.
    expect(result.submissions).toMatchObject([{ counts: true, findings: [] }])
  })

  test('one cheats, in each of these ways, and each is told', async () => {
    code = await codeFor('mid')
    const park = await begin('park')
    // The neighbour's answer is right, for the neighbour.
    const done = await park.sh(`kubectl apply -f ${ROOT}/tasks/${SOLUTIONS['kim'] ?? ''}/solution`)
    expect(done.code, done.err).toBe(0)
    await sleep(500)
    expect((await park.grade('exam', 'submit', inFolder('cheats/park.json'))).code).toBe(0)
    const copied = JSON.parse(await readFile(inFolder('mid/kim-2.json'), 'utf8')) as Record<string, unknown>
    await writeFile(inFolder('cheats/copied.json'), JSON.stringify({ ...copied, learner: 'park' }))
    const own = JSON.parse(await readFile(inFolder('cheats/park.json'), 'utf8')) as { events: unknown[] }
    await writeFile(inFolder('cheats/shortened.json'), JSON.stringify({ ...own, attempt: 2, events: own.events.slice(1) }))
    await writeFile(inFolder('cheats/broken.json'), '{"schema":')
    // Nested so deeply that programs lose their way, and objects that nobody can read: the others are graded all the same.
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const nested = JSON.stringify({ ...own, attempt: 3 }).replace('"detail":{', `"detail":{"deep":${deep},`)
    await writeFile(inFolder('cheats/deep.json'), nested)
    const { submissions, score } = resultOf(await gradeAll('mid', 'cheats'), 'park')
    const of = (name: string): (typeof submissions)[number] | undefined => submissions.find(({ file }) => file.endsWith(name))
    expect(of('park.json')?.solvesOthers).toMatchObject({ service: ['kim'] })
    expect(of('copied.json')).toMatchObject({ counts: false, items: [] })
    expect(of('copied.json')?.findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['signature-broken', 'proof-broken', 'other-variant', 'chain-broken']),
    )
    expect(of('shortened.json')?.findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['signature-broken', 'chain-broken']),
    )
    expect(score).toBeLessThan(60)
  })

  test('graded again nobody moves, and a report names what is odd in both languages', async () => {
    const results = inFolder('results.json')
    const common = [inFolder('mid.yaml'), inFolder('mid'), inFolder('cheats'), '--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt')] // prettier-ignore
    expect((await instruct('exam', 'grade', ...common, '--format', 'json', '--output', results)).code).toBe(0)
    const again = await instruct('exam', 'regrade', ...common, '--diff', results)
    expect(again).toMatchObject({ code: 0, out: 'Nobody moves.\n' })
    await mkdir(inFolder('broken'))
    await writeFile(inFolder('broken/mid.yaml'), EXAM.replace('lock: true', 'lock: true, forceMax: true'))
    const forced = ['exam', 'regrade', inFolder('broken/mid.yaml'), ...common.slice(1), '--diff', results]
    const given = await instruct(...forced)
    expect(given.out).toMatch(/kim {2}60 → 100\n {6}words: all its points are given to everybody/u)
    expect((await instruct(...forced, '--lang', 'ko')).out).toContain('words: 모두에게 만점을 줌')
    const other = JSON.parse(await readFile(results, 'utf8')) as Results
    const moved = { ...other, learners: other.learners.map((one) => (one.learner === 'kim' ? { ...one, score: 1 } : one)) }
    await writeFile(results, JSON.stringify(moved))
    const after = await instruct('exam', 'regrade', ...common, '--diff', results)
    expect(after.code).toBe(1)
    expect(after.out).toContain('kim  1 → 60')
    const korean = await instruct('exam', 'grade', ...common, '--lang', 'ko')
    expect(korean.out).toContain('서명한 뒤에 바뀜')
    expect(korean.out).toContain('kim의 문항을 풀었음')
    expect(korean.out).toContain('읽지 않은 파일')
    expect(korean.out).toContain('deep.json')
    const told = await instruct('exam', 'feedback', results, '--out', inFolder('feedback'))
    expect(told.code, told.err).toBe(0)
    expect(await readFile(inFolder('feedback/kim.txt'), 'utf8')).toContain('2 submissions were received.')
    expect((await instruct('exam', 'analyse', results)).out).toMatch(/^service +1 +\d+\.\d/mu)
    const page = await instruct('exam', 'analyse', results, '--format', 'html')
    expect(page.out).toContain('<svg role="img"')
    expect((await readdir(inFolder('packages'))).length).toBe(6)
  })
})
