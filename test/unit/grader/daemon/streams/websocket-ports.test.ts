import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:tls'
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
  expect(socket.readyState).toBe(WebSocket.OPEN)
  socket.close()
})

it('ends the connection with the last of its ports', async () => {
  const { port, credentials } = server
  const url = `wss://127.0.0.1:${port}/api/v1/namespaces/default/pods/web/portforward?ports=80&ports=81`
  const headers = { authorization: `Bearer ${credentials.token}` }
  const socket = new WebSocket(url, ['v4.channel.k8s.io'], { ca: credentials.authority, headers })
  await once(socket, 'open')
  const closed = once(socket, 'close')
  socket.send(Buffer.from('\0GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n'))
  expect((await closed)[0]).toBe(1000)
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

it('puts each message of a command into a TLS record of its own', async () => {
  const { port, credentials } = server
  const socket = connect({ host: '127.0.0.1', port, ca: credentials.authority, servername: 'localhost' })
  await once(socket, 'secureConnect')
  const head = [
    'GET /api/v1/namespaces/default/pods/web/exec?command=sh&command=-c&command=echo+a;echo+b;exit+3&stdout=1&stderr=1 HTTP/1.1',
    `Host: localhost:${port}`,
    `Authorization: Bearer ${credentials.token}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: v4.channel.k8s.io',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const records: Buffer[] = []
  socket.on('data', (record: Buffer) => records.push(record))
  const CLOSE = 0x88
  await expect.poll(() => records.at(-1)?.includes(CLOSE)).toBe(true)
  socket.destroy()
  const [answer, ...frames] = records
  expect(answer?.toString()).toContain('HTTP/1.1 101')
  expect(frames.length).toBeGreaterThan(2)
  // A frame's second byte is its length, or says that two bytes with it follow.
  const lengths = frames.map((frame) => (frame[1] === 126 ? frame.readUInt16BE(2) + 4 : Number(frame[1]) + 2))
  expect(frames.map(({ length }) => length)).toEqual(lengths)
})
