// Watches of servers that fall silent: they end by themselves, and at once where nobody listens any more.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { KubeConfig } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveClient } from '../../../../../grader/environments/live/client.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'
import { watchWith, type WatchTimes } from '../../../../../grader/environments/live/watch.ts'

const TIMES: WatchTimes = { watchSeconds: 0, graceMs: 300 }
const PODS = '/api/v1/pods'

let server: Server
let sockets: Set<Socket>
let asked: string[]
let answer: (request: IncomingMessage, response: ServerResponse) => void
let client: LiveClient

beforeEach(async () => {
  sockets = new Set()
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  }).on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const config = new KubeConfig()
  const { port } = server.address() as AddressInfo
  config.loadFromClusterAndUser({ name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true }, { name: 'u' })
  client = { config, typed: typedFor('far'), ask: () => Promise.reject(new Error('nobody asks')) }
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const watch = (onEvent = vi.fn(), signal = new AbortController().signal): Promise<void> =>
  watchWith(client, TIMES)(PODS, '7', onEvent, signal)

const allClosed = (): Promise<void> => vi.waitFor(() => expect(sockets.size).toBe(0), { timeout: 2000, interval: 10 })

test('each line is an event; what is none is left out, also a line that was not finished', async () => {
  answer = (_request, response) => {
    response.write('{"type":"ADDED","object":{"a":1}}\n{"type":1}\nno JSON\n{"type":"DEL')
    setTimeout(() => response.write('ETED","object":{}}\n{"type":"ADD'), 20)
    setTimeout(() => response.end(), 40)
  }
  const onEvent = vi.fn()
  await watch(onEvent)
  expect(onEvent.mock.calls).toEqual([
    ['ADDED', { a: 1 }],
    ['DELETED', {}],
  ])
  expect(asked).toEqual([`${PODS}?watch=true&resourceVersion=7&timeoutSeconds=0`])
})

test.each<[string, typeof answer]>([
  ['never answers', () => undefined],
  ['answers, and says nothing more', (_request, response) => response.flushHeaders()],
  ['falls silent in the middle', (_request, response) => response.write('{"type":"ADDED","object":{}}\n{"ty')],
])('one that %s is given up, and its connection closed', async (_name, silent) => {
  answer = silent
  const startMs = performance.now()
  await watch()
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(290)
  await allClosed()
})

test('one that nobody listens to any more ends at once, also where no answer came', async () => {
  const controller = new AbortController()
  answer = () => controller.abort()
  await watchWith(client, { watchSeconds: 60, graceMs: 0 })(PODS, '7', vi.fn(), controller.signal)
  await allClosed()
})

test.each<[string, typeof answer]>([
  ['refuses', (_request, response) => response.writeHead(410).end('{"type":"ADDED","object":{}}\n')],
  ['breaks off', (request) => request.socket.destroy()],
])('one that %s ends, without an event', async (_name, given) => {
  answer = given
  const onEvent = vi.fn()
  await watch(onEvent)
  expect(onEvent).not.toHaveBeenCalled()
})
