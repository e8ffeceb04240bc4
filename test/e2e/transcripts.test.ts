/** Recordings of kubectl against a real cluster (../shared/transcripts), replayed on the embedded one, where they are at hand. */
import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDifferences } from '../../tools/transcripts.ts'
import { hasKubectl, ROOT } from './support/session.ts'
import { replay, REPLAYER, type Replay } from './support/transcripts.ts'

const { chance, differences } = readDifferences(ROOT)

/** Recordings with the number of their steps, those that wait most first. */
const TRANSCRIPTS = [
  ['14-policytypes.txt', 19],
  ['10-connectivity.txt', 26],
  ['12-readiness.txt', 19],
  ['16-describe.txt', 31],
  ['15-nodeports.txt', 22],
  ['13-kustom.txt', 22],
  ['02-services.txt', 39],
  ['01-pods.txt', 39],
  ['07-deployments.txt', 33],
  ['03-apply.txt', 32],
  ['09-views.txt', 32],
  ['08-errors.txt', 32],
  ['04-networkpolicy.txt', 25],
  ['06-dns.txt', 23],
  ['05-ingress.txt', 22],
  ['11-sets.txt', 18],
] as const

/** Recordings that are replayed at the same time: they wait more than they compute. */
const LANES = 3

describe.skipIf(!hasKubectl || !existsSync(REPLAYER))('what kubectl shows', () => {
  const replays = new Map<string, Promise<Replay>>()
  beforeAll(() => {
    const lanes = Array.from({ length: LANES }, () => Promise.resolve<unknown>(undefined))
    for (const [index, [file]] of TRANSCRIPTS.entries()) {
      const lane = index % LANES
      const started = (lanes[lane] ?? Promise.resolve()).then(() => replay(file, chance))
      replays.set(file, started)
      lanes[lane] = started.catch(() => undefined)
    }
  })

  test.each(TRANSCRIPTS)('%s: of %i steps, those that differ are listed with their reason', async (file, steps) => {
    const found = await replays.get(file)
    expect(found?.steps).toBe(steps)
    const listed = differences.filter(({ transcript }) => transcript === file).map(({ step }) => step)
    const report = found?.differing.map((one) => one.report).join('\n') ?? ''
    expect(found?.differing.map(({ step }) => step).sort(), report).toEqual([...listed].sort())
  })
})
