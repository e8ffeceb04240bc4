import { Exec, KubeConfig } from '@kubernetes/client-node'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from '../../../../../grader/terminal/problem.ts'
import type { LiveClient, LiveReply } from '../../../../../grader/environments/live/client.ts'
import { createPlaces, isPlace, type Client, type Places } from '../../../../../grader/environments/live/observe/places.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'
import { runInContainer, type Command, type CommandOutput } from '../../../../../grader/environments/live/run-in-container.ts'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../../../src/kubernetes/guards.ts'
import type { Snapshot, Source } from '../../../../../src/network/model.ts'
import { clusterOf } from '../../../../cases/read-case.ts'

vi.mock('../../../../../grader/environments/live/run-in-container.ts', () => ({ runInContainer: vi.fn() }))

/** Containers with a shell. */
let shells: Set<string>
/** What was asked of the server, and what it says in place of yes. */
let asked: string[]
let answer: (order: string) => LiveReply | undefined
const ran: Command[] = []

const output = (exitCode: number): CommandOutput => ({ stdout: '', stderr: '', exitCode })

beforeEach(() => {
  shells = new Set()
  asked = []
  ran.length = 0
  answer = () => undefined
  vi.mocked(runInContainer).mockImplementation((_exec, command) => {
    ran.push(command)
    return Promise.resolve(shells.has(command.container) ? output(0) : undefined)
  })
})

/** A Pod in which every container runs. */
const running = (path: string): object => {
  const names = ['probe', 'netgrade-probe-r1']
  const states = names.map((name) => ({ name, state: { running: {} } }))
  return {
    metadata: { name: path.split('/').at(-1) },
    status: { containerStatuses: states, ephemeralContainerStatuses: states },
  }
}

const client: LiveClient = {
  config: new KubeConfig(),
  typed: typedFor('far'),
  ask: (method, path) => {
    const order = `${method} ${path}`
    asked.push(order)
    const told = answer(order)
    if (told !== undefined) return Promise.resolve(told)
    return Promise.resolve(
      method === 'POST' ? { status: 201, body: { metadata: { uid: 'u' } } } : { status: 200, body: running(path) },
    )
  },
}

const places = (namespaceOf = (name: string): string => name): Places =>
  createPlaces({ client, exec: new Exec(client.config), image: 'busybox', run: 'r1', namespaceOf })

const base = clusterOf(`
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: main, image: nginx }, { name: side, image: busybox }] }
---
apiVersion: v1
kind: Pod
metadata: { name: thought, namespace: shop, labels: { app: thought } }
spec: { containers: [{ name: c, image: busybox }] }
`)
const withUids: Snapshot = {
  ...base,
  objects: base.objects.map((object) => {
    if (!isPod(object)) return object
    const { uid: _uid, ...metadata } = object.metadata
    const pod: Pod = { ...object, metadata: object.metadata.name === 'web' ? { ...metadata, uid: 'web-uid' } : metadata }
    return pod
  }),
}
const of = (from: Source): Client => ({ from, snapshot: withUids, namespace: 'default' })
const WEB = { pod: { namespace: 'shop', name: 'web' } }
const THOUGHT = { pod: { namespace: 'shop', name: 'thought' } }

describe('a client that is there', () => {
  test('asks from its first container that has a shell', async () => {
    shells.add('side')
    expect(await places().of(of(WEB))).toEqual({ kind: 'own-pod', ...WEB, container: 'side' })
    expect(asked).toEqual([])
  })

  test('without a shell gets an ephemeral container, once; at the end that is told to go', async () => {
    const all = places()
    const expected = { kind: 'ephemeral-container', ...WEB, container: 'netgrade-probe-r1' }
    expect(await all.of(of(WEB))).toEqual(expected)
    expect(await all.of(of(WEB))).toEqual(expected)
    expect(asked.filter((order) => order.startsWith('PATCH'))).toHaveLength(1)
    await all.cleanUp()
    expect(ran.at(-1)).toMatchObject({ ...WEB, container: 'netgrade-probe-r1' })
    expect(asked.some((order) => order.startsWith('DELETE'))).toBe(false)
  })

  test('with programs of no use gets one beside them', async () => {
    shells.add('main')
    const all = places()
    const own = await all.of(of(WEB))
    expect(isPlace(own)).toBe(true)
    if (isPlace(own)) expect(await all.beside(own)).toMatchObject({ kind: 'ephemeral-container' })
  })

  test('in a copy is asked there', async () => {
    shells.add('main')
    const found = await places((name) => `copy-${name}`).of(of(WEB))
    expect(found).toMatchObject({ pod: { namespace: 'copy-shop', name: 'web' } })
  })

  test.each([
    ['the server refuses it', { status: 403, body: { message: 'forbidden' } }, 'PATCH', 'forbidden'],
    ['its Pod is gone', { status: 404, body: { message: 'pods "web" not found' } }, 'GET', 'pods "web" not found'],
    [
      'its image is not there',
      {
        status: 200,
        body: {
          status: {
            ephemeralContainerStatuses: [
              { name: 'netgrade-probe-r1', state: { waiting: { reason: 'ErrImagePull', message: 'no' } } },
            ],
          },
        },
      },
      'GET',
      'ErrImagePull: no',
    ],
    [
      'it ends at once',
      {
        status: 200,
        body: {
          status: { ephemeralContainerStatuses: [{ name: 'netgrade-probe-r1', state: { terminated: { reason: 'Error' } } }] },
        },
      },
      'GET',
      'Error',
    ],
    [
      'its Pod fails',
      { status: 200, body: { status: { phase: 'Failed', reason: 'Evicted', message: 'full' } } },
      'GET',
      'Evicted full',
    ],
  ])('has no place where %s', async (_what, reply, method, detail) => {
    answer = (order) => (order.startsWith(method) ? reply : undefined)
    expect(await places().of(of(WEB))).toEqual({ detail })
  })

  test('is waited for', async () => {
    let waiting = 2
    answer = (order) => (order.startsWith('GET') && waiting-- > 0 ? { status: 200, body: { status: {} } } : undefined)
    expect(await places().of(of(WEB))).toMatchObject({ kind: 'ephemeral-container' })
  })
})

