/** The addresses of LoadBalancer Services, on loopback: what a cloud's load balancer would take, this machine takes. */
import type { LoadBalancerOptions } from '../../../src/cluster/controllers/services/load-balancer.ts'
import type { Service } from '../../../src/kubernetes/generated/types.ts'
import { isService } from '../../../src/kubernetes/guards.ts'
import type { Door, OutsideCluster } from './conversation.ts'
import { keepDoors, type Doors, type WantedDoor } from './doors.ts'
import { outsideClient } from './node-ports.ts'

/** On Linux all of 127.0.0.0/8 is this machine; elsewhere 127.0.0.1 alone is without further settings. */
export const loadBalancerOptions = (platform: NodeJS.Platform): LoadBalancerOptions => ({
  addresses: platform === 'linux' ? Array.from({ length: 250 }, (_, index) => `127.96.0.${index + 1}`) : ['127.0.0.1'],
})

const FIRST_FREE_FOR_ALL = 1024
const TRIES = 20

/** Ports below 1024 may be forbidden, others taken: 8000 above, then the next ones. */
const portsFor = (port: number): readonly number[] => {
  const first = port < FIRST_FREE_FOR_ALL ? port + 8000 : port + 1
  return [port, ...Array.from({ length: TRIES }, (_, index) => first + index).filter((other) => other < 65_536)]
}

const doorsOf = (
  service: Service,
  addresses: readonly string[],
  from: Door['from'],
): readonly (readonly [string, WantedDoor])[] => {
  const given = (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
  const ports = (service.spec?.ports ?? []).filter(({ protocol }) => protocol !== 'SCTP')
  const name = `${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`
  return given
    .filter((address) => addresses.includes(address))
    .flatMap((address) =>
      ports.map(({ port, protocol }) => {
        const origin = (): string => `http://${address}:${port}`
        const door = { from, to: { host: address }, port, origin }
        const datagrams = protocol === 'UDP' ? ({ protocol } as const) : {}
        const key = `${protocol ?? 'TCP'} ${address}:${port}`
        return [key, { service: name, address, ports: portsFor(port), door, ...datagrams }] as const
      }),
    )
}

/** Each address and port that the load balancer has given away, open on this machine. */
export const openLoadBalancers = (cluster: OutsideCluster, { addresses }: LoadBalancerOptions): Doors =>
  keepDoors(
    cluster,
    () =>
      new Map(
        cluster.store
          .list('services')
          .filter(isService)
          .flatMap((service) => doorsOf(service, addresses, outsideClient(cluster))),
      ),
  )
