// `grade --try-repairs` and `--apply` against an API server over TLS, as in a shell that is no terminal.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CONTEXT, serveCluster, type ServedCluster } from '../../support/served-cluster.ts'

let served: ServedCluster

beforeEach(async () => {
  served = await serveCluster()
})
afterEach(() => served.end())

const grade: ServedCluster['grade'] = (...argv) => served.grade(...argv)
const policy = (): unknown => served.entries().find(([resource]) => resource.startsWith('networkpolicies'))?.[1]

interface Told {
  readonly status: string
  readonly checks: readonly { readonly causes: readonly { readonly repair: { readonly trial?: unknown } | null }[] }[]
}

describe('--try-repairs', () => {
  test('tries the repair in a copy, after a question, and leaves nothing but the answer', { timeout: 60_000 }, async () => {
    await served.putWrongAnswer()
    const [known, was] = [served.names('namespaces'), JSON.stringify(policy())]
    const asked = await grade('3-3', '--try-repairs', ...CONTEXT)
    expect(asked.err).toMatch(/these would be made, and removed again:\n {2}namespace\/netgrade-copy-\w+-2-customera\n/u)
    expect([asked.code, served.names('namespaces')]).toEqual([2, known])

    const tried = await grade('3-3', '--try-repairs', '--yes', '--format', 'json', ...CONTEXT)
    const { checks } = JSON.parse(tried.out) as Told
    const trial = checks.flatMap(({ causes }) => causes.flatMap(({ repair }) => repair?.trial ?? []))[0]
    expect(trial).toMatchObject({
      outcome: 'mends',
      reason: null,
      checks: [
        { id: 'pod-exists', passed: true, observations: [] },
        { id: 'policy-exists', passed: true },
        {
          id: 'customer-connects',
          passed: true,
          observations: [{ question: 'customera/client → default/poc:80', seen: 'connected' }],
        },
        { id: 'others-blocked', passed: true, observations: [{ seen: 'timed out' }, { seen: 'timed out' }] },
        { id: 'exactly-this', passed: true },
      ],
      notes: [],
    })
    expect([served.names('namespaces'), JSON.stringify(policy())]).toEqual([known, was])
  })
})

describe('--apply', () => {
  test('changes what the repair changes, says what takes it back, and grades again', { timeout: 60_000 }, async () => {
    await served.putWrongAnswer()
    const was = JSON.stringify(policy())
    const asked = await grade('3-3', '--apply', ...CONTEXT)
    expect(asked.err).toContain('networkpolicy.networking.k8s.io/allow-webfrom-customera (default)   changed')
    expect(asked.err).toContain('Nobody said yes to: Change it?')
    expect([asked.code, JSON.stringify(policy())]).toEqual([2, was])

    const applied = await grade('3-3', '--apply', '--yes', ...CONTEXT)
    expect(applied.out).toContain('100 of 100 points')
    expect(applied.code).toBe(0)
    expect(policy()).toMatchObject({
      spec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { partition: 'customera' } }, podSelector: {} }] }] },
    })
    const [file = ''] = readdirSync(join(served.home, 'undo'))
    expect(applied.err).toContain(`kubectl --context netgrade replace -f ${join(served.home, 'undo', file)}`)
    expect(readFileSync(join(served.home, 'undo', file), 'utf8')).toMatch(/- namespaceSelector:[^]*- podSelector: \{\}/u)
  })

  test('of a machine’s format is one result, of what it has become', { timeout: 60_000 }, async () => {
    await served.putWrongAnswer()
    const { out, code } = await grade('3-3', '--apply', '--yes', '--format', 'json', ...CONTEXT)
    expect([(JSON.parse(out) as Told).status, code]).toEqual(['pass', 0])
  })

  test('without a repair, or where all is well, changes nothing', { timeout: 60_000 }, async () => {
    await grade('start', '3-3', '--yes', '--brief', ...CONTEXT)
    const nothing = await grade('3-3', '--apply', '--yes', ...CONTEXT)
    expect(nothing.err).toContain('There is no repair to apply: nothing was changed.')
    expect(nothing.code).toBe(1)
  })
})

type Answer = (request: Request) => Response | undefined

/** Answers in place of the server's own; undefined leaves it to the server. */
const answer = (told: Answer): void => {
  const { cluster } = served
  const handle = cluster.handle.bind(cluster)
  vi.spyOn(cluster, 'handle').mockImplementation((request, caller) => {
    const reply = told(request)
    return reply === undefined ? handle(request, caller) : Promise.resolve(reply)
  })
}

const refuse = (status: number, message: string): Response => Response.json({ kind: 'Status', message }, { status })
const isOf = ({ method, url }: Request, wanted: string, path: RegExp): boolean =>
  method === wanted && path.test(new URL(url).pathname)

