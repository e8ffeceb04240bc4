import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { removeCopies } from '../../../../../grader/environments/live/trial/remove-copies.ts'
import { waitForPods } from '../../../../../grader/environments/live/trial/wait-for-pods.ts'
import { bare, carryOut, changed } from '../../../../../grader/environments/live/trial/write.ts'
import type { LiveReply } from '../../../../../grader/environments/live/client.ts'
import { COPY_LABEL } from '../../../../../src/grading/repair/copy/names.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { liveCluster, type LiveCluster } from '../../support/live-cluster.ts'

let live: LiveCluster
let nowMs: number
const patience = {
  nowMs: (): number => nowMs,
  wait: (ms: number): Promise<void> => {
    nowMs += ms
    return Promise.resolve()
  },
}

beforeEach(() => {
  live = liveCluster()
  nowMs = 0
})
afterEach(() => live.cluster.stop())

const object = (kind: string, name: string, fields: object = {}, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
  ...fields,
})
const get = async (path: string): Promise<LiveReply> => live.client.ask('GET', path)

describe('an object as it would be made anew', () => {
  test('has nothing of its server or its node', () => {
    const pod = object('Pod', 'p', {
      metadata: { name: 'p', namespace: 'default', uid: 'u', resourceVersion: '7', managedFields: [], labels: { a: 'b' } },
      spec: {
        nodeName: 'n',
        priority: 0,
        ephemeralContainers: [],
        containers: [{ name: 'c' }],
        volumes: [{ name: 'kube-api-access-x' }],
      },
      status: { phase: 'Running' },
    })
    expect(bare(pod)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default', labels: { a: 'b' } },
      spec: { containers: [{ name: 'c' }] },
    })
  })

  test.each([
    [{ clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], healthCheckNodePort: 3, type: 'X' }, { type: 'X' }],
    [{ clusterIP: 'None', clusterIPs: ['None'] }, { clusterIP: 'None' }],
  ])('of a Service with %j it is %j', (spec, expected) => {
    expect(bare(object('Service', 's', { spec }))).toMatchObject({ spec: expected })
    expect(Object.keys((bare(object('Service', 's', { spec })) as { spec: object } & KubernetesObject).spec)).toEqual(
      Object.keys(expected),
    )
  })
})

describe('what is there, changed', () => {
  test('a Pod that runs gets labels, and nothing else', () => {
    const running = object('Pod', 'p', { spec: { nodeName: 'n', containers: [{ name: 'c', image: 'x' }] } })
    const wanted = object('Pod', 'p', {
      metadata: { name: 'p', labels: { a: 'b' } },
      spec: { containers: [{ name: 'c', image: 'x' }] },
    })
    expect(changed(running, wanted)).toEqual({
      ...running,
      metadata: { ...running.metadata, labels: { a: 'b' }, annotations: {} },
    })
  })

  test.each([
    [
      'keeps its address and node ports',
      { type: 'NodePort', ports: [{ port: 80 }] },
      { type: 'NodePort', ports: [{ port: 80, nodePort: 31000 }] },
      true,
    ],
    [
      'takes a node port that is asked for',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] },
      { ports: [{ nodePort: 30080 }] },
      true,
    ],
    [
      'loses them as ClusterIP',
      { type: 'ClusterIP', ports: [{ port: 80 }] },
      { type: 'ClusterIP', ports: [{ port: 80 }] },
      true,
    ],
    ['loses its address as ExternalName', { type: 'ExternalName', externalName: 'x' }, { externalName: 'x' }, false],
  ])('a Service %s', (_what, spec, expected, hasAddress) => {
    const there = object('Service', 's', {
      spec: { clusterIP: '10.96.0.9', type: 'NodePort', ports: [{ port: 80, nodePort: 31000 }] },
    })
    const next = changed(there, object('Service', 's', { spec })) as KubernetesObject & { spec: { clusterIP?: string } }
    expect(next).toMatchObject({ spec: expected })
    expect(next.spec.clusterIP).toBe(hasAddress ? '10.96.0.9' : undefined)
  })
})

