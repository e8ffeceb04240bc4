import { KubeConfig } from '@kubernetes/client-node'
import { describe, expect, test } from 'vitest'
import type { LiveClient, LiveReply } from '../../../../../grader/environments/live/client.ts'
import { remove, removeLeftovers } from '../../../../../grader/environments/live/observe/leftovers.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'

const clientOf = (answer: (method: string, path: string) => LiveReply): { client: LiveClient; asked: string[] } => {
  const asked: string[] = []
  const ask = (method: string, path: string): Promise<LiveReply> => {
    asked.push(`${method} ${path}`)
    return Promise.resolve(answer(method, path))
  }
  return { asked, client: { config: new KubeConfig(), typed: typedFor('far'), ask } }
}
const listOf = (...names: readonly unknown[]): LiveReply => ({
  status: 200,
  body: { items: names.map((name) => ({ metadata: { name, namespace: 'shop' } })) },
})

describe('what probes have left', () => {
  test('is found by its label in all namespaces, removed without a grace period, and told', async () => {
    const { client, asked } = clientOf((method, path) => {
      if (method === 'DELETE') return { status: 200, body: {} }
      return path.startsWith('/api/v1/pods') ? listOf('netgrade-probe-1') : listOf('netgrade-probes')
    })
    expect(await removeLeftovers(client)).toEqual([
      { kind: 'Pod', namespace: 'shop', name: 'netgrade-probe-1' },
      { kind: 'ConfigMap', namespace: 'shop', name: 'netgrade-probes' },
    ])
    expect(asked).toEqual([
      'GET /api/v1/pods?labelSelector=netgrade.io%2Fprobe',
      'GET /api/v1/configmaps?labelSelector=netgrade.io%2Fprobe',
      'DELETE /api/v1/namespaces/shop/pods/netgrade-probe-1?gracePeriodSeconds=0&propagationPolicy=Background',
      'DELETE /api/v1/namespaces/shop/configmaps/netgrade-probes?gracePeriodSeconds=0&propagationPolicy=Background',
    ])
  })

  test.each([
    ['nothing', { items: [] }],
    ['nothing that is an object', { items: ['x', { metadata: 'y' }, { metadata: { name: 'only' } }] }],
  ])('may be %s', async (_what, body) => {
    expect(await removeLeftovers(clientOf(() => ({ status: 200, body })).client)).toEqual([])
  })

  test.each([
    [403, { message: 'forbidden' }, 'cluster-refused'],
    [401, { message: 'Unauthorized' }, 'credentials-refused'],
    [200, { no: 'list' }, 'cluster-refused'],
    [200, 'text', 'cluster-refused'],
  ])('is a problem where the server says %d', async (status, body, code) => {
    await expect(removeLeftovers(clientOf(() => ({ status, body })).client)).rejects.toMatchObject({ code })
  })

  test('that is gone already is no matter; a refusal is', async () => {
    const one = { kind: 'Pod', namespace: 'a', name: 'b' } as const
    await remove(clientOf(() => ({ status: 404, body: {} })).client, [one])
    await expect(remove(clientOf(() => ({ status: 403, body: {} })).client, [one])).rejects.toMatchObject({
      code: 'cluster-refused',
    })
  })
})
