import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from '../../support/api-client.ts'

let server: TestServer
beforeAll(async () => (server = await startTestServer()))
afterAll(() => server.close())

it('forwards ports over channels: the port first, then its bytes; an error where nobody listens', async () => {
  const { port, credentials } = server
  const url = `wss://127.0.0.1:${port}/api/v1/namespaces/default/pods/web/portforward?ports=80&ports=81`
  const headers = { authorization: `Bearer ${credentials.token}` }
  const socket = new WebSocket(url, ['v4.channel.k8s.io'], { ca: credentials.authority, headers })
  const channels: Record<number, Buffer[]> = {}
  socket.on('message', (data: Buffer) => (channels[data[0]!] ??= []).push(data.subarray(1)))
  await once(socket, 'open')
  socket.send(Buffer.from('\0GET /page HTTP/1.1\r\nHost: here\r\n\r\n'))
  await expect.poll(() => Buffer.concat(channels[0]?.slice(1) ?? []).toString()).toContain('welcome /page as here')
  expect(channels[0]?.[0]?.readUInt16LE()).toBe(80)
  expect(channels[2]?.[0]?.readUInt16LE()).toBe(81)
  expect(Buffer.concat(channels[3]?.slice(1) ?? []).toString()).toContain('connect: connection refused')
  socket.close()
})

it('agrees on the tunnel, whose name has a slash that no token may have', async () => {
  const { port, credentials } = server
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asking = request({
      host: '127.0.0.1',
      port,
      path: '/api/v1/namespaces/default/pods/web/portforward',
      ca: credentials.authority,
      headers: {
        authorization: `Bearer ${credentials.token}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io',
      },
    })
    asking.on('upgrade', (incoming, socket) => {
      socket.destroy()
      resolve(incoming)
    })
    asking.on('response', resolve)
    asking.on('error', reject)
    asking.end()
  })
  expect(answer.statusCode).toBe(101)
  expect(answer.headers['sec-websocket-protocol']).toBe('SPDY/3.1+portforward.k8s.io')
})
