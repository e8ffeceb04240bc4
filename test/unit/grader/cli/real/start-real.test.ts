// `grade start`, `clean` and `reset` against an API server over TLS, as in a shell that is no terminal.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CONTEXT, serveCluster, type ServedCluster } from '../../support/served-cluster.ts'

let served: ServedCluster

beforeEach(async () => {
  served = await serveCluster()
})
afterEach(() => served.end())

const grade: ServedCluster['grade'] = (...argv) => served.grade(...argv)
const pods = (): readonly string[] => served.names('pods')

describe('a cluster of one’s kubeconfig', () => {
  test('is written to only by somebody who said so', async () => {
    const { code, err } = await grade('start', '3-3', ...CONTEXT)
    expect(err).toMatch(/In the cluster of context netgrade \(https:.*\) these are missing:\n {2}namespace\/customera\n/u)
    expect(err).toContain('Nobody said yes to: Make these 5?')
    expect([code, pods()]).toEqual([2, []])
  })

  test('gets the start state, says how to go on, and loses it again', async () => {
    const started = await grade('start', '3-3', '--yes', ...CONTEXT)
    expect(started.err).toContain('pod/client (customera) created')
    expect(started.err).toContain('grade 3-3 --on kubeconfig --context netgrade')
    expect(started.code).toBe(0)
    expect(pods()).toEqual(expect.arrayContaining(['customera/client', 'customerb/client', 'default/visitor']))

    expect((await grade('start', '3-3', ...CONTEXT)).code).toBe(0)

    const asked = await grade('clean', '3-3', ...CONTEXT)
    expect(asked.err).toContain('these would be removed')
    expect(asked.code).toBe(2)
    expect(pods()).toHaveLength(3)

    const cleaned = await grade('clean', '--yes', ...CONTEXT)
    expect(cleaned.out).toContain('namespace/customera')
    expect([cleaned.code, pods()]).toEqual([0, []])
    expect((await grade('reset', '--yes', ...CONTEXT)).out).toContain('Nothing is there')
  })

  test('in Korean', async () => {
    const { err } = await grade('start', '3-3', '--lang', 'ko', ...CONTEXT)
    expect(err).toContain('다음이 없습니다')
    expect(err).toContain('다음에 동의하지 않았습니다: 5개를 만들까요?')
  })
})

test.each([
  [['clean'], 'none was named'],
  [['clean', '--on', 'embedded'], '--on embedded is not for this command'],
  [['start', '3-3', '--on', 'manifests'], '--on manifests'],
  [['start', '3-3', '--context', 'x'], 'Add --on kubeconfig'],
  [['start', '3-3', '--on', 'kubeconfig'], 'Contexts: netgrade.'],
])('%j is refused', async (argv, text) => {
  const { code, err } = await grade(...argv)
  expect(err).toContain(text)
  expect(code).toBe(2)
})

test('an API server that is gone is one clear message', async () => {
  served.server.close()
  const { code, out, err } = await grade('start', '3-3', '--yes', ...CONTEXT)
  expect(err).toMatch(/^grade: The cluster of context netgrade does not answer\.\n/u)
  expect([code, out]).toEqual([3, ''])
})
