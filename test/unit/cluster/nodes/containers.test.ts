import { describe, expect, test } from 'vitest'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import { create, apply, debug, pod, service, read, state, logs } from '../support/one-cluster.ts'

describe('how containers end', () => {
  test('a Pod that is to run once ends with its exit code and keeps its output', async () => {
    const cluster = create()
    apply(
      cluster,
      pod('once', 'busybox:1.28', {
        spec: { restartPolicy: 'Never' },
        container: { args: ['sh', '-c', 'echo hello; exit 3'] },
      }),
    )
    await cluster.settle()
    expect(read(cluster, 'once').status?.phase).toBe('Failed')
    expect(state(cluster, 'once')?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
    expect(await logs(cluster, 'once')).toBe('hello\n')
  })

  test('a crashed container is shown as ended until its kubelet looks again, and counts a restart when it runs again', async () => {
    const cluster = create()
    apply(cluster, pod('crash', 'busybox', { container: { command: ['sh', '-c', 'echo bye; exit 2'] } }))
    const previous = async (): Promise<string> => {
      const lines = cluster.runtime.logs({ namespace: 'default', name: 'crash', container: 'c' }, { previous: true })
      if ('kind' in lines) return lines.message ?? ''
      let text = ''
      for await (const chunk of lines) text += new TextDecoder().decode(chunk)
      return text
    }
    await cluster.settle(5_000)
    expect(state(cluster, 'crash')).toMatchObject({
      restartCount: 1,
      state: { terminated: { exitCode: 2, reason: 'Error' } },
      lastState: { terminated: { exitCode: 2 } },
    })
    const last = state(cluster, 'crash')?.lastState?.terminated?.containerID ?? 'none'
    expect(await previous()).toBe(`unable to retrieve container logs for ${last}`)
    await cluster.settle(13_000)
    expect(state(cluster, 'crash')).toMatchObject({ restartCount: 2, state: { terminated: { exitCode: 2 } } })
    await cluster.settle(13_000)
    expect(state(cluster, 'crash')).toMatchObject({
      restartCount: 2,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 2 } },
    })
    expect(await previous()).toBe('bye\n')
  })

  test.each([
    ['echo hello', false],
    ['echo hello; sleep 1', true],
  ])('a script that ends before anybody looks is never seen to run: %s', async (script, seen) => {
    const cluster = create()
    const phases = new Set<string>()
    cluster.store.subscribe(({ object, resource }) => {
      if (resource === 'pods' && isPod(object) && object.metadata.name === 'once') phases.add(object.status?.phase ?? '')
    })
    apply(cluster, pod('once', 'busybox', { spec: { restartPolicy: 'Never' }, container: { command: ['sh', '-c', script] } }))
    await cluster.settle()
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(2_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await cluster.settle()
    expect(read(cluster, 'once').status?.phase).toBe('Succeeded')
    expect(phases.has('Running')).toBe(seen)
  })

  test('a container that keeps failing waits longer each time', async () => {
    const cluster = create()
    apply(cluster, pod('crash', 'busybox', { container: { command: ['false'] } }))
    await cluster.settle(120_000)
    expect(state(cluster, 'crash')?.restartCount).toBeGreaterThanOrEqual(3)
    expect(state(cluster, 'crash')?.state?.waiting?.reason).toBe('CrashLoopBackOff')
    expect(state(cluster, 'crash')?.lastState?.terminated?.exitCode).toBe(1)
  })

  const rows: readonly (readonly [string, object, string])[] = [
    ['an image name that is none', pod('p', 'Not A Name'), 'InvalidImageName'],
    [
      'a ConfigMap that is not there, as a variable',
      pod('p', 'nginx', { container: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'no', key: 'k' } } }] } }),
      'CreateContainerConfigError',
    ],
    [
      'a ConfigMap that is not there, as a volume',
      pod('p', 'nginx', {
        spec: { volumes: [{ name: 'v', configMap: { name: 'no' } }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      }),
      'ContainerCreating',
    ],
  ]
  test.each(rows)('%s keeps it from starting', async (_, object, reason) => {
    const cluster = create()
    apply(cluster, object)
    await cluster.settle(5_000)
    expect(read(cluster, 'p').status?.phase).toBe('Pending')
    expect(state(cluster, 'p')?.state?.waiting?.reason).toBe(reason)
  })

  test('what was missing brings the Pod up once it is there', async () => {
    const cluster = create()
    apply(cluster, pod('p', 'nginx', { container: { envFrom: [{ configMapRef: { name: 'later' } }] } }))
    await cluster.settle(5_000)
    apply(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later' }, data: { A: 'b' } })
    await cluster.settle()
    expect(read(cluster, 'p').status?.phase).toBe('Running')
  })

  test('init containers run first, one after another', async () => {
    const cluster = create()
    const init = (name: string, command: readonly string[]) => ({ name, image: 'busybox', command })
    apply(cluster, pod('p', 'nginx', { spec: { initContainers: [init('a', ['sleep', '2']), init('b', ['true'])] } }))
    await cluster.settle(1_000)
    expect(read(cluster, 'p').status?.phase).toBe('Pending')
    await cluster.settle(10_000)
    expect(read(cluster, 'p').status?.phase).toBe('Running')
  })
})

describe('probes', () => {
  test.each([
    ['/', 'True'],
    ['/nosuch', 'False'],
  ])('S19: readiness by GET %s', async (path, ready) => {
    const cluster = create()
    apply(
      cluster,
      pod('p', 'nginx', { container: { readinessProbe: { httpGet: { path, port: 80 }, periodSeconds: 1 } } }),
      service('p'),
    )
    await cluster.settle(5_000)
    expect(read(cluster, 'p').status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe(ready)
  })

  test('S19: a container whose liveness fails is started again', async () => {
    const cluster = create()
    apply(
      cluster,
      pod('p', 'nginx', { container: { livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 2 } } }),
    )
    await cluster.settle()
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(5_000)
    await cluster.settle()
    expect(state(cluster, 'p')?.restartCount).toBeGreaterThan(0)
  })
})

describe('a container that is put into a running Pod', () => {
  test('runs beside the others in the same network, and its end changes nothing of the Pod', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'))
    await cluster.settle()
    const command = ['sh', '-c', 'wget -qO- localhost | head -1; exit 3']
    expect(await debug(cluster, 'web', { name: 'dbg', image: 'busybox', command })).toBe(200)
    for (
      let turn = 0;
      turn < 200 && read(cluster, 'web').status?.ephemeralContainerStatuses?.[0]?.state?.terminated === undefined;
      turn++
    ) {
      await new Promise((resolve) => setImmediate(resolve))
      await cluster.settle()
    }
    const { status } = read(cluster, 'web')
    expect(status?.ephemeralContainerStatuses?.[0]).toMatchObject({
      name: 'dbg',
      ready: false,
      state: { terminated: { exitCode: 3 } },
    })
    expect(status?.phase).toBe('Running')
    expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True')
    expect(await logs(cluster, 'web', {})).not.toContain('<!DOCTYPE')
  })
})
