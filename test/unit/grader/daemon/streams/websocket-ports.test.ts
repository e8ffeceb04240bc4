import { once } from 'node:events'
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
