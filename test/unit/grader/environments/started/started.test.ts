import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { Patience } from '../../../../../grader/environments/started/ask.ts'
import { makeStart, needsOf, planStart } from '../../../../../grader/environments/started/prepare.ts'
import { planRemoval, planWipe, remove, type Removal } from '../../../../../grader/environments/started/remove.ts'
import {
  NAMESPACED,
  NAMESPACES,
  TASK_LABEL,
  resourceOf,
  tellObject,
} from '../../../../../grader/environments/started/resources.ts'
import type { Preparation } from '../../../../../grader/environments/environment.ts'
import { drawsOf } from '../../../../../src/course/check/check-variants.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { readWholeSource } from '../../../../../src/node/read-files.ts'
import { liveCluster, type LiveCluster } from '../../support/live-cluster.ts'

const object = (kind: string, name: string, namespace?: string, rest: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
})

const pod = (name: string, namespace: string): KubernetesObject =>
  object('Pod', name, namespace, { spec: { containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '1d'] }] } })
const config = (name: string, namespace: string): KubernetesObject => object('ConfigMap', name, namespace, { data: {} })

const START = [object('Namespace', 'shop'), pod('client', 'shop'), pod('visitor', 'default')]

let live: LiveCluster
let nowMs: number
const patience: Patience = {
  nowMs: () => nowMs,
  wait: async (ms) => {
    nowMs += ms
    await live.cluster.settle()
    await new Promise((resolve) => setTimeout(resolve, 5))
  },
}

beforeEach(() => {
  live = liveCluster()
  nowMs = 0
})
afterEach(() => live.cluster.stop())

const start = async (task = '3-3'): Promise<Preparation> =>
  makeStart(live.client, task, { planned: await planStart(live.client, START, patience), patience })
const told = ({ objects, namespaces, kept }: Removal): object => ({
  objects: objects.map(tellObject),
  namespaces: namespaces.map(tellObject),
  kept: kept.map(({ namespace, others }) => [namespace.metadata.name, ...others.map(tellObject)]),
})
const clean = async (task?: string): Promise<object> => {
  const removal = await planRemoval(live.client, task)
  await remove(live.client, removal, patience)
  return told(removal)
}
const names = (resource: string, namespace: string): readonly string[] =>
  live.cluster.store.list(resource, namespace).map(({ metadata }) => metadata.name ?? '')

describe('a start state on a real cluster', () => {
  test('is made and marked, and again nothing is', async () => {
    expect(await start()).toEqual({
      lines: ['namespace/shop created', 'pod/client (shop) created', 'pod/visitor (default) created'],
      refusals: [],
    })
    expect(live.cluster.store.get('pods', 'shop', 'client')?.metadata.labels).toEqual({ [TASK_LABEL]: '3-3' })
    const writes = live.orders.filter(({ method, path }) => method === 'POST' && !path.includes('reviews')).length
    expect((await start()).lines).toEqual([
      'namespace/shop unchanged',
      'pod/client (shop) unchanged',
      'pod/visitor (default) unchanged',
    ])
    expect(live.orders.filter(({ method, path }) => method === 'POST' && !path.includes('reviews')).length).toBe(writes)
    expect(live.orders.some(({ method }) => method === 'PATCH' || method === 'DELETE')).toBe(false)
  })

  test('leaves what stands there under its names as it is, without a mark', async () => {
    live.cluster.apply(pod('visitor', 'default'))
    expect((await start()).lines).toContain('pod/visitor (default) unchanged')
    expect(live.cluster.store.get('pods', 'default', 'visitor')?.metadata.labels?.[TASK_LABEL]).toBeUndefined()
    await clean()
    expect(names('pods', 'default')).toEqual(['visitor'])
  })

  test('asks for permissions before it asks for anything else, once each, in the namespaces of the task only', async () => {
    expect(needsOf(START)).toEqual([
      { verb: 'get', resource: 'namespaces' },
      { verb: 'create', resource: 'namespaces' },
      { verb: 'get', resource: 'pods', namespace: 'shop' },
      { verb: 'create', resource: 'pods', namespace: 'shop' },
      { verb: 'get', resource: 'pods', namespace: 'default' },
      { verb: 'create', resource: 'pods', namespace: 'default' },
    ])
    live.answer = ({ path, body }) =>
      path.includes('selfsubjectaccessreviews') && JSON.stringify(body).includes('"create"')
        ? { status: 201, body: { status: { allowed: false } } }
        : undefined
    await expect(planStart(live.client, START, patience)).rejects.toMatchObject({
      code: 'permissions-missing',
      detail: { lacking: 'create namespaces, create pods in shop, create pods in default' },
    })
    expect(live.orders.every(({ path }) => path.includes('selfsubjectaccessreviews'))).toBe(true)
  })

  test('tells what the server refuses, and makes the rest', async () => {
    live.answer = ({ method, path }) =>
      method === 'POST' && path === '/api/v1/namespaces/shop/pods'
        ? { status: 403, body: { message: 'exceeded quota: pods' } }
        : undefined
    expect(await start()).toEqual({
      lines: ['namespace/shop created', 'pod/visitor (default) created'],
      refusals: ['pod/client (shop): exceeded quota: pods'],
    })
  })

  test('waits for the ServiceAccount of a new namespace, but not for ever', async () => {
    let left = 3
    live.answer = ({ method, path }) =>
      method === 'POST' && path.endsWith('/shop/pods') && left-- > 0
        ? {
            status: 403,
            body: {
              message:
                'pods "client" is forbidden: error looking up service account shop/default: serviceaccount "default" not found',
            },
          }
        : undefined
    expect((await start()).refusals).toEqual([])
    live.cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'client' }, { gracePeriodSeconds: 0 })
    left = Infinity
    expect((await start()).refusals).toHaveLength(1)
  })

  test('credentials that expire meanwhile are told as such', async () => {
    live.answer = ({ method, path }) =>
      method === 'POST' && path.endsWith('/pods') ? { status: 401, body: { message: 'Unauthorized' } } : undefined
    await expect(start()).rejects.toMatchObject({ code: 'credentials-refused', exitCode: 3 })
  })

  test('a namespace on its way out is waited for; one that stays is told with what keeps it', async () => {
    const going = (conditions: readonly object[]): object => ({
      metadata: { name: 'shop', uid: 'u', deletionTimestamp: '2026-01-01T00:00:00Z' },
      status: { phase: 'Terminating', conditions },
    })
    let left = 5
    live.answer = ({ method, path }) =>
      method === 'GET' && path === '/api/v1/namespaces/shop' && left-- > 0 ? { status: 200, body: going([]) } : undefined
    expect((await start()).lines).toContain('namespace/shop created')

    const message = 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances'
    live.answer = ({ path }) =>
      path === '/api/v1/namespaces/shop'
        ? {
            status: 200,
            body: going([
              { type: 'NamespaceFinalizersRemaining', status: 'True', message },
              { type: 'x', status: 'False' },
            ]),
          }
        : undefined
    await expect(planStart(live.client, START, patience)).rejects.toMatchObject({
      code: 'namespace-stuck',
      exitCode: 3,
      detail: { name: 'shop', reason: message },
    })
  })
})

