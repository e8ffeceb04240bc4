/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { request } from 'node:https'
import { connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCredentials } from '../../../../grader/daemon/credentials.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import { ask, bearer, startTestServer, type TestServer } from '../support/api-client.ts'
import { createFakeCluster, watchesEnded } from '../support/fake-cluster.ts'

let server: TestServer
/** With the cluster behind it that knows who may do what. */
let real: TestServer
beforeAll(async () => {
  server = await startTestServer()
  real = await startTestServer(createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) }))
})
afterAll(() => {
  server.close()
  real.close()
  expect(real.logged).toEqual([])
  expect(server.logged).toEqual([])
})

const POD_PATH = '/api/v1/namespaces/default/pods/web'

describe('who is answered', () => {
  it('listens on loopback only', () => {
    expect(server.server.address()).toMatchObject({ address: '127.0.0.1' })
  })

  it('refuses TRACE as a method that is not known', async () => {
    const trusted = { ...bearer(real.credentials.token), method: 'TRACE' }
    expect((await ask(real, '/api/v1/namespaces', trusted)).status).toBe(405)
  })

  it.each([
    ['nothing', {}, 403],
    ['a wrong token', bearer('wrong'), 401],
    ['an empty token', bearer(''), 403],
    ['another scheme', { headers: { authorization: 'Basic bmV0Z3JhZGU6eA==' } }, 403],
  ])('refuses %s', async (_name, options, code) => {
    const reply = await ask(real, POD_PATH, options)
    expect(reply.status).toBe(code)
    expect(JSON.parse(reply.text)).toMatchObject({ kind: 'Status', reason: code === 401 ? 'Unauthorized' : 'Forbidden', code })
  })

  it('answers plain HTTP as Go does, and goes on', async () => {
    const socket = connect(real.port, '127.0.0.1')
    socket.write('GET /version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    expect(await readText(socket)).toBe('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n')
    expect((await ask(real, '/version')).status).toBe(200)
  })

  it('answers once the cluster’s controllers have begun, and nobody before', async () => {
    let begin = (): void => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const slow = await startTestServer(createFakeCluster(), { begun })
    let isAnswered = false
    const reply = ask(slow, POD_PATH, bearer(slow.credentials.token)).finally(() => (isAnswered = true))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(isAnswered).toBe(false)
    begin()
    expect((await reply).status).toBe(200)
    slow.close()
  })

  it('lets nobody in particular ask for the version alone', async () => {
    expect((await ask(real, '/version')).status).toBe(200)
    expect((await ask(real, '/')).text).toContain('forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"')
    expect((await ask(real, '/netgrade/status')).status).toBe(403)
  })

  it('knows the learner by the certificate, and netgrade by its token', async () => {
    const review = { method: 'POST', body: '{}' }
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
    const { token, clientCertificate, clientKey } = real.credentials
    const learner = await ask(real, path, { ...review, cert: clientCertificate, key: clientKey })
    expect(JSON.parse(learner.text).status.userInfo).toMatchObject({
      username: 'kubernetes-admin',
      groups: ['kubeadm:cluster-admins', 'system:authenticated'],
    })
    const own = await ask(real, path, { ...review, ...bearer(token) })
    expect(JSON.parse(own.text).status.userInfo).toEqual({
      username: 'netgrade',
      groups: ['system:masters', 'system:authenticated'],
    })
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
    const reply = await ask(real, `${POD_PATH}/exec?command=ls`, { method: 'POST', headers })
    expect(reply.status).toBe(403)
    expect(JSON.parse(reply.text).message).toBe(
      'pods "web" is forbidden: User "system:anonymous" cannot create resource "pods/exec" in API group "" in the namespace "default"',
    )
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

  const headersOf = (path: string, headers: Record<string, string> = {}): Promise<NodeJS.Dict<string | string[]>> =>
    new Promise((resolve, reject) => {
      const { port, credentials } = real
      const { authorization } = bearer(credentials.token).headers
      const options = { port, path, ca: credentials.authority, headers: { authorization, ...headers } }
      const asking = request({ host: '127.0.0.1', ...options }, (answer) => {
        resolve(answer.headers)
        answer.destroy()
      })
      asking.on('error', reject).end()
    })

  it('tells the length of short answers, and an id that an audit would know them by', async () => {
    const short = await headersOf('/api/v1/namespaces/nope')
    expect(Number(short['content-length'])).toBeGreaterThan(100)
    expect(short['transfer-encoding']).toBeUndefined()
    expect(short['audit-id']).toMatch(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/u)
    expect((await headersOf('/version', { 'audit-id': 'mine-1' }))['audit-id']).toBe('mine-1')
    const long = await headersOf('/api/v1')
    expect([long['content-length'], long['transfer-encoding']]).toEqual([undefined, 'chunked'])
    const watch = await headersOf('/api/v1/pods?watch=1')
    expect([watch['content-length'], watch['transfer-encoding']]).toEqual([undefined, 'chunked'])
  })

  it('refuses more than 3 MiB', async () => {
    const reply = await ask(server, '/api/v1/anything', {
      method: 'POST',
      body: 'x'.repeat(3_200_000),
      ...bearer(server.credentials.token),
    })
    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.text)).toMatchObject({
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: limit is 3145728',
    })
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

describe('sessions', () => {
  it('refuses more at the same time than it takes, until one ends', async () => {
    const narrow = await startTestServer(createFakeCluster(), { maxSessions: 1 })
    const headers = {
      ...bearer(narrow.credentials.token).headers,
      connection: 'Upgrade',
      upgrade: 'SPDY/3.1',
      'x-stream-protocol-version': 'v4.channel.k8s.io',
    }
    const path = `${POD_PATH}/exec?command=cat&stdin=true`
    const open = () =>
      new Promise<{ status: number; close: () => void }>((resolve, reject) => {
        const { port, credentials } = narrow
        const options = { host: '127.0.0.1', port, path, ca: credentials.authority, agent: false, method: 'POST', headers }
        const outgoing = request(options, (response) => {
          response.resume()
          resolve({ status: response.statusCode ?? 0, close: () => undefined })
        })
        outgoing.on('upgrade', (_response, socket) => resolve({ status: 101, close: () => socket.destroy() }))
        outgoing.on('error', reject)
        outgoing.end()
      })
    const first = await open()
    expect([first.status, (await open()).status]).toEqual([101, 429])
    first.close()
    await expect.poll(async () => (await open()).status).toBe(101)
    narrow.close()
  })
})
