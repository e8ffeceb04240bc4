import { describe, expect, test, vi } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import type { Event, Pod } from '../../../../src/kubernetes/generated/types.ts'
import { apply, create, logs, pod, read, state } from '../support/one-cluster.ts'

const events = (cluster: Cluster): readonly string[] =>
  cluster.store.list('events').map((event) => `${(event as Event).reason}: ${(event as Event).message}`)

/** Lets time pass in small steps, in each of which scripts come to their next wait. */
const pass = async (cluster: Cluster, ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 125) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(125)
  }
  await cluster.settle(0)
}

const remove = (cluster: Cluster, name: string): void => {
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name })
}

const exists = (cluster: Cluster, name: string): boolean => cluster.store.get('pods', 'default', name) !== undefined

describe('how containers are stopped', () => {
  const scripts = [
    'trap "echo bye; exit 0" TERM; while :; do sleep 1; done',
    'trap "echo bye; exit 0" TERM; sleep 1000 & wait',
    'trap "echo bye" TERM; sleep 1000 & wait $!; echo $?; exit 3',
  ]
  test.each(scripts)('a script that traps SIGTERM ends as it says: %s', async (script) => {
    const cluster = create()
    const container = { command: ['sh', '-c', script], image: 'busybox' }
    apply(cluster, pod('box', 'busybox', { container, spec: { restartPolicy: 'Never' } }))
    await pass(cluster, 3_000)
    const ended: unknown[] = []
    cluster.store.subscribe(() => {
      const box = cluster.store.get('pods', 'default', 'box') as Pod | undefined
      ended.push(box?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode)
    })
    remove(cluster, 'box')
    await pass(cluster, 3_000)
    expect(exists(cluster, 'box')).toBe(false)
    expect(ended.findLast((code) => code !== undefined)).toBe(script.endsWith('3') ? 3 : 0)
  })

  test('one that traps SIGTERM and goes on is killed when the grace period is over', async () => {
    const cluster = create()
    const container = { command: ['sh', '-c', 'trap "echo no" TERM; while :; do sleep 1; done'] }
    apply(cluster, pod('box', 'busybox', { container, spec: { terminationGracePeriodSeconds: 10 } }))
    await pass(cluster, 3_000)
    remove(cluster, 'box')
    await pass(cluster, 8_000)
    expect(exists(cluster, 'box')).toBe(true)
    await pass(cluster, 4_000)
    expect(exists(cluster, 'box')).toBe(false)
  })

  test('a preStop hook comes first: the server serves as long as it takes', async () => {
    const cluster = create()
    const lifecycle = { preStop: { sleep: { seconds: 5 } } }
    apply(cluster, pod('web', 'nginx', { container: { lifecycle } }))
    await pass(cluster, 2_000)
    remove(cluster, 'web')
    await pass(cluster, 4_000)
    expect(state(cluster, 'web')).toMatchObject({ ready: true, state: { running: {} } })
    await pass(cluster, 2_000)
    expect(exists(cluster, 'web')).toBe(false)
    expect(events(cluster)).toContain('Killing: Stopping container c')
  })

  test('a preStop hook that fails is told, and takes no longer than the grace period', async () => {
    const cluster = create()
    const hook = (command: readonly string[]): object => ({ preStop: { exec: { command } } })
    apply(
      cluster,
      pod('fails', 'nginx', { container: { lifecycle: hook(['sh', '-c', 'exit 7']) } }),
      pod('long', 'nginx', { container: { lifecycle: hook(['sleep', '60']) }, spec: { terminationGracePeriodSeconds: 3 } }),
    )
    await pass(cluster, 2_000)
    remove(cluster, 'fails')
    remove(cluster, 'long')
    await pass(cluster, 1_000)
    expect(events(cluster)).toContain('FailedPreStopHook: PreStopHook failed')
    expect([exists(cluster, 'fails'), exists(cluster, 'long')]).toEqual([false, true])
    await pass(cluster, 3_000)
    expect(exists(cluster, 'long')).toBe(false)
  })

  test('a process that does not listen to SIGTERM is killed after a second', async () => {
    const cluster = create()
    apply(cluster, pod('deaf', 'busybox', { container: { command: ['sleep', '1000'] } }))
    await pass(cluster, 2_000)
    remove(cluster, 'deaf')
    await pass(cluster, 500)
    expect(exists(cluster, 'deaf')).toBe(true)
    await pass(cluster, 1_000)
    expect(exists(cluster, 'deaf')).toBe(false)
  })

  test('a postStart hook that fails ends its container', async () => {
    const cluster = create()
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'exit 3'] } } }
    apply(cluster, pod('web', 'nginx', { container: { lifecycle }, spec: { restartPolicy: 'Never' } }))
    await pass(cluster, 2_000)
    expect(read(cluster, 'web').status?.phase).toBe('Succeeded')
    expect(events(cluster)).toEqual(
      expect.arrayContaining(['FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']),
    )
  })

  test('hooks that ask a server are sent, and what it answers does not matter', async () => {
    const cluster = create()
    const get = (path: string, port: number | string): object => ({ httpGet: { path, port } })
    const ports = [{ name: 'http', containerPort: 80 }]
    const lifecycle = { postStart: get('started', 'http'), preStop: get('/stopping', 80) }
    apply(cluster, pod('web', 'nginx', { container: { lifecycle, ports } }))
    await pass(cluster, 2_000)
    // What parses requests is loaded in real time.
    await vi.waitFor(async () => expect(await logs(cluster, 'web')).toMatch(/"GET \/started HTTP\/1\.1" 404/u))
    expect(state(cluster, 'web')).toMatchObject({ ready: true, restartCount: 0 })
    const lines: string[] = []
    const following = cluster.runtime.logs({ namespace: 'default', name: 'web' }, { follow: true })
    if (!(Symbol.asyncIterator in following)) throw new Error('no log')
    const reading = (async () => {
      for await (const chunk of following) lines.push(new TextDecoder().decode(chunk))
    })()
    remove(cluster, 'web')
    await pass(cluster, 2_000)
    await reading
    expect(lines.join('')).toMatch(/"GET \/stopping HTTP\/1\.1" 404/u)
    expect(events(cluster).filter((event) => event.startsWith('Failed'))).toEqual([])
  })

  test('a hook that asks where nobody listens fails', async () => {
    const cluster = create()
    const lifecycle = { postStart: { httpGet: { path: '/', port: 81 } } }
    apply(cluster, pod('web', 'nginx', { container: { lifecycle }, spec: { restartPolicy: 'Never' } }))
    await pass(cluster, 2_000)
    expect(events(cluster)).toContain('FailedPostStartHook: PostStartHook failed')
  })

  test('sidecars end after the last ordinary container', async () => {
    const cluster = create()
    const initContainers = [{ name: 's', image: 'nginx', restartPolicy: 'Always' }]
    apply(
      cluster,
      pod('job', 'busybox', {
        container: { command: ['sleep', '2'] },
        spec: { restartPolicy: 'Never', initContainers },
      }),
    )
    await pass(cluster, 1_000)
    expect(read(cluster, 'job').status?.phase).toBe('Running')
    await pass(cluster, 4_000)
    expect(read(cluster, 'job').status).toMatchObject({
      phase: 'Succeeded',
      initContainerStatuses: [{ name: 's', restartCount: 0, state: { terminated: { exitCode: 0 } } }],
    })
    expect(events(cluster)).toContain('Killing: Stopping container s')
  })

  test('a Pod whose time is over fails', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx', { spec: { activeDeadlineSeconds: 3 } }))
    await pass(cluster, 2_000)
    expect(read(cluster, 'web').status?.phase).toBe('Running')
    await pass(cluster, 3_000)
    const message = 'Pod was active on the node longer than the specified deadline'
    expect(read(cluster, 'web').status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message })
    expect(state(cluster, 'web')).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 0 } } })
    expect(events(cluster)).toContain(`DeadlineExceeded: ${message}`)
  })
})

