import { request } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCredentials } from '../../../../grader/daemon/credentials.ts'
import { ask, bearer, startTestServer, type TestServer } from '../support/api-client.ts'
import { watchesEnded } from '../support/fake-cluster.ts'

let server: TestServer
beforeAll(async () => (server = await startTestServer()))
afterAll(() => {
  server.close()
  expect(server.logged).toEqual([])
})

const POD_PATH = '/api/v1/namespaces/default/pods/web'

describe('who is answered', () => {
  it('listens on loopback only', () => {
    expect(server.server.address()).toMatchObject({ address: '127.0.0.1' })
  })

  it.each([
    ['nothing', {}],
    ['a wrong token', bearer('wrong')],
    ['an empty token', bearer('')],
    ['another scheme', { headers: { authorization: 'Basic bmV0Z3JhZGU6eA==' } }],
  ])('refuses %s', async (_name, options) => {
    const reply = await ask(server, POD_PATH, options)
    expect(reply.status).toBe(401)
    expect(JSON.parse(reply.text)).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 })
  })

  it('refuses a client certificate of another authority', async () => {
    const stranger = await makeCredentials(Date.now())
    const reply = await ask(server, POD_PATH, { cert: stranger.clientCertificate, key: stranger.clientKey })
    expect(reply.status).toBe(401)
  })

  it('refuses the server’s own certificate as a client', async () => {
    const { serverCertificate, serverKey } = server.credentials
    expect((await ask(server, POD_PATH, { cert: serverCertificate, key: serverKey })).status).toBe(401)
  })

  it('answers the token and the client certificate', async () => {
    const { token, clientCertificate, clientKey } = server.credentials
    expect((await ask(server, POD_PATH, bearer(token))).status).toBe(200)
    expect((await ask(server, POD_PATH, { cert: clientCertificate, key: clientKey })).status).toBe(200)
  })

  it('refuses an upgrade without credentials', async () => {
    const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'v4.channel.k8s.io' }
    const reply = await ask(server, `${POD_PATH}/exec?command=ls`, { method: 'POST', headers })
    expect(reply.status).toBe(401)
  })
})

describe('bodies', () => {
  it('passes a request’s body on', async () => {
    const reply = await ask(server, '/api/v1/anything', {
      method: 'POST',
      body: 'x'.repeat(100_000),
      ...bearer(server.credentials.token),
    })
    expect(JSON.parse(reply.text)).toEqual({ length: 100_000 })
  })

  it('refuses more than 3 MiB', async () => {
    const reply = await ask(server, '/api/v1/anything', {
      method: 'POST',
      body: 'x'.repeat(3_200_000),
      ...bearer(server.credentials.token),
    })
    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.text)).toMatchObject({ reason: 'RequestEntityTooLarge' })
  })

  it('streams a watch and ends it when the client goes away', async () => {
    const first = await new Promise<string>((resolve, reject) => {
      const { port, credentials } = server
      const options = {
        host: '127.0.0.1',
        port,
        path: '/watched?watch=1',
        ca: credentials.authority,
        agent: false,
        ...bearer(credentials.token),
      }
      const outgoing = request(options, (response) => {
        response.once('data', (chunk: Buffer) => {
          outgoing.destroy()
          resolve(chunk.toString())
        })
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
    expect(first).toBe('{"type":"ADDED"}\n')
    await expect.poll(() => watchesEnded).toContain('/watched')
  })
})
