/** Every node port of the cluster on 127.0.0.1, opened and closed as Services come and go. */
import type { Cluster } from '../../../src/cluster/contract.ts'
import { nodeGatewaysOf } from '../../../src/cluster/ranges.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { nameEnd } from '../../../src/network/address.ts'
import type { Door, Network } from './conversation.ts'
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
  /** Why nothing answers on it here. */
  readonly problem?: string
}

export interface NodePorts {
  states(): readonly NodePortState[]
  /** Resolves when the listeners agree with the Services there are now. */
  settled(): Promise<void>
  close(): void
}

interface ServicePort {
  readonly nodePort?: number
  readonly protocol?: string
}

interface NodePort {
  readonly port: number
  readonly protocol?: 'UDP'
}

const nodePortsOf = (service: KubernetesObject): readonly NodePort[] => {
  const { spec } = service as KubernetesObject & { spec?: { ports?: readonly ServicePort[] } }
  return (spec?.ports ?? []).flatMap(({ nodePort: port, protocol }) =>
    port === undefined || protocol === 'SCTP' ? [] : [protocol === 'UDP' ? { port, protocol } : { port }],
  )
}

/** The node whose ports this machine shows: the first one, as kind maps its control plane's. */
const firstNode = (cluster: Pick<Cluster, 'store'>): string => cluster.store.list('nodes')[0]?.metadata.name ?? ''

function addressOf(cluster: Pick<Cluster, 'store'>, node: string): string {
  const object = cluster.store.get('nodes', undefined, node) as
    (KubernetesObject & { status?: { addresses?: readonly { type: string; address: string }[] } }) | undefined
  return object?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? node
}

/** The doors by number: of Services that share one, the last has it. */
function wantedPorts(cluster: Network & Pick<Cluster, 'store'>): ReadonlyMap<string, WantedDoor> {
  const node = firstNode(cluster)
  const address = addressOf(cluster, node)
  const doors = cluster.store.list('services').flatMap((service) =>
    nodePortsOf(service).map(({ port, ...protocol }): readonly [string, WantedDoor] => {
      const name = `${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`
      const door: Door = { from: outsideClient(cluster), to: { node }, port, origin: () => `http://${nameEnd(address, port)}` }
      const key = `${protocol.protocol ?? 'TCP'} ${port}`
      return [key, { service: name, address: '127.0.0.1', ports: [port], door, ...protocol }]
    }),
  )
  return new Map(doors)
}

export function openNodePorts(cluster: Network & Pick<Cluster, 'store'>): NodePorts {
  const doors = keepDoors(cluster, () => wantedPorts(cluster))
  return {
    ...doors,
    states: () =>
      doors.states().map(({ wanted: port, service, protocol, problem }) => ({
        port,
        service,
        ...(protocol === undefined ? {} : { protocol }),
        ...(problem === undefined ? {} : { problem }),
      })),
  }
}
