/** Recorded from a real cluster, v1.34. */
import { describe, expect, test } from 'vitest'
import { apply, create, exec, pod, read, state } from '../support/one-cluster.ts'

const SLEEP = { command: ['sleep', '1000'] }

describe('a container that must not run as root', () => {
  const start = async (image: string, spec: object, container: object = SLEEP) => {
    const cluster = create()
    apply(cluster, pod('web', image, { spec, container }))
    await cluster.settle(15_000)
    return cluster
  }

  test.each([
    ['nginx', { runAsNonRoot: true }, {}, 'container has runAsNonRoot and image will run as root'],
    ['busybox', {}, { runAsNonRoot: true, runAsUser: 0 }, "container's runAsUser breaks non-root policy"],
    [
      'curlimages/curl',
      { runAsNonRoot: true },
      {},
      'container has runAsNonRoot and image has non-numeric user (curl_user), cannot verify user is non-root',
    ],
  ])('%s waits, and says why', async (image, securityContext, own, why) => {
    const cluster = await start(image, { securityContext }, { ...SLEEP, securityContext: own })
    const place = `(pod: "web_default(${read(cluster, 'web').metadata.uid ?? ''})", container: c)`
    expect(read(cluster, 'web').status?.phase).toBe('Pending')
    const waiting = { reason: 'CreateContainerConfigError', message: `${why} ${place}` }
    expect(state(cluster, 'web')?.state).toEqual({ waiting })
    const events = cluster.store.list('events').map((event) => event as { message?: string; count?: number })
    expect(events.find(({ message }) => message === `Error: ${why} ${place}`)?.count).toBeGreaterThan(1)
  })

  test.each([
    ['nginx', { runAsNonRoot: true, runAsUser: 1000 }],
    ['nginx', { runAsNonRoot: false }],
    ['nginxinc/nginx-unprivileged', { runAsNonRoot: true }],
    ['example.com/unknown', { runAsNonRoot: true }],
  ])('%s with %j runs', async (image, securityContext) => {
    const cluster = await start(image, { securityContext })
    expect(read(cluster, 'web').status?.phase).toBe('Running')
  })
})

describe('whoami and id', () => {
  test.each([
    ['busybox', {}, 'uid=0(root) gid=0(root) groups=0(root)', 'root'],
    ['nginx', {}, 'uid=0(root) gid=0(root) groups=0(root)', 'root'],
    ['busybox', { runAsUser: 1000 }, 'uid=1000 gid=0(root) groups=0(root)', 'whoami: unknown uid 1000'],
    ['nginx', { runAsUser: 1000 }, 'uid=1000 gid=0(root) groups=0(root)', 'whoami: cannot find name for user ID 1000'],
    [
      'busybox',
      { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000] },
      'uid=1000 gid=3000 groups=2000,3000,4000',
      'whoami: unknown uid 1000',
    ],
    ['busybox', { runAsUser: 65_534 }, 'uid=65534(nobody) gid=65534(nobody) groups=65534(nobody)', 'nobody'],
    ['nginx', { runAsUser: 65_534 }, 'uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)', 'nobody'],
  ])('%s with %j', async (image, securityContext, identity, name) => {
    const cluster = create()
    apply(cluster, pod('web', image, { spec: { securityContext }, container: SLEEP }))
    await cluster.settle()
    expect((await exec(cluster, 'web', 'id')).out).toBe(`${identity}\n`)
    expect((await exec(cluster, 'web', 'whoami')).out).toBe(`${name}\n`)
  })

  test('one part of it', async () => {
    const cluster = create()
    const securityContext = { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 }
    apply(cluster, pod('web', 'busybox', { spec: { securityContext }, container: SLEEP }))
    await cluster.settle()
    const show = async (command: string) => (await exec(cluster, 'web', 'sh', '-c', command)).out
    expect(await show('id -u; id -g; id -G')).toBe('1000\n3000\n3000 2000\n')
    expect(await show('id -un 2>&1 >/dev/null; id -un 2>/dev/null; id -gn root')).toBe('id: unknown ID 1000\n1000\nroot\n')
  })
})

test.each([
  ['/nothere', 'stat /nothere: no such file or directory'],
  ['./nothere', 'stat ./nothere: no such file or directory'],
  ['nothere', 'executable file not found in $PATH'],
])('a program %s that is not there', async (program, why) => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx', { container: { command: [program] } }))
  await cluster.settle()
  expect(state(cluster, 'web')?.lastState?.terminated?.message ?? state(cluster, 'web')?.state?.terminated?.message).toContain(
    `exec: "${program}": ${why}: unknown`,
  )
})
