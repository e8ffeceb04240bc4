/** Which ports of loopback somebody waits at. */
import { connect } from 'node:net'

const TIMEOUT_MS = 500

/** Asked by connecting: ports below 1024 cannot be bound by everybody. */
const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: TIMEOUT_MS })
    const finish = (taken: boolean): void => {
      socket.destroy()
      resolve(taken)
    }
    socket.on('connect', () => finish(true))
    // On a busy machine the answer may be there by then, and not read yet.
    socket.on('timeout', () => setImmediate(finish, true))
    socket.on('error', () => finish(false))
  })

/** Those of the ports at which a program waits, in their order. */
export async function takenPorts(ports: readonly number[]): Promise<readonly number[]> {
  const taken = await Promise.all(ports.map(isTaken))
  return ports.filter((_, index) => taken[index] === true)
}
