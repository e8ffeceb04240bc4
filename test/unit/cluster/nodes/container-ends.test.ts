/** What is seen of containers that end, cannot start or cannot be had, second by second. */
import { expect, test } from 'vitest'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import { apply, create, logs, pod, read, state } from '../support/one-cluster.ts'

/** The container's state and the number of its restarts, each time that they change. */
const course = async (container: object, seconds: number, image = 'busybox'): Promise<readonly string[]> => {
  const cluster = create()
  const seen: string[] = []
  cluster.store.subscribe(({ resource, object }) => {
    if (resource !== 'pods' || object.metadata.name !== 'web') return
    const status = state(cluster, 'web')
    if (status === undefined) return
    const { running, waiting, terminated } = status.state ?? {}
    const shown = `${waiting?.reason ?? terminated?.reason ?? (running === undefined ? '' : 'Running')} ${status.restartCount}`
    if (seen.at(-1) !== shown) seen.push(shown)
  })
  apply(cluster, pod('web', image, { container }))
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(100)
  }
  return seen
}

test('a container that crashes is shown as ended before each restart, and as waiting just before the later ones', async () => {
  expect(await course({ command: ['sh', '-c', 'exit 1'] }, 20)).toEqual([
    'ContainerCreating 0',
    'Error 0',
    'Error 1',
    'CrashLoopBackOff 1',
    'Error 2',
  ])
})

test('a container that cannot be started waits', async () => {
  expect(await course({ command: ['nosuch'] }, 32)).toEqual([
    'ContainerCreating 0',
    'RunContainerError 0',
    'RunContainerError 1',
    'CrashLoopBackOff 1',
    'RunContainerError 2',
    'CrashLoopBackOff 2',
  ])
})

test('the run that could not be started is the last state', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'busybox', { container: { command: ['nosuch'] } }))
  await cluster.settle(500)
  expect(state(cluster, 'web')).toMatchObject({
    lastState: { terminated: { reason: 'StartError', exitCode: 128 } },
    state: { waiting: { reason: 'RunContainerError', message: expect.stringContaining('"nosuch"') as string } },
  })
})

test('an image that may not be pulled is at hand or is not', async () => {
  const seen = async (image: string) => course({ imagePullPolicy: 'Never' }, 2, image)
  expect((await seen('nginx')).at(-1)).toBe('Running 0')
  expect((await seen('notinstalled:1')).at(-1)).toBe('ErrImageNeverPull 0')
})

test('a Pod that says what its image does has it', async () => {
  const cluster = create()
  const given = pod('web', 'mine:1', { container: { imagePullPolicy: 'Never' } }) as { metadata: object }
  apply(cluster, { ...given, metadata: { ...given.metadata, annotations: { 'netgrade.dev/listens': '8080/tcp' } } })
  await cluster.settle(1_000)
  expect(read(cluster, 'web').status?.phase).toBe('Running')
})

const MESSAGES: readonly (readonly [string, object, string | undefined])[] = [
  ['of the file', { command: ['sh', '-c', 'echo why > /dev/termination-log; exit 2'] }, 'why\n'],
  ['of a path of its own', { command: ['sh', '-c', 'echo x > /tmp/m'], terminationMessagePath: '/tmp/m' }, 'x\n'],
  ['none: the log does not count', { command: ['sh', '-c', 'echo no; exit 2'] }, undefined],
  [
    'of the log where it has failed',
    { command: ['sh', '-c', 'echo last words; exit 2'], terminationMessagePolicy: 'FallbackToLogsOnError' },
    'last words\n',
  ],
  [
    'none where it has not',
    { command: ['sh', '-c', 'echo well'], terminationMessagePolicy: 'FallbackToLogsOnError' },
    undefined,
  ],
  [
    'the file comes first',
    {
      command: ['sh', '-c', 'echo no; echo why > /dev/termination-log; exit 2'],
      terminationMessagePolicy: 'FallbackToLogsOnError',
    },
    'why\n',
  ],
  [
    'the last lines of a long log',
    {
      command: ['sh', '-c', 'for i in $(seq 1 100); do echo $i; done; exit 1'],
      terminationMessagePolicy: 'FallbackToLogsOnError',
    },
    Array.from({ length: 80 }, (_, index) => `${index + 21}\n`).join(''),
  ],
]

test.each(MESSAGES)('the message of a container that has ended: %s', async (_, container, message) => {
  const cluster = create()
  apply(cluster, pod('web', 'busybox', { container, spec: { restartPolicy: 'Never' } }))
  await cluster.settle(3_000)
  expect(state(cluster, 'web')?.state?.terminated?.message).toBe(message)
})

test('why there are no logs of an image that is not there', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'host.invalid/x:1'))
  await cluster.settle(1_000)
  expect(await logs(cluster, 'web')).toBe(`refused: container "c" in pod "web" is waiting to start: image can't be pulled`)
  if (isVirtualClock(cluster.clock)) cluster.clock.advance(3_000)
  await cluster.settle(1_000)
  expect(await logs(cluster, 'web')).toContain('trying and failing to pull image')
})

test.each([
  ['a folder on a file', { mountPath: '/etc/nginx/conf.d/default.conf' }, 'RunContainerError 0'],
  ['a folder on a folder', { mountPath: '/etc/nginx/conf.d' }, 'Running 0'],
  ['a file on a file', { mountPath: '/etc/nginx/conf.d/default.conf', subPath: 'site' }, 'Running 0'],
  ['a file on a folder', { mountPath: '/etc/nginx/conf.d', subPath: 'site' }, 'RunContainerError 0'],
])('a volume can be mounted, or not: %s', async (_, mount, expected) => {
  const cluster = create()
  apply(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'site', namespace: 'default' }, data: { site: '' } })
  const spec = { volumes: [{ name: 'site', configMap: { name: 'site' } }] }
  const web = pod('web', 'nginx', { container: { volumeMounts: [{ name: 'site', ...mount }] } })
  apply(cluster, { ...web, spec: { ...(web as { readonly spec?: object }).spec, ...spec } })
  await cluster.settle(500)
  const { waiting, running } = state(cluster, 'web')?.state ?? {}
  expect(`${waiting?.reason ?? (running === undefined ? '' : 'Running')} 0`).toBe(expected)
  if (waiting !== undefined) expect(waiting.message).toContain(`"${mount.mountPath}"`)
  if (waiting !== undefined) expect(waiting.message).toContain('not a directory')
})
