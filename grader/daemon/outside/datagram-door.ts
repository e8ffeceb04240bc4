/** Datagrams from the real world into the simulated network: each sender has a conversation of its own, as long as it goes on. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Connection } from '../../../src/cluster/nodes/connection.ts'
import { connect } from '../../../src/network/connect.ts'
import { systemErrorCode } from '../private-files.ts'
import { hear, type Door, type Network } from './conversation.ts'

/** As long as connection tracking remembers a sender who was answered. */
const FORGET_MS = 120_000
/** Senders that are remembered at the same time. */
const MAX_SENDERS = 1_000

interface Sender {
  readonly connection: Connection
  readonly forget: NodeJS.Timeout
}

class DatagramDoor {
  private readonly network: Network
  private readonly door: Door
  private readonly socket: Socket
  private readonly senders = new Map<string, Sender>()

  constructor(network: Network, door: Door, socket: Socket) {
    this.network = network
    this.door = door
    this.socket = socket
    socket.on('message', (data, from) => void this.connectionOf(from)?.send(data.toString('latin1')))
  }

  /** Undefined where the datagram is lost: nobody is told. */
  private connectionOf(from: RemoteInfo): Connection | undefined {
    const key = `${from.address} ${from.port}`
    const known = this.senders.get(key)
    if (known !== undefined) {
      known.forget.refresh()
      return known.connection
    }
    const { from: source, to, port } = this.door
    const { outcomes } = connect(this.network.snapshot(), { from: source, to, port, protocol: 'UDP' })
    const outcome = this.network.choose(outcomes, Math.random())
    const connection = outcome?.verdict === 'connected' ? this.network.open(outcome) : undefined
    if (connection === undefined || this.senders.size >= MAX_SENDERS) return undefined
    const forget = setTimeout(() => this.forget(key), FORGET_MS).unref()
    this.senders.set(key, { connection, forget })
    void hear(connection, (data) => this.socket.send(Buffer.from(data, 'latin1'), from.port, from.address))
    return connection
  }

  private forget(key: string): void {
    const sender = this.senders.get(key)
    if (sender === undefined) return
    clearTimeout(sender.forget)
    sender.connection.close()
    this.senders.delete(key)
  }

  close(): void {
    for (const key of [...this.senders.keys()]) this.forget(key)
    this.socket.close()
  }
}

/** Opens a port for datagrams; resolves with why it could not be opened. */
export async function openDatagramDoor(
  network: Network,
  door: Door,
  { port, address }: { readonly port: number; readonly address: string },
): Promise<{ close(): void } | { readonly problem: string }> {
  const socket = createSocket('udp4')
  const problem = await new Promise<string | undefined>((resolve) => {
    socket.once('error', (error) => resolve(systemErrorCode(error) ?? error.message))
    socket.bind(port, address, () => resolve(undefined))
  })
  if (problem !== undefined) {
    socket.close()
    return { problem }
  }
  return new DatagramDoor(network, door, socket)
}
