import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askDaemon } from '../../../../grader/daemon/client.ts'
import { makeCredentials } from '../../../../grader/daemon/credentials.ts'
import { startTestServer, type TestServer } from '../support/api-client.ts'

let server: TestServer
let silent: Server
beforeAll(async () => {
  server = await startTestServer()
  silent = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
})
afterAll(() => {
  server.close()
  silent.close()
})

const PATH = '/api/v1/namespaces/default/pods/web'

it('is answered by the daemon whose certificate it knows', async () => {
  expect((await askDaemon(server, 'GET', PATH)).status).toBe(200)
})

it('sends nothing, its token least of all, to whoever shows another certificate', async () => {
  const asked: string[] = []
  server.server.on('request', ({ url = '' }: { url?: string }) => asked.push(url))
  const credentials = await makeCredentials(Date.now())
  await expect(askDaemon({ port: server.port, credentials }, 'GET', PATH)).rejects.toThrow('another certificate was shown')
  expect(asked).toEqual([])
})

it('gives up where something listens that never answers', async () => {
  const { port } = silent.address() as AddressInfo
  const asked = askDaemon({ port, credentials: server.credentials }, 'GET', PATH, { timeoutMs: 50 })
  await expect(asked).rejects.toThrow('timed out')
})

it('says where nobody listens', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => free.once('listening', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  await expect(askDaemon({ port, credentials: server.credentials }, 'GET', PATH)).rejects.toThrow('ECONNREFUSED')
})
