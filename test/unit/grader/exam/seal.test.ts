import { describe, expect, test } from 'vitest'
import type { ExamPaper } from '../../../../src/course/exam/paper.ts'
import type { Submission, SubmissionBody } from '../../../../src/course/exam/submission.ts'
import { parseSubmission } from '../../../../src/course/exam/submission.ts'
import { openPackage, sealPaper } from '../../../../grader/exam/seal.ts'
import { startCodeOf, tokenOf } from '../../../../grader/exam/secret.ts'
import { isProofSound, isSignatureSound, makeKey, signSubmission } from '../../../../grader/exam/sign.ts'

const PAPER: ExamPaper = {
  schema: 'netgrade/exam-paper/v1',
  exam: {
    id: 'mid',
    version: 1,
    title: { en: 'Hidden title', ko: '숨은 제목' },
    minutes: 60,
    graceMinutes: 2,
    environments: ['embedded'],
    shows: { during: 'nothing', after: 'points' },
    locks: [],
    limit: 1,
  },
  learner: { id: 'kim', name: 'Kim', multiplier: 1 },
  variant: 'abc',
  token: '00ff',
  items: [],
}
const CODE = 'K7QF-2M9D-AAAA-BBBB'
const codeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'opened',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )

describe('a package', () => {
  test('shows nothing of the paper, and opens with its code, however it is typed', async () => {
    const text = await sealPaper(PAPER, CODE)
    for (const word of ['Hidden', '숨은', 'abc', '00ff']) expect(text).not.toContain(word)
    expect(await openPackage(text, 'p', ' k7qf 2m9d aaaabbbb ')).toEqual(PAPER)
  })

  test('opens with no other code', async () => {
    const text = await sealPaper(PAPER, CODE)
    expect(await codeOf(openPackage(text, 'p', 'K7QF-2M9D-AAAA-BBBC'))).toBe('exam-code-wrong')
  })

  test('of another learner’s name, or with any other byte, does not open', async () => {
    const text = await sealPaper(PAPER, CODE)
    expect(await codeOf(openPackage(text.replace('"kim"', '"lee"'), 'p', CODE))).toBe('exam-code-wrong')
    const { data, ...rest } = JSON.parse(text) as Record<string, string>
    const bytes = Buffer.from(data ?? '', 'base64')
    bytes[7] = (bytes[7] ?? 0) ^ 1
    expect(await codeOf(openPackage(JSON.stringify({ ...rest, data: bytes.toString('base64') }), 'p', CODE))).toBe(
      'exam-code-wrong',
    )
  })

  test.each(['', '{', '[]', '{"schema":"netgrade/exam-package/v1"}', '\u0000'])('%j is none', async (text) => {
    expect(await codeOf(openPackage(text, 'p', CODE))).toBe('exam-package-unreadable')
  })
})

test('codes and tokens follow from the secret, the exam, its version and the learner', () => {
  const secret = new Uint8Array(32).fill(1)
  expect(startCodeOf(secret, 'mid', 1)).toMatch(/^(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/)
  const codes = [startCodeOf(secret, 'mid', 1), startCodeOf(secret, 'mid', 2), startCodeOf(secret, 'end', 1)]
  expect(new Set([...codes, startCodeOf(new Uint8Array(32), 'mid', 1)]).size).toBe(4)
  expect(tokenOf(secret, 'mid', 1, 'kim')).not.toBe(tokenOf(secret, 'mid', 1, 'lee'))
})

const BODY: SubmissionBody = {
  schema: 'netgrade/submission/v1',
  exam: 'mid',
  version: 1,
  learner: 'kim',
  variant: 'abc',
  attempt: 1,
  program: 'netgrade 1',
  environment: 'embedded',
  at: '2026-11-26T00:00:00.000Z',
  states: [{ slots: ['a'], objects: 'kind: Pod\n' }],
  answers: { 'a-1': ['b', 'c'] },
  events: [],
}
const TOKEN = 'ab'.repeat(32)

describe('a signature', () => {
  const signed = signSubmission(BODY, TOKEN, makeKey())

  test('holds for what was signed, written in whatever order and spaces', () => {
    const turned = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(signed).reverse()), null, 4)) as Submission
    for (const one of [signed, turned]) {
      expect(isSignatureSound(one)).toBe(true)
      expect(isProofSound(one, TOKEN)).toBe(true)
    }
  })

  test.each([
    { answers: { 'a-1': ['b'] } },
    { learner: 'lee' },
    { at: '2026-11-26T00:00:01.000Z' },
    { states: [{ slots: ['a'], objects: 'kind: Service\n' }] },
    { proof: '00'.repeat(32) },
  ])('breaks with %j', (change) => {
    expect(isSignatureSound({ ...signed, ...change })).toBe(false)
  })

  test('made anew by somebody without the package is no proof', () => {
    const forged = signSubmission({ ...BODY, answers: {} }, 'cd'.repeat(32), makeKey())
    expect(isSignatureSound(forged)).toBe(true)
    expect(isProofSound(forged, TOKEN)).toBe(false)
  })

  test('by a key that is none is broken, not an exception', () => {
    expect(isSignatureSound({ ...signed, signature: { ...signed.signature, publicKey: 'AAAA' } })).toBe(false)
  })
})

/** Its hashes are none. */
const STRANGE_EVENT = JSON.stringify({
  ...{ n: 0, kind: 'start', detail: {}, at: { wallMs: 1, uptimeMs: 1, boot: 'b' } },
  ...{ previous: 'ab'.repeat(32), hash: 'receipts cannot be made of this' },
})

describe('the text of a submission', () => {
  const text = JSON.stringify(signSubmission(BODY, TOKEN, makeKey()))
  test('is read', () => {
    expect(parseSubmission(text)).toMatchObject({ learner: 'kim' })
  })

  test.each([
    ['no JSON', '{'],
    ['no JSON object', '[]'],
    ['has a field extra', text.replace('{', '{"extra":1,')],
    ['its field states is missing', text.replace('"states"', '"stages"').replace('"stages":[', '"events":[],"x":[')],
    ['its field attempt', text.replace('"attempt":1', '"attempt":0')],
    ['its field answers', text.replace('["b","c"]', '[1]')],
    ['its field schema', text.replace('submission/v1', 'submission/v9')],
    ['nested more than 32 levels', text.replace('"answers":{', `"answers":{"deep":${'['.repeat(40)}${']'.repeat(40)},`)],
    ['a number that is too large', text.replace('"events":[', '"events":[{"x":1e999}')],
    ['its field events', text.replace('"events":[', `"events":[${STRANGE_EVENT}`)],
    ['its field at', text.replace('2026-11-26T', 'yesterday')],
  ])('that %s is refused', (reason, broken) => {
    const read = parseSubmission(broken)
    expect('reason' in read).toBe(true)
    if (reason !== 'its field states is missing')
      expect(read).toMatchObject({
        reason: { en: expect.stringContaining(reason) as string, ko: expect.stringMatching(/[가-힣]/u) as string },
      })
  })
})
