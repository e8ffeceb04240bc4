import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createPlainServer, type AddressInfo, type Server as PlainServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCredentials, type Credentials } from '../../../../../grader/daemon/credentials.ts'
import { connectFromHere, observeFromHere } from '../../../../../grader/environments/live/observe/outside.ts'
import type { Aim } from '../../../../../src/grading/observation/aim.ts'

const HERE = '127.0.0.1'
/** As a node that this machine does not know: some networks refuse what nobody has, so an address would not do. */
const NOWHERE = 'node.invalid'

const servers: (Server | PlainServer)[] = []
let credentials: Credentials
beforeAll(async () => {
  credentials = await makeCredentials(Date.now())
})

const listen = async (server: Server | PlainServer): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve))
  return (server.address() as AddressInfo).port
}
const serve = (answer: RequestListener): Promise<number> => listen(createServer(answer))
const freePort = async (): Promise<number> => {
  const server = createPlainServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

const closeAll = (): void => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
}
afterEach(closeAll)
afterAll(closeAll)

const connection = (host: string, port: number, protocol: 'TCP' | 'UDP' = 'TCP'): Aim => ({
  kind: 'connection',
  protocol,
  host,
  port,
})
const request = (url: string, more: object = {}): Aim => ({ kind: 'request', url, method: 'GET', headers: {}, ...more })

describe('a connection from here', () => {
  test('comes about, is refused, or leads nowhere', async () => {
    const port = await serve((_request, response) => response.end())
    expect(await observeFromHere(connection(HERE, port), [])).toEqual({ seen: { kind: 'connection', verdict: 'connected' } })
    expect(await observeFromHere(connection(HERE, await freePort()), [])).toEqual({
      seen: { kind: 'connection', verdict: 'refused' },
    })
    expect(await connectFromHere({ host: 'no.such.name.invalid', port: 80 })).toBe('unresolved')
  })

  test('of datagrams nothing asks', async () => {
    expect(await observeFromHere(connection(HERE, 53, 'UDP'), [])).toEqual({ unobserved: 'no-tool' })
  })

  test('to a node that can be reached goes there', async () => {
    const port = await serve((_request, response) => response.end())
    expect(await observeFromHere(connection(HERE, port), [HERE])).toMatchObject({ seen: { verdict: 'connected' } })
  })

  test('to a node behind this machine goes by the same port of its own, where that leads there', async () => {
    const port = await serve((_request, response) => response.end())
    expect(await observeFromHere(connection(NOWHERE, port), [NOWHERE])).toMatchObject({ seen: { verdict: 'connected' } })
    expect(await observeFromHere(connection(NOWHERE, await freePort()), [NOWHERE])).toEqual({ unobserved: 'no-way-from-here' })
  })
})

describe('a request from here', () => {
  test('brings status, headers and page, for the host that was asked for', async () => {
    const port = await serve((incoming, response) => {
      response
        .writeHead(404, { server: 'x' })
        .end(`${incoming.headers.host ?? ''} ${incoming.url ?? ''} ${String(incoming.headers['accept'])}`)
    })
    const aim = request('http://a.com/path?q=1', { headers: { Accept: 'text/plain' }, connectTo: { host: HERE, port } })
    expect(await observeFromHere(aim, [])).toMatchObject({
      seen: {
        kind: 'request',
        verdict: 'connected',
        response: { status: 404, headers: { server: 'x' }, body: 'a.com /path?q=1 text/plain' },
      },
    })
    expect(await observeFromHere(request(`http://${HERE}:${port}/`), [])).toMatchObject({ seen: { response: { status: 404 } } })
  })

  test('of TLS asks for an answer, not for whose', async () => {
    const { serverKey: key, serverCertificate: cert } = credentials
    const port = await listen(createSecureServer({ key, cert }, (_request, response) => response.end('secure')))
    expect(await observeFromHere(request(`https://${HERE}:${port}/`), [])).toMatchObject({
      seen: { response: { status: 200, body: 'secure' } },
    })
  })

  test('keeps the beginning of a large page', async () => {
    const port = await serve((_request, response) => response.end('x'.repeat(1024 * 1024)))
    const found = await observeFromHere(request(`http://${HERE}:${port}/`), [])
    const body = 'seen' in found && found.seen.kind === 'request' ? found.seen.response?.body.length : undefined
    expect(body).toBeLessThanOrEqual(64 * 1024)
  })

  test('that something answers which is no HTTP, or breaks off, was connected', async () => {
    const plain = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('SSH-2.0\r\n')
    })
    expect(await observeFromHere(request(`http://${HERE}:${await listen(plain)}/`), [])).toEqual({
      seen: { kind: 'request', verdict: 'connected' },
    })
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await observeFromHere(request(`http://${HERE}:${port}/`), [])).toEqual({
      seen: { kind: 'request', verdict: 'connected' },
    })
  })

  test('that nobody takes, to a name that nobody has, and of no URL', async () => {
    const port = await freePort()
    expect(await observeFromHere(request(`http://${HERE}:${port}/`), [])).toEqual({
      seen: { kind: 'request', verdict: 'refused' },
    })
    expect(await observeFromHere(request('http://no.such.name.invalid/'), [])).toMatchObject({
      seen: { verdict: 'unresolved' },
    })
    expect(await observeFromHere(request('ftp://x/'), [])).toEqual({ unobserved: 'no-way-from-here' })
    expect(await observeFromHere(request(`ftp://x/`, { connectTo: { host: HERE, port } }), [])).toEqual({
      seen: { kind: 'request', verdict: 'unresolved' },
    })
  })
})

test('a name is looked up as this machine does', async () => {
  expect(await observeFromHere({ kind: 'name', name: 'localhost', type: 'A' }, [])).toEqual({
    seen: { kind: 'name', outcome: 'NOERROR', found: [HERE] },
  })
  expect(await observeFromHere({ kind: 'name', name: 'no.such.name.invalid', type: 'A' }, [])).toEqual({
    seen: { kind: 'name', outcome: 'not-found', found: [] },
  })
})
