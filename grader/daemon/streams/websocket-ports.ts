/** port-forward over WebSocket channels, as the client libraries speak it: two channels a port, the first message names the port. */
import { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { createMessageSender, toBytes } from './websocket.ts'

export interface ForwardedPort {
  readonly port: number
  readonly data: Duplex
  readonly fail: (message: string) => void
}

/** The ports of the request's query, each with its own stream; the connection ends with the last of them. @see k8s.io/kubelet portforward, protocol v4.channel.k8s.io */
export function openPortChannels(socket: WebSocket, ports: readonly number[]): readonly ForwardedPort[] {
  const sender = createMessageSender(socket)
  const send = (channel: number, chunk: Uint8Array, done?: () => void): void =>
    sender.send(Buffer.concat([Buffer.of(channel), chunk]), done)
  const unfinished = new Set(ports.keys())
  const finish = (index: number): void => {
    unfinished.delete(index)
    if (unfinished.size === 0) sender.close()
  }
  const opened = ports.map((port, index): ForwardedPort => {
    const data = new Duplex({
      read: () => undefined,
      write: (chunk: Uint8Array, _encoding, done) => send(2 * index, chunk, done),
    })
    data.on('finish', () => finish(index)).on('close', () => finish(index))
    const name = Buffer.alloc(2)
    name.writeUInt16LE(port)
    send(2 * index, name)
    send(2 * index + 1, name)
    return { port, data, fail: (message) => send(2 * index + 1, Buffer.from(message)) }
  })
  socket.on('message', (message) => {
    const bytes = toBytes(message)
    const channel = bytes[0] ?? 0
    if (channel % 2 === 0) opened[channel / 2]?.data.push(bytes.subarray(1))
  })
  socket.on('close', () => {
    for (const { data } of opened) {
      data.push(null)
      data.destroy()
    }
  })
  return opened
}
