/** Doors on this machine's loopback, opened and closed as what they lead to comes and goes. */
import { createServer } from 'node:net'
import { connect } from '../../../src/network/connect.ts'
import { systemErrorCode } from '../private-files.ts'
import type { Door, Network, OutsideCluster } from './conversation.ts'
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
  /** The port that is open, or would be if connections were not refused behind it; absent where none can be. */
  readonly open?: number
  /** Why the wanted port is not open. */
  readonly problem?: string
}

export interface Doors {
  states(): readonly DoorState[]
  /** Resolves when the doors agree with the cluster as it is now. */
  settled(): Promise<void>
  close(): void
}

interface Closable {
  close(): void
}

interface OpenDoor {
  readonly state: DoorState
  /** Absent where nothing listens, so that the machine refuses connections itself. */
  readonly server?: Closable
}

type Listening = Closable | { readonly problem: string }

async function listenForConnections(network: Network, { address, door }: WantedDoor, port: number): Promise<Listening> {
  const http = createDoorServer(network, door)
  const server = createServer({ allowHalfOpen: true }, (socket) => converse(network, door, socket, http))
  const problem = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error) => resolve(systemErrorCode(error) ?? error.message))
    server.listen(port, address, () => resolve(undefined))
  })
  return problem === undefined ? { close: () => server.close() } : { problem }
}

const listen = (network: Network, wanted: WantedDoor, port: number): Promise<Listening> =>
  wanted.protocol === 'UDP'
    ? openDatagramDoor(network, wanted.door, { port, address: wanted.address })
    : listenForConnections(network, wanted, port)

async function openDoor(network: Network, wanted: WantedDoor): Promise<OpenDoor> {
  const { service, address, ports, protocol, isHealthCheck } = wanted
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
    const listening = await listen(network, wanted, port)
    if ('close' in listening)
      return { state: { ...state, open: port, ...(problem === undefined ? {} : { problem }) }, server: listening }
    problem ??= listening.problem
  }
  return { state: { ...state, ...(problem === undefined ? {} : { problem }) } }
}

/** The port that it had before, if it is still free. */
async function reopen(network: Network, wanted: WantedDoor, { state }: OpenDoor): Promise<OpenDoor> {
  const listening = state.open === undefined ? undefined : await listen(network, wanted, state.open)
  return listening !== undefined && 'close' in listening ? { state, server: listening } : openDoor(network, wanted)
}

/** Whoever connects is refused, whichever endpoint would be chosen: as where a Service has none. */
function isRefused(network: Network, { door: { from, to, port }, protocol }: WantedDoor): boolean {
  const { outcomes } = connect(network.snapshot(), { from, to, port, protocol: protocol ?? 'TCP' })
  return outcomes.every(({ verdict }) => verdict === 'refused')
}

/**
 * The door as the network is now. Only a port at which nobody listens refuses: one that listens has taken a connection before it can be asked about.
 */
async function adjust(network: Network, wanted: WantedDoor, before: OpenDoor | undefined): Promise<OpenDoor> {
  const isShut = wanted.isHealthCheck === undefined && isRefused(network, wanted)
  if (isShut && before?.state.open !== undefined) {
    before.server?.close()
    return { state: before.state }
  }
  if (before?.server !== undefined) return before
  const opened = await (before === undefined ? openDoor(network, wanted) : reopen(network, wanted, before))
  if (!isShut) return opened
  opened.server?.close()
  return { state: opened.state }
}

/** So long changes are gathered, and longer where following them takes long. */
const GATHERING_MS = 10
const REST_PER_WORK = 4

/** Calls `refresh` soon after each notice, one call at a time. */
function followNotices(refresh: () => Promise<void>): { notice(): void; now(): Promise<void>; stop(): void } {
  let work = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let tookMs = 0
  const now = (): Promise<void> => {
    work = work.then(async () => {
      const startedMs = performance.now()
      await refresh()
      tookMs = performance.now() - startedMs
    })
    return work
  }
  return {
    now,
    notice: () => {
      timer ??= setTimeout(
        () => {
          timer = undefined
          void now()
        },
        Math.max(GATHERING_MS, REST_PER_WORK * tookMs),
      ).unref()
    },
    stop: () => clearTimeout(timer),
  }
}

/** Keeps the doors open that `wantedDoors` names, by a key of its own; one that could not be opened is tried again with each change. */
export function keepDoors(cluster: OutsideCluster, wantedDoors: () => ReadonlyMap<string, WantedDoor>): Doors {
  const doors = new Map<string, OpenDoor>()
  let isClosed = false
  const refresh = async (): Promise<void> => {
    const wanted = isClosed ? new Map<string, WantedDoor>() : wantedDoors()
    for (const [key, { state, server }] of doors) {
      if (wanted.get(key)?.service === state.service) continue
      server?.close()
      doors.delete(key)
    }
    for (const [key, door] of wanted) doors.set(key, await adjust(cluster, door, doors.get(key)))
  }
  const changes = followNotices(refresh)
  const unwatch = cluster.watchNetwork(() => changes.notice())
  void changes.now()
  return {
    states: () => [...doors.values()].map(({ state }) => state),
    settled: () => changes.now(),
    close: () => {
      isClosed = true
      changes.stop()
      unwatch()
      void changes.now()
    },
  }
}
