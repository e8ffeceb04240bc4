import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openNodePorts, type NodePorts } from '../../../../../grader/daemon/outside/node-ports.ts'
import type { StoredObject } from '../../../../../src/cluster/store/store.ts'
import { createFakeCluster } from '../../support/fake-cluster.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

const service = (name: string, nodePort: number, protocol = 'TCP'): StoredObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort, protocol }] },
  }) as unknown as StoredObject

function start(): { ports: NodePorts; store: ReturnType<typeof createFakeCluster>['store'] } {
  const cluster = createFakeCluster()
  const ports = openNodePorts(cluster)
  open.push(ports)
  return { ports, store: cluster.store }
}

describe('node ports on loopback', () => {
  it('open and close with their Services', async () => {
    const { ports, store } = start()
    store.put('services', service('web', 30_171))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_171, service: 'default/web' }])
    store.put('services', service('web', 30_172))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_172, service: 'default/web' }])
    store.remove('services', 'default', 'web')
    await ports.settled()
    expect(ports.states()).toEqual([])
  })

  it('are opened for UDP, too', async () => {
    const { ports, store } = start()
    store.put('services', service('dns', 30_173, 'UDP'))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_173, service: 'default/dns', protocol: 'UDP' }])
  })

  it('say when another program has the port, and try again later', async () => {
    const other = createServer().listen(30_174, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { ports, store } = start()
    store.put('services', service('web', 30_174))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_174, service: 'default/web', problem: 'EADDRINUSE' }])
    await new Promise((resolve) => other.close(resolve))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_174, service: 'default/web' }])
  })
})
