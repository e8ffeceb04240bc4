// What is refused, and in which words, as a real API server answered it: requests of test/cases/refusals/recorded.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

interface Recorded {
  readonly method: string
  readonly path: string
  readonly body?: object
  /** Who asks; the administrator where it is absent. */
  readonly as?: string
  readonly code: number
  readonly message?: string
}

interface Scenario {
  readonly name: string
  readonly requests: readonly Recorded[]
}

const FILE = join(import.meta.dirname, '../../../cases/refusals/recorded.json')
const { recorded } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly recorded: readonly Scenario[] }

/** As kubeadm's own, who is held to roles and signers as others are. */
const ADMINISTRATOR = { 'impersonate-user': 'kubernetes-admin', 'impersonate-group': 'kubeadm:cluster-admins' }

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const ask = async ({ method, path, body, as }: Recorded): Promise<{ readonly code: number; readonly message?: string }> => {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const answer = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': type, ...(as === undefined ? ADMINISTRATOR : { 'impersonate-user': as }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const { message } = (await answer.json()) as { readonly message?: string }
  return { code: answer.status, ...(answer.status < 300 || message === undefined ? {} : { message }) }
}

describe('refusals', () => {
  test('there are some hundreds of requests, most of them refused', () => {
    const requests = recorded.flatMap((scenario) => scenario.requests)
    expect(requests.length).toBeGreaterThan(300)
    expect(requests.filter(({ code }) => code >= 400).length).toBeGreaterThan(250)
  })

  test.each(recorded.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, { requests }) => {
    for (const request of requests) {
      const { code, message } = request
      const { method, path, body } = request
      const wanted = { code, ...(message === undefined ? {} : { message }) }
      expect.soft(await ask(request), `${method} ${path} ${JSON.stringify(body)}`).toEqual(wanted)
    }
  })
})
