/** Doors on this machine's loopback, opened and closed as what they lead to comes and goes. */
import { createServer } from 'node:net'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { systemErrorCode } from '../private-files.ts'
import type { Door, Network } from './conversation.ts'
import { converse, createDoorServer } from './conversation.ts'
import { openDatagramDoor } from './datagram-door.ts'

export interface WantedDoor {
  /** `namespace/name` of the Service. */
  readonly service: string
  /** The address to listen on. */
  readonly address: string
  /** The first of them that can be opened is. */
  readonly ports: readonly number[]
  readonly door: Door
  /** TCP, unless it is stated. */
  readonly protocol?: 'UDP'
  /** Present where it is a node's own word on the Service that answers. */
  readonly isHealthCheck?: true
}

export interface DoorState extends Pick<WantedDoor, 'service' | 'address' | 'protocol' | 'isHealthCheck'> {
  /** The port that was wanted most. */
  readonly wanted: number
  /** The port that is open; absent where there is none. */
  readonly open?: number
  /** Why the wanted port is not open. */
  readonly problem?: string
}

export interface Doors {
  states(): readonly DoorState[]
  /** Resolves when the doors agree with the Services there are now. */
  settled(): Promise<void>
  close(): void
}

interface Closable {
  close(): void
}

interface OpenDoor {
  readonly state: DoorState
  readonly server: Closable | undefined
}

type Listening = Closable | { readonly problem: string }

async function listen(network: Network, { address, door }: WantedDoor, port: number): Promise<Listening> {
  const http = createDoorServer(network, door)
  const server = createServer({ allowHalfOpen: true }, (socket) => converse(network, door, socket, http))
  const problem = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error) => resolve(systemErrorCode(error) ?? error.message))
    server.listen(port, address, () => resolve(undefined))
  })
  return problem === undefined ? { close: () => server.close() } : { problem }
}

async function openDoor(network: Network, wanted: WantedDoor): Promise<OpenDoor> {
  const { service, address, ports, door, protocol, isHealthCheck } = wanted
  const [first = 0] = ports
  const state = {
    service,
    address,
    wanted: first,
    ...(protocol === undefined ? {} : { protocol }),
    ...(isHealthCheck === undefined ? {} : { isHealthCheck }),
  }
  let problem: string | undefined
  for (const port of ports) {
    const listening =
      protocol === 'UDP' ? await openDatagramDoor(network, door, { port, address }) : await listen(network, wanted, port)
    if ('close' in listening)
      return { state: { ...state, open: port, ...(problem === undefined ? {} : { problem }) }, server: listening }
    problem ??= listening.problem
  }
  return { state: { ...state, ...(problem === undefined ? {} : { problem }) }, server: undefined }
}

/** Keeps the doors open that `wantedDoors` names, by a key of its own; one that could not be opened is tried again with each change. */
export function keepDoors(
  cluster: Network & Pick<Cluster, 'store'>,
  wantedDoors: () => ReadonlyMap<string, WantedDoor>,
): Doors {
  const open = new Map<string, OpenDoor>()
  let work = Promise.resolve()
  const refresh = async (): Promise<void> => {
    const wanted = wantedDoors()
    for (const [key, { state, server }] of open) {
      if (wanted.get(key)?.service === state.service && server !== undefined) continue
      server?.close()
      open.delete(key)
    }
    for (const [key, door] of wanted) if (!open.has(key)) open.set(key, await openDoor(cluster, door))
  }
  const schedule = (): Promise<void> => (work = work.then(refresh))
  const unsubscribe = cluster.store.subscribe((event) => {
    if (event.resource === 'services') void schedule()
  })
  void schedule()
  return {
    states: () => [...open.values()].map(({ state }) => state),
    settled: schedule,
    close: () => {
      unsubscribe()
      for (const { server } of open.values()) server?.close()
    },
  }
}
