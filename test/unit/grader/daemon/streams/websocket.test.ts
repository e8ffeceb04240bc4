import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from '../../support/api-client.ts'

let server: TestServer
beforeAll(async () => (server = await startTestServer()))
afterAll(() => server.close())

interface Session {
  readonly protocol: string
  /** Text by channel number. */
  readonly channels: Readonly<Record<number, string>>
}

function run(query: string, protocols: readonly string[], send: readonly Buffer[] = []): Promise<Session> {
  const { port, credentials } = server
  const url = `wss://127.0.0.1:${port}/api/v1/namespaces/default/pods/${query}`
  const socket = new WebSocket(url, [...protocols], {
    ca: credentials.authority,
    headers: { authorization: `Bearer ${credentials.token}` },
  })
  const channels: Record<number, string> = {}
  socket.on('open', () => {
    for (const message of send) socket.send(message)
  })
  socket.on('message', (data: Buffer) => (channels[data[0]!] = (channels[data[0]!] ?? '') + data.subarray(1).toString()))
  return new Promise((resolve, reject) => {
    socket.on('close', () => resolve({ protocol: socket.protocol, channels }))
    socket.on('error', reject)
  })
}

const ALL = 'stdout=true&stderr=true'

describe('exec over WebSocket', () => {
  it('chooses the newest protocol in common', async () => {
    expect((await run(`web/exec?command=hello&${ALL}`, ['v4.channel.k8s.io', 'v5.channel.k8s.io'])).protocol).toBe(
      'v5.channel.k8s.io',
    )
    expect((await run(`web/exec?command=hello&${ALL}`, ['v4.channel.k8s.io'])).protocol).toBe('v4.channel.k8s.io')
  })

  it('carries output and success', async () => {
    const { channels } = await run(`web/exec?command=hello&command=world&${ALL}`, ['v5.channel.k8s.io'])
    expect(channels[1]).toBe('hello world\n')
    expect(JSON.parse(channels[3]!)).toMatchObject({ status: 'Success' })
  })

  it('carries standard error, merged with a terminal', async () => {
    expect((await run(`web/exec?command=stderr&command=oops&${ALL}`, ['v5.channel.k8s.io'])).channels[2]).toBe('oops\n')
    expect((await run(`web/exec?command=stderr&command=oops&${ALL}&tty=true`, ['v5.channel.k8s.io'])).channels[1]).toBe(
      'oops\n',
    )
  })

  it('carries the exit code', async () => {
    const { channels } = await run(`web/exec?command=exit&command=3&${ALL}`, ['v5.channel.k8s.io'])
    expect(JSON.parse(channels[3]!)).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    })
  })

  it('ends standard input at the close message of v5', async () => {
    const send = [Buffer.from('\0abc'), Buffer.from([255, 0])]
    const { channels } = await run(`web/exec?command=cat&stdin=true&${ALL}`, ['v5.channel.k8s.io'], send)
    expect(channels[1]).toBe('abc')
  })

  it('refuses before upgrading where the Pod is missing', async () => {
    await expect(run(`nosuch/exec?command=ls&${ALL}`, ['v5.channel.k8s.io'])).rejects.toThrow('404')
  })

  it('refuses protocols that it does not speak', async () => {
    await expect(run(`web/exec?command=ls&${ALL}`, ['v9.channel.k8s.io'])).rejects.toThrow('403')
  })
})
