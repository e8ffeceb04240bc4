import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { outsideClient } from '../../../../grader/daemon/outside/node-ports.ts'
import { statePaths, type StatePaths } from '../../../../grader/terminal/paths.ts'
import { keptRanges, readRanges, requireRanges, settleRanges } from '../../../../grader/daemon/ranges.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import { DEFAULT_RANGES, rangesOfFamilies } from '../../../../src/cluster/ranges.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import { runGrade as grade, runGradeIn } from '../support/run-grade.ts'

const DUAL = rangesOfFamilies(['IPv4', 'IPv6'])
let paths: StatePaths

beforeEach(async () => {
  paths = statePaths({ NETGRADE_HOME: await mkdtemp(join(tmpdir(), 'ranges-')) })
  mkdirSync(paths.data)
})
afterEach(() => rm(paths.home, { recursive: true, force: true }))

describe('the embedded cluster’s ranges', () => {
  test('are kubeadm’s where nothing is asked for', async () => {
    expect(await settleRanges(paths, { isNew: true, asked: undefined })).toEqual(DEFAULT_RANGES)
    expect(await keptRanges(paths)).toEqual(DEFAULT_RANGES)
  })

  test('are chosen once, and kept', async () => {
    expect(await settleRanges(paths, { isNew: true, asked: DUAL })).toEqual(DUAL)
    expect(await settleRanges(paths, { isNew: false, asked: undefined })).toEqual(DUAL)
    expect(await settleRanges(paths, { isNew: false, asked: DUAL })).toEqual(DUAL)
    await expect(settleRanges(paths, { isNew: false, asked: DEFAULT_RANGES })).rejects.toMatchObject({ code: 'ranges-fixed' })
    expect(() => requireRanges(DUAL, undefined)).not.toThrow()
  })

  test('outlive the objects that a reset deletes, until others are asked for', async () => {
    await settleRanges(paths, { isNew: true, asked: DUAL })
    mkdirSync(join(paths.data, 'objects'))
    await writeFile(join(paths.data, 'journal'), '{}')
    const { code, out } = await runGradeIn(paths.home, 'reset', '--yes')
    expect([code, out]).toEqual([0, expect.stringContaining(`Pods ${DUAL.podCidrs.join(',')}`)])
    expect(await readdir(paths.data)).toEqual(['ranges.json'])
    expect(await settleRanges(paths, { isNew: true, asked: undefined })).toEqual(DUAL)
    expect(await settleRanges(paths, { isNew: true, asked: DEFAULT_RANGES })).toEqual(DEFAULT_RANGES)
    expect((await runGradeIn(paths.home, 'reset', '--yes')).out).not.toContain('Pods')
  })

  test('are not taken from a file that holds none', async () => {
    await writeFile(paths.ranges, '{"podCidrs":["x"],"serviceCidrs":[]}')
    expect(await keptRanges(paths)).toEqual(DEFAULT_RANGES)
    expect([undefined, 'no', '{}', '[]'].map(readRanges)).toEqual([undefined, undefined, undefined, undefined])
  })
})

test.each([
  [['--ip-family', 'dual', '--pod-cidr', '10.1.0.0/16'], 'the same families'],
  [['--pod-cidr', '10.1.0.0/16,fd01::/56', '--service-cidr', '10.2.0.0/16'], 'the same families'],
  [['--ip-family', 'both'], 'ipv4, ipv6, dual'],
  [['--lang', 'ko', '--ip-family', 'ipv6', '--service-cidr', '10.2.0.0/16'], '패밀리가 같아야'],
])('grade up %j', async (words, expected) => {
  const { code, err } = await grade('up', ...words)
  expect([code, err]).toEqual([2, expect.stringContaining(expected)])
})

test.each([
  [DEFAULT_RANGES, '172.18.0.1'],
  [rangesOfFamilies(['IPv6']), 'fc00:f853:ccd:e793::1'],
])('clients on this machine come from the gateway of the nodes’ network', (ranges, outside) => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1), ranges })
  expect(outsideClient(cluster)).toEqual({ outside })
  cluster.stop()
})