describe('orders', () => {
  const map = (value: string): KubernetesObject => object('ConfigMap', 'c', { data: { value } })
  const PATH = '/api/v1/namespaces/default/configmaps/c'

  test('are carried out one after the other', async () => {
    expect(await carryOut(live.client, [{ kind: 'create', object: map('1') }], patience)).toBeUndefined()
    expect(await carryOut(live.client, [{ kind: 'update', before: map('1'), object: map('2') }], patience)).toBeUndefined()
    const { body } = await get(PATH)
    expect(body).toMatchObject({ data: { value: '2' } })
    expect(await carryOut(live.client, [{ kind: 'renew', before: map('2'), object: map('3') }], patience)).toBeUndefined()
    const renewed = (await get(PATH)).body as KubernetesObject
    expect(renewed).toMatchObject({ data: { value: '3' } })
    expect(renewed.metadata.uid).not.toBe((body as KubernetesObject).metadata.uid)
    expect(await carryOut(live.client, [{ kind: 'delete', before: map('3') }], patience)).toBeUndefined()
    expect((await get(PATH)).status).toBe(404)
  })

  test('that the server refuses end with its words, and what follows is not done', async () => {
    const bad = object('Service', 'bad', { spec: { ports: [{ port: 70_000 }] } })
    const refused = await carryOut(
      live.client,
      [
        { kind: 'create', object: bad },
        { kind: 'create', object: map('1') },
      ],
      patience,
    )
    expect(refused).toMatch(/^service\/bad \(default\): .*must be between 1 and 65535/u)
    expect((await get(PATH)).status).toBe(404)
  })

  test.each(['update', 'renew', 'delete'] as const)('to %s what is gone are refused', async (kind) => {
    const write = kind === 'delete' ? { kind, before: map('1') } : { kind, before: map('1'), object: map('2') }
    expect(await carryOut(live.client, [write], patience)).toBe('configmap/c (default): not found')
  })

  test('that meet somebody else’s are given again, a few times', async () => {
    await carryOut(live.client, [{ kind: 'create', object: map('1') }], patience)
    let conflicts = 2
    live.answer = ({ method }) =>
      method === 'PUT' && conflicts-- > 0 ? { status: 409, body: { message: 'the object has been modified' } } : undefined
    const write = { kind: 'update', before: map('1'), object: map('2') } as const
    expect(await carryOut(live.client, [write], patience)).toBeUndefined()
    live.answer = ({ method }) =>
      method === 'PUT' ? { status: 409, body: { message: 'the object has been modified' } } : undefined
    expect(await carryOut(live.client, [write], patience)).toContain('has been modified')
    expect(live.orders.filter(({ method }) => method === 'PUT')).toHaveLength(3 + 5)
  })
})

describe('waiting for Pods', () => {
  const pod = (name: string, ready: boolean, more: object = {}): object => ({
    metadata: { name, namespace: 'a', uid: name, ...more },
    spec: { containers: [] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ restartCount: 0 }],
    },
  })
  const wait = (lists: readonly (readonly object[])[], aborted = false, atLeast = 1): Promise<readonly string[]> => {
    let at = 0
    live.answer = () => ({ status: 200, body: { items: lists[Math.min(at++, lists.length - 1)] ?? [] } })
    const controller = new AbortController()
    if (aborted) controller.abort()
    return waitForPods(live.client, { namespaces: ['a'], atLeast, patience, signal: controller.signal })
  }

  test('ends once all are there and ready', async () => {
    expect(await wait([[], [pod('x', false)], [pod('x', true)]])).toEqual([])
    expect(nowMs).toBe(2 * 500 + 1500)
  })

  test('takes one that is on its way out for one that is not ready', async () => {
    expect(await wait([[pod('x', true, { deletionTimestamp: '2026-01-01T00:00:00Z' })], [pod('y', true)]])).toEqual([])
  })

  test('gives up on what does not change, and names it', async () => {
    expect(await wait([[pod('x', false), pod('y', true)]])).toEqual(['a/x'])
    expect(nowMs).toBeLessThan(15_000)
  })

  test('gives up on what changes for ever', async () => {
    const lists = Array.from({ length: 500 }, (_, index) => [pod(`x-${index}`, false)])
    expect(await wait(lists)).toHaveLength(1)
    expect(nowMs).toBeLessThan(65_000)
  })

  test('is nothing where somebody interrupts', async () => {
    expect(await wait([[pod('x', false)]], true)).toEqual(['a/x'])
    expect(nowMs).toBe(0)
  })
})

describe('copies are removed', () => {
  const namespace = (name: string, run: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [COPY_LABEL]: run } },
  })
  const names = (objects: readonly KubernetesObject[]): unknown => objects.map(({ metadata }) => metadata.name)

  test('those of one run, or all; Pods do not keep them', async () => {
    for (const one of [namespace('one', 'r1'), namespace('two', 'r2'), namespace('three', 'r2')])
      await live.client.ask('POST', '/api/v1/namespaces', one)
    const real = {
      nowMs: () => performance.now(),
      wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    }
    expect(names(await removeCopies(live.client, real, 'r1'))).toEqual(['one'])
    expect((await get('/api/v1/namespaces/one')).status).toBe(404)
    expect((await get('/api/v1/namespaces/two')).status).toBe(200)
    expect(names(await removeCopies(live.client, real))).toEqual(expect.arrayContaining(['two', 'three']))
    expect(live.orders).toContainEqual({ method: 'DELETE', path: '/api/v1/namespaces/two/pods?gracePeriodSeconds=0' })
    expect(await removeCopies(live.client, real)).toEqual([])
  })

  test('and one that stays is told', async () => {
    const stuck = { ...namespace('stuck', 'r1'), status: { conditions: [{ status: 'True', message: 'finalizers' }] } }
    live.answer = ({ method, path }) =>
      path.includes('labelSelector')
        ? { status: 200, body: { items: [stuck] } }
        : { status: 200, body: method === 'GET' ? stuck : {} }
    await expect(removeCopies(live.client, patience)).rejects.toMatchObject({
      code: 'namespace-stuck',
      detail: { name: 'stuck' },
    })
  })
})
