import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, template, type World } from '../world.ts'

const HOST = 'kubernetes.io/hostname'
const TAINTED = '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2'
const NO_CLAIMS = 'no new claims to deallocate, preemption: 0/3 nodes are available:'
const NO_HELP = `${NO_CLAIMS} 3 Preemption is not helpful for scheduling.`
const NO_VICTIMS = `${NO_CLAIMS} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`

const term = (labels: object, more: object = {}): object => ({
  labelSelector: { matchLabels: labels },
  topologyKey: HOST,
  ...more,
})
const required = (kind: string, ...terms: readonly object[]): object => ({
  affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
})
const preferred = (kind: string, podAffinityTerm: object): object => ({
  affinity: { [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm }] } },
})
const spread = (labels: object, more: object = {}): object => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels }, ...more },
  ],
})

const put = (world: World, ...pods: readonly object[]): void => {
  for (const one of pods) {
    world.create(one)
    world.run()
  }
}
const nodeOf = (world: World, name: string) => world.get<Pod>('pods', name).spec?.nodeName
const messageOf = (world: World, name: string) => world.get<Pod>('pods', name).status?.conditions?.[0]?.message
const label = (world: World, name: string, labels: Record<string, string>): void => {
  const node = world.context.store.get('nodes', undefined, name)!
  world.context.writer.update({
    ...node,
    metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...labels } },
  })
}
const remove = (world: World, name: string): void => {
  world.context.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name })
  world.run()
}

describe("anti-affinity, in a real scheduler's words", () => {
  const apart = required('podAntiAffinity', term({ a: 'x' }))

  test('Pods that want to be apart take a node each; the third waits until one has left', () => {
    const world = createWorld()
    put(world, pod('a', { a: 'x' }, apart), pod('b', { a: 'x' }, apart), pod('c', { a: 'x' }, apart))
    expect([nodeOf(world, 'a'), nodeOf(world, 'b')].sort()).toEqual(['worker', 'worker2'])
    expect(messageOf(world, 'c')).toBe(`${TAINTED} node(s) didn't match pod anti-affinity rules. ${NO_VICTIMS}`)
    remove(world, 'a')
    expect(nodeOf(world, 'c')).toBe('worker')
  })

  test('who is there keeps others away, too', () => {
    const world = createWorld()
    put(world, pod('a', { b: 'y' }, apart), pod('b', { b: 'y' }, apart), pod('c', { a: 'x' }))
    expect([nodeOf(world, 'a'), nodeOf(world, 'b')]).toEqual(['worker', 'worker2'])
    expect(messageOf(world, 'c')).toBe(`${TAINTED} node(s) didn't satisfy existing pods anti-affinity rules. ${NO_VICTIMS}`)
  })

  test('a Pod of lower priority leaves for one that cannot be beside it', () => {
    const world = createWorld()
    put(world, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 })
    put(world, pod('a', { a: 'x' }), pod('b', { a: 'x' }))
    put(world, pod('c', {}, { ...apart, priorityClassName: 'high' }))
    world.run()
    expect(world.names('pods')).toHaveLength(2)
    expect(nodeOf(world, 'c')).toBeDefined()
  })

  test('other namespaces count where they are named, or selected', () => {
    const elsewhere: readonly (readonly [object, string | undefined])[] = [
      [{}, 'worker'],
      [{ namespaces: ['other'] }, undefined],
      [{ namespaceSelector: {} }, undefined],
      [{ namespaceSelector: { matchLabels: { no: 'one' } } }, 'worker'],
    ]
    for (const [more, expected] of elsewhere) {
      const world = createWorld()
      world.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } })
      for (const name of ['p', 'q']) {
        const other = pod(name, { a: 'x' }) as Pod
        put(world, { ...other, metadata: { ...other.metadata, namespace: 'other' } })
      }
      put(world, pod('a', {}, required('podAntiAffinity', term({ a: 'x' }, more))))
      expect(nodeOf(world, 'a')).toBe(expected)
    }
  })

  test('a preference is met where it can be', () => {
    const world = createWorld()
    put(
      world,
      pod('a', {}, { nodeSelector: { [HOST]: 'worker' } }),
      pod('b', { a: 'x' }, { nodeSelector: { [HOST]: 'worker2' } }),
    )
    put(
      world,
      pod('c', {}, preferred('podAntiAffinity', term({ a: 'x' }))),
      pod('d', {}, preferred('podAntiAffinity', term({ a: 'x' }))),
    )
    expect([nodeOf(world, 'c'), nodeOf(world, 'd')]).toEqual(['worker', 'worker'])
  })
})

