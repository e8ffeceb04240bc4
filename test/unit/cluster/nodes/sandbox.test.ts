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
