import { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { toBytes } from './websocket.ts'

/** The protocol under which kubectl 1.31 and newer send SPDY's bytes as WebSocket messages. @see KEP-4006 */
export const TUNNEL_PROTOCOL = 'SPDY/3.1+portforward.k8s.io'

/** The bytes of a tunnel's messages as one stream. */
export function openTunnel(socket: WebSocket): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Uint8Array, _encoding, done) => socket.send(chunk, { binary: true }, () => done()),
    final: (done) => {
      socket.close(1000)
      done()
    },
    destroy: (error, done) => {
      socket.terminate()
      done(error)
    },
  })
  socket.on('message', (data) => stream.push(toBytes(data)))
  socket.on('close', () => {
    stream.push(null)
    stream.destroy()
  })
  socket.on('error', () => stream.destroy())
  return stream
}
