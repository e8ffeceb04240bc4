import { expect, test } from 'vitest'
import { apply, create, pod, read } from '../support/one-cluster.ts'

const container = (name: string): object => ({ name, image: 'busybox', command: ['sleep', '99'] })
const named = (statuses: readonly { readonly name: string }[] | undefined): readonly string[] | undefined =>
  statuses?.map(({ name }) => name)

test('containers are told by their names, init containers in their order', async () => {
  const cluster = create()
  const initContainers = ['z1', 'a1'].map((name) => ({ name, image: 'busybox', command: ['true'] }))
  apply(cluster, pod('many', 'busybox', { spec: { initContainers, containers: ['z', 'a', 'm'].map(container) } }))
  await cluster.settle()
  const { status } = read(cluster, 'many')
  expect(named(status?.containerStatuses)).toEqual(['a', 'm', 'z'])
  expect(named(status?.initContainerStatuses)).toEqual(['z1', 'a1'])
})
