/** A way to a server that can be made to freeze: connections are taken, and nothing passes in either direction any more. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Freezable {
  readonly port: number
  /** True while nothing passes. */
  frozen: boolean
  /** Connections that somebody has closed meanwhile. */
  givenUp: number
  /** What was taken before goes on as well. */
  thaw(): void
  close(): void
}

export async function freezable(towards: number): Promise<Freezable> {
  const sockets = new Set<Socket>()
  const held: (() => void)[] = []
  const way: Freezable = {
    port: 0,
    frozen: false,
    givenUp: 0,
    thaw: () => {
      way.frozen = false
      for (const pass of held.splice(0)) pass()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from)
    const send = (act: () => void): void => {
      if (way.frozen) held.push(act)
      else act()
    }
    from.on('data', (chunk: Buffer) => send(() => to.write(chunk)))
    from.on('end', () => send(() => to.end()))
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      send(() => to.destroy())
    })
  }
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: towards, host: '127.0.0.1', allowHalfOpen: true })
    near.on('end', () => (way.givenUp += way.frozen ? 1 : 0))
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(way, { port: (server.address() as AddressInfo).port })
}