describe('affinity', () => {
  test('a Pod goes where the other is, and waits for it', () => {
    const world = createWorld()
    put(world, pod('a', {}, required('podAffinity', term({ db: 'x' }))))
    expect(messageOf(world, 'a')).toBe(`${TAINTED} node(s) didn't match pod affinity rules. ${NO_HELP}`)
    put(world, pod('db', { db: 'x' }, { nodeSelector: { [HOST]: 'worker2' } }))
    expect(nodeOf(world, 'a')).toBe('worker2')
  })

  test('nodes without the label of the topology take none', () => {
    const world = createWorld()
    put(world, pod('db', { db: 'x' }), pod('a', {}, required('podAffinity', term({ db: 'x' }, { topologyKey: 'zone' }))))
    expect(messageOf(world, 'a')).toBe(`${TAINTED} node(s) didn't match pod affinity rules. ${NO_HELP}`)
  })

  test('the first of those who want to be together may go anywhere, the others follow', () => {
    const world = createWorld()
    const together = required('podAffinity', term({ a: 'x' }))
    put(world, pod('a', { a: 'x' }, together), pod('b', { a: 'x' }, together), pod('c', { a: 'x' }, together))
    expect(new Set(['a', 'b', 'c'].map((name) => nodeOf(world, name)))).toEqual(new Set(['worker']))
  })

  test('a preference, and the need of a Pod that is there, draw others', () => {
    const world = createWorld()
    put(world, pod('db', { db: 'x' }, { nodeSelector: { [HOST]: 'worker2' } }))
    put(
      world,
      pod('a', {}, preferred('podAffinity', term({ db: 'x' }))),
      pod('b', {}, required('podAffinity', term({ db: 'x' }))),
    )
    put(world, pod('db2', { db: 'x' }))
    expect(['a', 'b', 'db2'].map((name) => nodeOf(world, name))).toEqual(['worker2', 'worker2', 'worker2'])
  })

  test('labels of its own that the Pod names narrow a term', () => {
    const world = createWorld()
    const apart = required('podAntiAffinity', term({ a: 'x' }, { matchLabelKeys: ['hash'] }))
    put(world, pod('old', { a: 'x', hash: '1' }, { nodeSelector: { [HOST]: 'worker' } }))
    put(
      world,
      pod('old2', { a: 'x', hash: '1' }, { nodeSelector: { [HOST]: 'worker2' } }),
      pod('new', { a: 'x', hash: '2' }, apart),
    )
    expect(nodeOf(world, 'new')).toBe('worker')
  })
})

describe('topologySpreadConstraints', () => {
  test('as recorded: the control plane is a domain, too, so that each worker takes one Pod only', () => {
    const world = createWorld()
    const spec = {
      replicas: 6,
      selector: { matchLabels: { s: 'x' } },
      template: template('nginx', { s: 'x' }, spread({ s: 'x' })),
    }
    world.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'default' }, spec })
    world.run()
    const nodes = world.names('pods').map((name) => nodeOf(world, name))
    expect(nodes.filter((node) => node !== undefined).sort()).toEqual(['worker', 'worker2'])
    const waiting = world.names('pods').find((name) => nodeOf(world, name) === undefined)!
    expect(messageOf(world, waiting)).toBe(`${TAINTED} node(s) didn't match pod topology spread constraints. ${NO_VICTIMS}`)
  })

  test('where taints are honoured, or the Pod selects nodes, others are no domains', () => {
    for (const more of [
      spread({ s: 'x' }, { nodeTaintsPolicy: 'Honor' }),
      { ...spread({ s: 'x' }), nodeSelector: { work: 'y' } },
    ]) {
      const world = createWorld()
      for (const name of ['worker', 'worker2']) label(world, name, { work: 'y' })
      put(world, ...['a', 'b', 'c', 'd'].map((name) => pod(name, { s: 'x' }, more)))
      expect(['a', 'b', 'c', 'd'].map((name) => nodeOf(world, name))).toEqual(['worker', 'worker2', 'worker', 'worker2'])
    }
  })

  test('nodes without the label', () => {
    const world = createWorld()
    put(world, pod('a', { s: 'x' }, spread({ s: 'x' }, { topologyKey: 'zone' })))
    expect(messageOf(world, 'a')).toBe(
      `${TAINTED} node(s) didn't match pod topology spread constraints (missing required label). ${NO_HELP}`,
    )
  })

  test('fewer domains than there have to be count as one that is empty', () => {
    const world = createWorld()
    const constraint = spread({ s: 'x' }, { minDomains: 4, nodeTaintsPolicy: 'Honor' })
    put(world, ...['a', 'b', 'c'].map((name) => pod(name, { s: 'x' }, constraint)))
    expect(['a', 'b', 'c'].map((name) => nodeOf(world, name))).toEqual(['worker', 'worker2', undefined])
  })

  test('a wish only ranks the nodes', () => {
    const world = createWorld()
    for (const name of ['p', 'q']) put(world, pod(name, {}, { nodeSelector: { [HOST]: 'worker2' } }))
    put(world, pod('a', { s: 'x' }, { nodeSelector: { [HOST]: 'worker' } }))
    put(world, pod('b', { s: 'x' }, spread({ s: 'x' }, { whenUnsatisfiable: 'ScheduleAnyway' })))
    expect(nodeOf(world, 'b')).toBe('worker2')
  })
})