describe('a client that was only thought of', () => {
  test('is a Pod of our own, with its labels, that belongs to a ConfigMap; both go at the end', async () => {
    const all = places()
    expect(await all.of(of(THOUGHT))).toEqual({
      kind: 'probe-pod',
      pod: { namespace: 'shop', name: 'netgrade-probe-r1-1' },
      container: 'probe',
    })
    expect(await all.of(of(THOUGHT))).toMatchObject({ pod: { name: 'netgrade-probe-r1-1' } })
    await all.cleanUp()
    expect(asked.filter((order) => order.startsWith('DELETE')).map((order) => order.split('?')[0])).toEqual([
      'DELETE /api/v1/namespaces/shop/configmaps/netgrade-probes-r1',
      'DELETE /api/v1/namespaces/shop/pods/netgrade-probe-r1-1',
    ])
    await all.cleanUp()
    expect(asked.filter((order) => order.startsWith('DELETE'))).toHaveLength(2)
  })

  test('that is a node stands on its network, in the namespace that is named', async () => {
    expect(await places().of(of({ node: 'n1' }))).toMatchObject({ kind: 'probe-pod', pod: { namespace: 'default' } })
  })

  test.each([
    ['no owner can be made', 'configmaps', { status: 403, body: { message: 'no configmaps' } }, 'no configmaps'],
    ['its owner is nobody', 'configmaps', { status: 201, body: 'text' }, 'HTTP 201'],
    ['no Pod can be made', 'pods', { status: 422, body: { message: 'invalid' } }, 'invalid'],
  ])('has no place where %s', async (_what, resource, reply, detail) => {
    answer = (order) => (order.startsWith('POST') && order.endsWith(resource) ? reply : undefined)
    expect(await places().of(of(THOUGHT))).toEqual({ detail })
  })

  test('has no place where its Pod does not run', async () => {
    answer = (order) =>
      order.startsWith('GET') ? { status: 200, body: { status: { phase: 'Failed', reason: 'NodeAffinity' } } } : undefined
    expect(await places().of(of(THOUGHT))).toEqual({ detail: 'NodeAffinity' })
  })

  test('is not made any more once everything is cleaned up', async () => {
    const all = places()
    const asking = all.of(of(THOUGHT))
    await all.cleanUp()
    expect(await asking).toEqual({ detail: '' })
    expect(asked.filter((order) => order.endsWith('/pods'))).toEqual([])
  })
})

test.each<[Source, string]>([
  [{ outside: '203.0.113.7' }, ''],
  [{ pod: { namespace: 'shop', name: 'none' } }, 'pods "none" not found'],
])('%j has none', async (from, detail) => {
  expect(await places().of(of(from))).toEqual({ detail })
})

test('a server that is gone before everything is removed is told so, where something was made', async () => {
  const all = places()
  await all.of(of(THOUGHT))
  const gone = vi.spyOn(client, 'ask').mockRejectedValue(new Problem('cluster-unreachable', { reason: 'ECONNREFUSED' }))
  await expect(all.cleanUp()).rejects.toMatchObject({ code: 'cluster-lost', detail: { reason: 'ECONNREFUSED' } })
  await expect(places().cleanUp()).resolves.toBeUndefined()
  gone.mockRestore()
})