describe('probes that are commands', () => {
  const probed = (command: readonly string[], more: object = {}): object => ({
    readinessProbe: { exec: { command }, periodSeconds: 1, ...more },
  })

  test.each<[string, readonly string[], string]>([
    ['what the command prints', ['sh', '-c', 'echo out; echo err >&2; exit 3'], 'Readiness probe failed: out\nerr\n'],
    ['nothing where it prints nothing', ['false'], 'Readiness probe failed: '],
    [
      'its time limit',
      ['sh', '-c', 'sleep 5'],
      'Readiness probe failed: command timed out: "sh -c sleep 5" timed out after 1s',
    ],
  ])('that fail tell %s', async (_what, command, message) => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx', { container: probed(command) }))
    await pass(cluster, 5_000)
    expect(events(cluster).filter((event) => event.startsWith('Unhealthy'))).toEqual([`Unhealthy: ${message}`])
    expect(state(cluster, 'web')?.ready).toBe(false)
  })

  test('that have no such program say so, and their output is in no log', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'busybox', { container: { command: ['sleep', '99'], ...probed(['nosuch']) } }))
    await pass(cluster, 3_000)
    expect(events(cluster).find((event) => event.startsWith('Unhealthy'))).toMatch(
      /^Unhealthy: Readiness probe errored and resulted in unknown state: rpc error: .*exec: "nosuch": executable file not found/u,
    )
    apply(cluster, pod('fine', 'busybox', { container: { command: ['sleep', '99'], ...probed(['echo', 'hi']) } }))
    await pass(cluster, 3_000)
    expect(state(cluster, 'fine')?.ready).toBe(true)
    expect(
      cluster.store
        .list('events')
        .filter((event) => (event as Event).involvedObject.name === 'fine' && (event as Event).type === 'Warning'),
    ).toEqual([])
  })
})
