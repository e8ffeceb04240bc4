// An API server that closes connections which nobody uses, at the moment at which one is used again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openContext, type LiveClient, type OwnContext } from '../../../../../grader/environments/live/client.ts'

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}'

let home: string
let server: Server
let client: LiveClient
/** Requests by the order of their connections. */
let asked: number[]

const config = (port: number): string => `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { insecure-skip-tls-verify: true, server: 'http://127.0.0.1:${port}' } }]
users: [{ name: u, user: {} }]
contexts: [{ name: stale, context: { cluster: c, user: u } }]
`

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-client-'))
  asked = []
  server = createServer((socket: Socket) => {
    const connection = asked.push(0) - 1
    socket.on('error', () => undefined)
    socket.on('data', () => {
      asked[connection] = (asked[connection] ?? 0) + 1
      if (asked[connection] > 1) socket.resetAndDestroy()
      else socket.write(ANSWER)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const file = join(home, 'config')
  const address = server.address()
  writeFileSync(file, config(typeof address === 'object' ? (address?.port ?? 0) : 0))
  client = openContext({ name: 'stale', file } satisfies OwnContext)
})

afterEach(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

test('of the files of KUBECONFIG one that is not there is left out, as kubectl does', () => {
  const [before, missing] = [process.env['KUBECONFIG'], join(home, 'missing')]
  try {
    for (const files of [
      [missing, join(home, 'config')],
      [join(home, 'config'), missing],
    ]) {
      process.env['KUBECONFIG'] = files.join(delimiter)
      expect(openContext('stale').config.getCurrentContext()).toBe('stale')
    }
    process.env['KUBECONFIG'] = missing
    expect(() => openContext('stale')).toThrow(expect.objectContaining({ code: 'kubeconfig-broken' }) as Error)
  } finally {
    if (before === undefined) delete process.env['KUBECONFIG']
    else process.env['KUBECONFIG'] = before
  }
})

test('a question that never arrived is asked again over a new connection', async () => {
  expect(await client.ask('GET', '/version')).toEqual({ status: 200, body: {} })
  expect(await client.ask('GET', '/version')).toEqual({ status: 200, body: {} })
  expect(asked).toEqual([2, 1])
})

test('an order is not given twice', async () => {
  await client.ask('GET', '/version')
  await expect(client.ask('POST', '/api/v1/namespaces', {})).rejects.toMatchObject({ code: 'cluster-unreachable' })
  expect(asked).toEqual([2])
})
