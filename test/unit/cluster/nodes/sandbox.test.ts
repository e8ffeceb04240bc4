import { expect, test } from 'vitest'
import { apply, create, debug, pod, read } from '../support/one-cluster.ts'

test.each([
  ['runs', 'Always', ['sleep', '99'], ['probe'], 'seen\n'],
  ['has ended', 'Never', ['true'], [], 'container "probe" in pod "web" is not available'],
])('a container that is put into a Pod that %s', async (_title, restartPolicy, command, started, said) => {
  const cluster = create()
  apply(cluster, pod('web', 'busybox', { spec: { restartPolicy }, container: { command } }))
  await cluster.settle(5_000)
  expect(await debug(cluster, 'web', { name: 'probe', image: 'busybox', command: ['echo', 'seen'] })).toBe(200)
  await cluster.settle(5_000)
  const { spec, status } = read(cluster, 'web')
  expect(spec?.ephemeralContainers).toHaveLength(1)
  expect((status?.ephemeralContainerStatuses ?? []).map(({ name }) => name)).toEqual(started)
  const lines = cluster.runtime.logs({ namespace: 'default', name: 'web', container: 'probe' }, {})
  if ('kind' in lines) expect(lines.message).toBe(said)
  else for await (const chunk of lines) expect(new TextDecoder().decode(chunk)).toBe(said)
})

test('a container that was put into a Pod stays, whatever is sent in its place', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx'))
  await cluster.settle()
  expect(await debug(cluster, 'web', { name: 'probe', image: 'busybox', command: ['true'] })).toBe(200)
  const { spec, ...web } = read(cluster, 'web')
  const { ephemeralContainers: _probe, ...without } = spec ?? { containers: [] }
  const response = await cluster.handle(
    new Request('https://127.0.0.1/api/v1/namespaces/default/pods/web/ephemeralcontainers', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...web, spec: without }),
    }),
  )
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('existing ephemeral containers \\"probe\\" may not be removed')
})
