import { describe, expect, test } from 'vitest'
import type { ServiceCIDR } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, type World } from '../world.ts'

const range = (name: string, cidr: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs: [cidr] },
})

const service = (name: string, clusterIP?: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { clusterIP, ports: [{ port: 80 }] },
})

const RANGES = 'servicecidrs.networking.k8s.io'
const ADDRESSES = 'ipaddresses.networking.k8s.io'

const addresses = ({ context }: World) => context.store.list(ADDRESSES).map(({ metadata }) => metadata.name)

const readiness = (found: unknown): string | undefined => {
  const [ready] = (found as ServiceCIDR | undefined)?.status?.conditions ?? []
  return ready && `${ready.status} ${ready.reason}: ${ready.message}`
}

describe('IPAddresses', () => {
  test('follow their Services', () => {
    const world = createWorld()
    world.create(service('none', 'None'))
    world.create(service('web', '10.96.7.7'))
    expect(addresses(world)).toEqual(['10.96.7.7'])
    expect(world.context.store.get(ADDRESSES, undefined, '10.96.7.7')).toMatchObject({
      metadata: {
        labels: {
          'ipaddress.kubernetes.io/ip-family': 'IPv4',
          'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
        },
      },
      spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
    })
    world.change('services', 'web', (object: object) => ({ ...object, spec: { type: 'ExternalName', externalName: 'a.b' } }))
    expect(addresses(world)).toEqual([])
    world.create(service('again', '10.96.7.8'))
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'again' })
    expect(addresses(world)).toEqual([])
  })
})

describe('ServiceCIDRs', () => {
  test('become ready, give addresses, and go when nothing of them is in use', () => {
    const world = createWorld()
    world.create(range('extra', '10.97.0.0/24'))
    const extra = () => world.context.store.get(RANGES, undefined, 'extra')
    world.run()
    expect(readiness(extra())).toBe('True : Kubernetes Service CIDR is ready')
    expect(extra()?.metadata.finalizers).toEqual(['networking.k8s.io/service-cidr-finalizer'])
    world.create(service('web', '10.97.0.9'))
    world.context.writer.delete({ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', name: 'extra' })
    world.run()
    expect(readiness(extra())).toBe(
      'False Terminating: There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
    )
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'web' })
    world.run(20_000)
    expect(extra()).toBeUndefined()
  })
})
