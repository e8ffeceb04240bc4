/** Recordings of kubectl against a real cluster (../shared/transcripts), replayed on the embedded one, where they are at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasKubectl, openSession, ROOT, type Session } from './support/session.ts'

const folder = join(ROOT, '../shared/transcripts')
const replayer = join(folder, 'transcript.mjs')

/** Steps that print what the real cluster printed, of all steps. One step less than today's, because some depend on chance; what differs stands in docs/differences.md. */
const EQUAL = [
  ['01-pods.txt', 38, 39],
  ['02-services.txt', 38, 39],
  ['04-networkpolicy.txt', 23, 25],
  ['05-ingress.txt', 20, 22],
  ['06-dns.txt', 22, 23],
  ['10-connectivity.txt', 25, 26],
] as const

describe.skipIf(!hasKubectl || !existsSync(replayer))('what kubectl shows', () => {
  let session: Session
  beforeAll(async () => {
    session = await openSession()
    expect((await session.grade('up')).code).toBe(0)
  })
  afterAll(() => session.close())

  test.each(EQUAL)('%s: at least %i of %i steps are equal', async (file, least, all) => {
    // Into a file: the replayer may exit before a pipe has taken all of its output.
    const report = join(session.home, `${file}.out`)
    await session.shell(`"${process.execPath}" "${replayer}" replay "${join(folder, file)}" > "${report}" 2>&1`)
    const out = readFileSync(report, 'utf8')
    const [, equal, steps] = /(\d+) of (\d+) steps equal\s*$/u.exec(out) ?? []
    expect(Number(steps)).toBe(all)
    expect(Number(equal), out).toBeGreaterThanOrEqual(least)
  })
})
