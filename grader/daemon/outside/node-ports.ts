/** Every node port of the cluster on 127.0.0.1, opened and closed as Services come and go. */
import type { Server as HttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { nodeGatewaysOf } from '../../../src/cluster/ranges.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { nameEnd } from '../../../src/network/address.ts'
import { systemErrorCode } from '../private-files.ts'
import type { Door, Network } from './conversation.ts'
import { converse, createDoorServer } from './conversation.ts'

/** Where a client on this machine seems to come from, as from the host of a kind cluster. */
export const outsideClient = (network: Pick<Network, 'snapshot'>): { readonly outside: string } => ({
  outside: nodeGatewaysOf(network.snapshot().facts.cluster)[0] ?? '',
})

export interface NodePortState {
  readonly port: number
  /** `namespace/name` of the Service. */
  readonly service: string
  /** Why nothing answers on it here. */
  readonly problem?: string
}

export interface NodePorts {
  states(): readonly NodePortState[]
  /** Resolves when the listeners agree with the Services there are now. */
  settled(): Promise<void>
  close(): void
}

interface OpenPort {
  readonly service: string
  readonly server: Server
  problem?: string
}

interface ServicePort {
  readonly nodePort?: number
  readonly protocol?: string
}

const nodePortsOf = (service: KubernetesObject): readonly number[] => {
  const { spec } = service as KubernetesObject & { spec?: { ports?: readonly ServicePort[] } }
  return (spec?.ports ?? []).flatMap(({ nodePort, protocol }) =>
    nodePort === undefined || (protocol ?? 'TCP') !== 'TCP' ? [] : [nodePort],
  )
}

/** The node whose ports this machine shows: the first one, as kind maps its control plane's. */
const firstNode = (cluster: Pick<Cluster, 'store'>): string => cluster.store.list('nodes')[0]?.metadata.name ?? ''

function listen(server: Server, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(systemErrorCode(error) ?? error.message))
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
}

function createPortServer(cluster: Network & Pick<Cluster, 'store'>, port: number): Server {
  const node = firstNode(cluster)
  const door: Door = {
    from: outsideClient(cluster),
    to: { node },
    port,
    origin: () => `http://${nameEnd(addressOf(cluster, node), port)}`,
  }
  const http: HttpServer = createDoorServer(cluster, door)
  return createServer((socket) => converse(cluster, door, socket, http))
}

function addressOf(cluster: Pick<Cluster, 'store'>, node: string): string {
  const object = cluster.store.get('nodes', undefined, node) as
    (KubernetesObject & { status?: { addresses?: readonly { type: string; address: string }[] } }) | undefined
  return object?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? node
}

export function openNodePorts(cluster: Network & Pick<Cluster, 'store'>): NodePorts {
  const open = new Map<number, OpenPort>()
  let work = Promise.resolve()
  const refresh = async (): Promise<void> => {
    const wanted = new Map<number, string>()
    for (const service of cluster.store.list('services')) {
      for (const port of nodePortsOf(service))
        wanted.set(port, `${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`)
    }
    for (const [port, entry] of open) {
      if (wanted.get(port) === entry.service && entry.problem === undefined) continue
      entry.server.close()
      open.delete(port)
    }
    for (const [port, service] of wanted) {
      if (open.has(port)) continue
      const server = createPortServer(cluster, port)
      const problem = await listen(server, port)
      open.set(port, { service, server, ...(problem === undefined ? {} : { problem }) })
    }
  }
  const schedule = (): Promise<void> => (work = work.then(refresh))
  const unsubscribe = cluster.store.subscribe((event) => {
    if (event.resource === 'services') void schedule()
  })
  void schedule()
  return {
    states: () =>
      [...open].map(([port, { service, problem }]) => ({ port, service, ...(problem === undefined ? {} : { problem }) })),
    settled: schedule,
    close: () => {
      unsubscribe()
      for (const { server } of open.values()) server.close()
    },
  }
}
