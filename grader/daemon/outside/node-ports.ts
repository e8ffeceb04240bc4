/** Every node port of the cluster on 127.0.0.1, those at which load balancers ask for a node's health among them, opened and closed as Services come and go. */
import type { Cluster } from '../../../src/cluster/contract.ts'
import { nodeGatewaysOf } from '../../../src/cluster/ranges.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { nameEnd } from '../../../src/network/address.ts'
import type { Door, Network, OutsideCluster } from './conversation.ts'
import { keepDoors, type WantedDoor } from './doors.ts'

/** Where a client on this machine seems to come from, as from the host of a kind cluster. */
export const outsideClient = (network: Pick<Network, 'snapshot'>): { readonly outside: string } => ({
  outside: nodeGatewaysOf(network.snapshot().facts.cluster)[0] ?? '',
})

export interface NodePortState {
  readonly port: number
  /** `namespace/name` of the Service. */
  readonly service: string
  /** TCP, unless it is stated. */
  readonly protocol?: 'UDP'
  /** Present where it is the Service's healthCheckNodePort. */
  readonly isHealthCheck?: true
  /** Why nothing answers on it here. */
  readonly problem?: string
}

export interface NodePorts {
  states(): readonly NodePortState[]
  /** Resolves when the listeners agree with the Services there are now. */
  settled(): Promise<void>
  close(): void
}

interface ServiceSpec {
  readonly ports?: readonly { readonly nodePort?: number; readonly protocol?: string }[]
  readonly healthCheckNodePort?: number
}

type NodePort = Pick<NodePortState, 'port' | 'protocol' | 'isHealthCheck'>

const nodePortsOf = (service: KubernetesObject): readonly NodePort[] => {
  const { ports = [], healthCheckNodePort = 0 } = (service as KubernetesObject & { spec?: ServiceSpec }).spec ?? {}
  const forTraffic = ports.flatMap(({ nodePort: port, protocol }): readonly NodePort[] =>
    port === undefined || protocol === 'SCTP' ? [] : [protocol === 'UDP' ? { port, protocol } : { port }],
  )
  return healthCheckNodePort === 0 ? forTraffic : [...forTraffic, { port: healthCheckNodePort, isHealthCheck: true }]
}

/** The node whose ports this machine shows: the first one, as kind maps its control plane's. */
const firstNode = (cluster: Pick<Cluster, 'store'>): string => cluster.store.list('nodes')[0]?.metadata.name ?? ''

function addressOf(cluster: Pick<Cluster, 'store'>, node: string): string {
  const object = cluster.store.get('nodes', undefined, node) as
    (KubernetesObject & { status?: { addresses?: readonly { type: string; address: string }[] } }) | undefined
  return object?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? node
}

/** The doors by number: of Services that share one, the last has it. */
function wantedPorts(cluster: OutsideCluster): ReadonlyMap<string, WantedDoor> {
  const node = firstNode(cluster)
  const address = addressOf(cluster, node)
  const doors = cluster.store.list('services').flatMap((service) =>
    nodePortsOf(service).map(({ port, ...kind }): readonly [string, WantedDoor] => {
      const name = `${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`
      const door: Door = { from: outsideClient(cluster), to: { node }, port, origin: () => `http://${nameEnd(address, port)}` }
      const key = `${kind.protocol ?? 'TCP'} ${port}`
      return [key, { service: name, address: '127.0.0.1', ports: [port], door, ...kind }]
    }),
  )
  return new Map(doors)
}

export function openNodePorts(cluster: OutsideCluster): NodePorts {
  const doors = keepDoors(cluster, () => wantedPorts(cluster))
  return {
    ...doors,
    states: () =>
      doors.states().map(({ wanted: port, service, protocol, isHealthCheck, problem }) => ({
        port,
        service,
        ...(protocol === undefined ? {} : { protocol }),
        ...(isHealthCheck === undefined ? {} : { isHealthCheck }),
        ...(problem === undefined ? {} : { problem }),
      })),
  }
}
