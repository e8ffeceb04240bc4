/** What a container's process is started with. */
import { expect, test } from 'vitest'
import { ContainerFiles } from '../../../../src/cluster/nodes/container-files.ts'
import { ContainerInstance, type InstanceHost } from '../../../../src/cluster/nodes/container-instance.ts'
import { findImage } from '../../../../src/cluster/nodes/images/images.ts'

const host: InstanceHost = {
  clock: { now: () => 0, after: () => () => {} },
  isTaken: () => false,
  lookUp: () => [],
  changed: () => {},
  runShell: () => Promise.resolve(0),
}

/** How often the variables of a container were put together. */
function startCounting(
  image: string,
  argv: readonly string[],
): { readonly instance: ContainerInstance; readonly asked: () => number } {
  let asked = 0
  const setup = {
    container: { name: 'c', image },
    image: findImage(image),
    user: { uid: 0, gid: 0, groups: [0] },
    argv,
    get env() {
      asked += 1
      return { ECHO_TEXT: 'from the environment' }
    },
    files: new ContainerFiles(),
    processes: () => [],
    hostname: 'web',
    namespace: 'default',
    pod: 'web',
    podIp: '10.244.1.2',
    podIps: ['10.244.1.2'],
    declared: undefined,
  }
  const instance = new ContainerInstance(setup, host)
  instance.start()
  return { instance, asked: () => asked }
}

test('a namespace of a thousand Services costs a server nothing that does not look at its variables', () => {
  const { instance, asked } = startCounting('registry.k8s.io/pause:3.10', ['/pause'])
  expect(instance.ending).toBeUndefined()
  expect(asked()).toBe(0)
})

test('a server that looks at them has them', () => {
  const { instance, asked } = startCounting('hashicorp/http-echo', ['/http-echo'])
  expect(instance.listeners.map(({ port }) => port)).toEqual([5678])
  expect(asked()).toBeGreaterThan(0)
})
