// API servers that take a connection and fall silent: a command in a container is given up, and nothing of it stays open.
import { createHash } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { KubeConfig } from '@kubernetes/client-node'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { openExec } from '../../../../../grader/environments/live/open-exec.ts'
import { runInContainer, type CommandOutput } from '../../../../../grader/environments/live/run-in-container.ts'

/** What the key is hashed with. @see https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const WEB_SOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [TIMEOUT_MS, HANDSHAKE_MS] = [100, 400]

let server: Server
let sockets: Set<Socket>

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

async function listen(made: Server): Promise<number> {
  server = made
  sockets = new Set()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const run = (scheme: string, port: number): Promise<CommandOutput | undefined> => {
  const config = new KubeConfig()
  config.loadFromClusterAndUser({ name: 'c', server: `${scheme}://127.0.0.1:${port}`, skipTLSVerify: true }, { name: 'u' })
  const pod = { namespace: 'default', name: 'web' }
  return runInContainer(openExec(config, HANDSHAKE_MS), { pod, container: 'c', command: ['true'], timeoutMs: TIMEOUT_MS })
}

const closed = (): Promise<void> => vi.waitFor(() => expect(sockets.size).toBe(0), { timeout: 3000, interval: 20 })

test.each(['http', 'https'])('%s: one that never answers', async (scheme) => {
  const port = await listen(createServer((socket) => socket.resume()))
  expect(await run(scheme, port)).toBeUndefined()
  expect(sockets.size).toBe(1)
  await closed()
})

/** Upgrades the connection after a time; `upgraded` says what comes then. */
const upgrading = (afterMs: number, upgraded: (socket: Socket, send: (data: Buffer) => void) => void): Server => {
  const webSockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v5.channel.k8s.io' })
  return createHttpServer().on('upgrade', (request, socket: Socket, head) => {
    setTimeout(() => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => upgraded(socket, (data) => webSocket.send(data)))
    }, afterMs)
  })
}

/** Makes the connection, and says nothing over it, not even that it is closed. */
const silent = (): Server =>
  createHttpServer().on('upgrade', ({ headers }, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key'] ?? ''}${WEB_SOCKET}`)
      .digest('base64')
    const head = ['HTTP/1.1 101 Switching Protocols', 'connection: upgrade', 'upgrade: websocket']
    const told = [`sec-websocket-accept: ${accept}`, 'sec-websocket-protocol: v5.channel.k8s.io']
    socket.write([...head, ...told, '', ''].join('\r\n'))
    socket.on('end', () => socket.end()).resume()
  })

test('one that is silent once the connection is made', async () => {
  const port = await listen(silent())
  expect(await run('http', port)).toBeUndefined()
  await closed()
})

test('one that makes the connection when nobody waits for it any more', async () => {
  const port = await listen(upgrading(2 * TIMEOUT_MS, () => undefined))
  expect(await run('http', port)).toBeUndefined()
  await closed()
})

test('one that answers', async () => {
  const status = { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '7' }] } }
  const told = [Buffer.from('\u0001out'), Buffer.from('\u0002err'), Buffer.from(`\u0003${JSON.stringify(status)}`)]
  const port = await listen(upgrading(0, (_socket, send) => told.forEach(send)))
  expect(await run('http', port)).toEqual({ stdout: 'out', stderr: 'err', exitCode: 7 })
  await closed()
})
