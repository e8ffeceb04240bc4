// What is refused, and in which words, as a real API server answered it: requests of test/cases/refusals and test/cases/pod-resize.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import {
  answerOf,
  contentTypeOf,
  readRecorded,
  titleOf,
  wantedOf,
  type Recorded,
} from '../../../cases/refusals/read-recorded.ts'

const recorded = [...readRecorded(), ...readRecorded('pod-resize')]

/** As kubeadm's own, who is held to roles and signers as others are. */
const ADMINISTRATOR = { 'impersonate-user': 'kubernetes-admin', 'impersonate-group': 'kubeadm:cluster-admins' }

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const ask = async (request: Recorded): Promise<Pick<Recorded, 'code' | 'message'>> => {
  const { method, path, body, as } = request
  const author = as === undefined ? ADMINISTRATOR : { 'impersonate-user': as }
  const answer = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': contentTypeOf(request), ...author },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  return answerOf(answer.status, await answer.text())
}

describe('refusals', () => {
  test('there are some hundreds of requests, most of them refused', () => {
    const requests = recorded.flatMap((scenario) => scenario.requests)
    expect(requests.length).toBeGreaterThan(300)
    expect(requests.filter(({ code }) => code >= 400).length).toBeGreaterThan(250)
  })

  test.each(recorded.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, { requests }) => {
    for (const request of requests) expect.soft(await ask(request), titleOf(request)).toEqual(wantedOf(request))
  })
})