const POLICIES = /\/networkpolicies\/allow-webfrom-customera$/u

describe('--apply that does not come to its end', { timeout: 60_000 }, () => {
  beforeEach(() => served.putWrongAnswer())

  test.each([
    ['en', 'NetworkPolicy default/allow-webfrom-customera is no longer as it was graded.', 'Nothing was changed.'],
    ['ko', '채점했을 때와 달라졌습니다.', '아무것도 바꾸지 않았습니다.'],
  ])('leaves an object alone that somebody has changed meanwhile (%s)', async (language, what, todo) => {
    const edited = structuredClone(policy()) as { readonly metadata: { labels?: Record<string, string> } }
    edited.metadata.labels = { edited: 'meanwhile' }
    answer((request) => (isOf(request, 'GET', POLICIES) ? Response.json(edited) : undefined))
    const was = JSON.stringify(policy())
    const { code, err } = await grade('3-3', '--apply', '--yes', '--lang', language, ...CONTEXT)
    expect(err).toContain(what)
    expect(err).toContain(todo)
    expect([code, JSON.stringify(policy())]).toEqual([3, was])
  })

  test.each([
    ['en', 'The API server refused a part of the repair.', 'Nothing was changed.'],
    ['ko', 'API 서버가 수정의 일부를 거부했습니다.', '아무것도 바꾸지 않았습니다.'],
  ])('says what was refused, and that nothing was changed (%s)', async (language, what, todo) => {
    answer((request) => (isOf(request, 'PUT', POLICIES) ? refuse(403, 'admission says no') : undefined))
    const { code, err } = await grade('3-3', '--apply', '--yes', '--lang', language, ...CONTEXT)
    expect(err).toContain(what)
    expect(err).toContain('networkpolicy.networking.k8s.io/allow-webfrom-customera (default): admission says no')
    expect(err).toContain(todo)
    expect(code).toBe(3)
  })
})

describe('--apply of what has to be made anew', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await served.putWrongAnswer('object-misnamed')
  })

  /** Every object but the deleted one is as it was, and the command that is told brings that one back. */
  const expectWayBack = (err: string): void => {
    expect(served.names('pods')).not.toContain('default/pocc')
    const file = /create -f (\S+)/u.exec(err)?.[1] ?? ''
    expect(readFileSync(file, 'utf8')).toMatch(/kind: Pod\nmetadata:\n {2}labels:\n {4}app: poc\n {2}name: pocc\n/u)
  }

  test('and is refused once the old one is gone: what brings it back is told', async () => {
    answer((request) => (isOf(request, 'POST', /\/pods$/u) ? refuse(403, 'exceeded quota: pods=3') : undefined))
    const { code, err } = await grade('3-3', '--apply', '--yes', ...CONTEXT)
    expect(err).toContain('pod/poc (default): exceeded quota: pods=3')
    expect(err).not.toContain('Nothing was changed')
    expect(code).toBe(3)
    expectWayBack(err)
  })

  test('and is lost meanwhile: that is told, and what brings it back', async () => {
    answer((request) => (isOf(request, 'POST', /\/pods$/u) ? refuse(401, 'expired') : undefined))
    const { code, err } = await grade('3-3', '--apply', '--yes', ...CONTEXT)
    expect(err).toContain('grade: The API server does not accept the credentials of context netgrade.')
    expect(code).toBe(3)
    expectWayBack(err)
  })
})

test.each([
  ['--apply', 'en', '--apply is not there while an exam runs.'],
  ['--try-repairs', 'en', '--try-repairs is not there while an exam runs.'],
  ['--apply', 'ko', '시험 중에는 --apply 옵션을 쓸 수 없습니다.'],
])('%s is refused while an exam runs, before anything is asked (%s)', async (option, language, text) => {
  mkdirSync(join(served.home, 'exam/mid'), { recursive: true })
  writeFileSync(join(served.home, 'exam/active'), 'mid')
  const { code, out, err } = await grade('3-3', option, '--yes', '--lang', language, ...CONTEXT)
  expect(err).toContain(text)
  expect([code, out]).toEqual([2, ''])
})

test.each([
  [['3-3', '--try-repairs'], '--try-repairs is for real clusters.'],
  [['3-3', '--apply', '--on', 'embedded'], '--apply is for real clusters.'],
  [['3-3', '--apply', '--file', 'x.yaml'], '--apply is for real clusters.'],
  [['3-3', '--apply', '--watch', ...CONTEXT], 'use one of the two'],
  [['1-1', '--try-repairs'], '--try-repairs'],
])('%j is refused', async (argv, text) => {
  const { code, err } = await grade(...argv)
  expect(err).toContain(text)
  expect(code).toBe(2)
})
