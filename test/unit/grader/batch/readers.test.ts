/** Whatever anybody hands in, a reader reads it or refuses it: it throws nothing else, and does not hang. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openClassArchive, readSmallArchive } from '../../../../grader/batch/archive/open-archive.ts'
import type { Entry } from '../../../../grader/batch/archive/entry.ts'
import { Refusal } from '../../../../grader/batch/refusal.ts'
import { journalPath, openStore, resultsPath } from '../../../../grader/batch/results/store.ts'
import { readRoster } from '../../../../grader/batch/roster.ts'
import { readSubmission } from '../../../../grader/batch/submission.ts'
import { Problem } from '../../../../grader/terminal/problem.ts'
import { readRoster as readExamRoster } from '../../../../grader/exam/roster.ts'
import { isProofSound, isSignatureSound, makeKey, signSubmission } from '../../../../grader/exam/sign.ts'
import { parseCsv, toCsvRow } from '../../../../grader/reports/csv.ts'
import { parseSubmission, type SubmissionBody } from '../../../../src/course/exam/submission.ts'
import { makeTar, makeZip } from '../../../support/archives.ts'

const temporary = (): string => mkdtempSync(join(tmpdir(), 'netgrade-readers-'))

/** Cut off somewhere, and some bytes changed. */
const damaged = (whole: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.nat(whole.length), fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }))
    .map(([end, changes]) => {
      const bytes = Buffer.from(whole)
      for (const [at, value] of changes) bytes[at] = value
      return bytes.subarray(0, end)
    })

const orRefused = <Value>(read: () => Value): Value | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal || error instanceof Problem) return undefined
    throw error
  }
}

const entry = (path: string, bytes: Buffer): Entry => ({
  path,
  kind: 'file',
  size: bytes.length,
  modifiedMs: 0,
  read: () => bytes,
})

const ITEMS = [
  { path: '3-3/answer.yaml', text: 'kind: Pod\n' },
  { path: 'notes.txt', text: 'x'.repeat(2000) },
]

describe('archives', () => {
  const archives = { zip: makeZip(ITEMS), tar: makeTar(ITEMS), 'tar.gz': gzipSync(makeTar(ITEMS)) }

  test.each(Object.entries(archives))("a learner's, damaged: %s", (kind, whole) => {
    expect(readSubmission([entry(`kim.${kind}`, whole)], ['3-3']).files).toHaveLength(1)
    fc.assert(
      fc.property(damaged(whole), (bytes) => {
        const read = orRefused(() => readSubmission([entry(`kim.${kind}`, bytes)], ['3-3']))
        for (const { path } of read?.files ?? []) expect(path).not.toMatch(/^\/|\.\.(?:\/|$)/u)
      }),
      { numRuns: 300 },
    )
  })

  test('any bytes at all', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        (bytes) => void orRefused(() => [...readSmallArchive(Buffer.from(bytes))]),
      ),
    )
  })

  test("a class's, compressed and damaged", async () => {
    const folder = temporary()
    await fc.assert(
      fc.asyncProperty(damaged(archives['tar.gz']), async (bytes) => {
        writeFileSync(join(folder, 'class'), bytes)
        const opened = await openClassArchive(join(folder, 'class'), join(folder, 'scratch')).catch((error: unknown) => error)
        if (opened instanceof Error) expect(opened).toBeInstanceOf(Refusal)
        else (opened as { close: () => void }).close()
      }),
      { numRuns: 100 },
    )
  })
})

test('a journal: whole lines of results are kept, whatever else is in it', () => {
  const line = (learner: string): string =>
    JSON.stringify({
      schema: 'netgrade/result/v1',
      learner: { id: learner },
      task: { id: '3-3' },
      status: 'pass',
      submission: { files: [], at: '' },
      problems: [],
    })
  const junk = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ''))
  const values = fc.jsonValue().map((value) => JSON.stringify(value))
  fc.assert(
    fc.property(fc.array(fc.oneof(junk, values), { maxLength: 5 }), fc.nat(30), (others, torn) => {
      const folder = temporary()
      const lines = [...others.flatMap((other, index) => [line(`l${index}`), other]), line('last')]
      writeFileSync(journalPath(folder), `${lines.join('\n')}\n${line('torn').slice(0, torn)}`)
      const store = openStore(folder)
      const keys = [...others.map((_, index) => `l${index}\n3-3`), 'last\n3-3']
      store.finish(keys)
      store.close()
      expect(readFileSync(resultsPath(folder), 'utf8')).toBe(keys.map((key) => `${line(key.split('\n')[0] ?? '')}\n`).join(''))
    }),
    { numRuns: 60 },
  )
})

describe('signed submissions', () => {
  const token = 'ab'.repeat(32)
  const body: SubmissionBody = {
    schema: 'netgrade/submission/v1',
    ...{ exam: 'mid', version: 1, learner: 'kim', variant: 'abc', attempt: 1, program: 'netgrade 1', environment: 'embedded' },
    at: '2026-11-26T00:00:00.000Z',
    states: [{ slots: ['a'], objects: 'kind: Pod\n' }],
    answers: { 'a-1': ['b', 'c'] },
    events: [],
  }
  const whole = Buffer.from(JSON.stringify(signSubmission(body, token, makeKey())))

  test('damaged, they are refused, or are no longer what was signed', () => {
    fc.assert(
      fc.property(damaged(whole), (bytes) => {
        const text = bytes.toString('utf8')
        const read = orRefused(() => readSubmission([entry('kim.json', bytes)], ['3-3']))
        if (read?.signed === undefined || text === whole.toString('utf8')) return
        const isSame = JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(whole.toString('utf8')))
        expect(isSignatureSound(read.signed) && isProofSound(read.signed, token)).toBe(isSame)
      }),
      { numRuns: 300 },
    )
  })

  test('any JSON at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(body)), (value, field) => {
        expect(parseSubmission(JSON.stringify(value))).toHaveProperty('reason')
        const changed = parseSubmission(JSON.stringify({ ...JSON.parse(whole.toString('utf8')), [field]: value }))
        if ('reason' in changed) return
        expect(orRefused(() => isSignatureSound(changed))).toBeTypeOf('boolean')
      }),
    )
  })
})

describe('lists', () => {
  test('what is written as CSV is read as it was, but for formulas', () => {
    const cell = fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r]/u.test(text) && !text.startsWith('\ufeff'))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
        expect(parseCsv(rows.map(toCsvRow).join(''))).toEqual(rows)
      }),
    )
  })

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'learner',
          'name',
          'submitted',
          'multiplier',
          ',',
          '"',
          '\n',
          '\r\n',
          '2',
          'kim',
          '한글',
          '2026-01-01T00:00:00Z',
        ),
      )
      .map((parts) => parts.join('')),
  )

  test('any text is a class list, or has a mistake that is named', () => {
    fc.assert(
      fc.property(text, (given) => {
        const roster = readRoster(`learner,submitted\n${given}`)
        expect('kind' in roster || roster instanceof Map).toBe(true)
        void readRoster(given)
        void orRefused(() => readExamRoster(given, 'roster.csv'))
        void orRefused(() => readExamRoster(`learner,multiplier\n${given}`, 'roster.csv'))
      }),
      { numRuns: 500 },
    )
  })
})