describe('clean', () => {
  test('removes what carries the mark, and nothing else', async () => {
    live.cluster.apply(config('mine', 'default'))
    await start()
    expect(await clean()).toEqual({
      objects: ['pod/visitor (default)', 'pod/client (shop)'],
      namespaces: ['namespace/shop'],
      kept: [],
    })
    expect(names('configmaps', 'default')).toContain('mine')
    expect(live.cluster.store.get('namespaces', undefined, 'shop')).toBeUndefined()
    expect(await clean()).toEqual({ objects: [], namespaces: [], kept: [] })
  })

  test('keeps a namespace that others have something in', async () => {
    await start()
    live.cluster.apply(config('theirs', 'shop'))
    expect(await clean()).toMatchObject({ namespaces: [], kept: [['shop', 'configmap/theirs (shop)']] })
    expect(names('pods', 'shop')).toEqual([])
    expect(names('configmaps', 'shop')).toContain('theirs')
  })

  test('of one section leaves what other sections have', async () => {
    await start('3-3')
    await makeStart(live.client, '2-2', { planned: [{ object: config('other', 'shop'), existing: undefined }], patience })
    expect(await clean('3-3')).toMatchObject({ namespaces: [], kept: [['shop', 'configmap/other (shop)']] })
    expect(await clean('2-2')).toMatchObject({ objects: ['configmap/other (shop)'], namespaces: [] })
    expect(await clean()).toMatchObject({ namespaces: ['namespace/shop'] })
  })

  test('says what stays in spite of it', async () => {
    await start()
    live.answer = ({ method, path }) => (method === 'DELETE' && path.includes('/pods/') ? { status: 200, body: {} } : undefined)
    await expect(clean()).rejects.toMatchObject({ code: expect.stringMatching(/-stuck$/u) as string, exitCode: 3 })
    expect(nowMs).toBeGreaterThanOrEqual(60_000)
    expect(nowMs).toBeLessThan(62_000)
  })
})

test('a wipe empties the task’s namespaces, whoever filled them, and no other', async () => {
  await start()
  live.cluster.apply(object('Namespace', 'elsewhere'))
  for (const namespace of ['default', 'shop', 'elsewhere']) live.cluster.apply(config('work', namespace))
  const removal = await planWipe(live.client, ['default', 'shop', 'nowhere'])
  await remove(live.client, removal, patience)
  expect(names('configmaps', 'default')).toEqual(['kube-root-ca.crt'])
  expect(names('services', 'default')).toEqual(['kubernetes'])
  expect(live.cluster.store.get('namespaces', undefined, 'shop')).toBeUndefined()
  expect(names('configmaps', 'elsewhere')).toContain('work')
})

test('every kind of every start state is one that is cleaned', () => {
  const known = new Set([NAMESPACES, ...NAMESPACED].map(({ name }) => name))
  const root = join(import.meta.dirname, '../../../../../tasks')
  const starts = ['2-2', '2-3', '3-3', '4-2', '5-2'].flatMap((id) =>
    drawsOf(readWholeSource(join(root, id), id)).flatMap(({ task }) => task.start),
  )
  expect(starts.length).toBeGreaterThan(30)
  for (const one of starts) expect(known).toContain(resourceOf(one).name)
})
