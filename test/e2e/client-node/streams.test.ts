/** @kubernetes/client-node: exec, attach, logs that are followed, forwarded ports. */
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { PassThrough } from 'node:stream'
import { Attach, CoreV1Api, Exec, Log, PortForward, type V1Status } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, Kept, openClients, pod, type Clients } from './clients.ts'

const namespace = 'default'
let clients: Clients
let core: CoreV1Api

beforeAll(async () => {
  clients = await openClients()
  core = clients.config.makeApiClient(CoreV1Api)
  const bodies = [
    pod('web', 'nginx'),
    pod('tool', 'busybox', ['sh', '-c', 'n=0; while true; do n=$((n+1)); echo line $n; sleep 0.2; done']),
    pod('reader', 'busybox', ['sh', '-c', 'while read line; do echo got $line; done']),
  ]
  const [, , reader] = bodies
  for (const container of reader?.spec?.containers ?? []) container.stdin = true
  for (const body of bodies) await core.createNamespacedPod({ namespace, body })
  await eventually(async () => {
    const { items } = await core.listNamespacedPod({ namespace })
    return items.every(({ status }) => status?.phase === 'Running') ? items : undefined
  })
})
afterAll(() => clients.session.close())

interface Ran {
  readonly out: string
  readonly err: string
  readonly status: V1Status
}

const exec = async (name: string, command: string[], input?: string, tty = false): Promise<Ran> => {
  const [out, err] = [new Kept(), new Kept()]
  const stdin = input === undefined ? null : new PassThrough()
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(clients.config).exec(namespace, name, 'main', command, out, tty ? null : err, stdin, tty, resolve).catch(reject)
    stdin?.end(input)
  })
  return { out: out.text, err: err.text, status }
}

describe('exec', () => {
  it('gives output, errors and the exit code', async () => {
    const { out, err, status } = await exec('tool', ['sh', '-c', 'echo out; echo err >&2; exit 3'])
    expect([out, err]).toEqual(['out\n', 'err\n'])
    expect(status).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      message: 'command terminated with non-zero exit code: exit status 3',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    })
  })

  it('ends with success, in a terminal too', async () => {
    const { out, status } = await exec('tool', ['sh', '-c', 'echo out'], undefined, true)
    expect([out, status.status]).toEqual(['out\r\n', 'Success'])
  })

  it('hands on what is written to it, to the end', async () => {
    const { out, status } = await exec('tool', ['cat'], 'one\ntwo\n')
    expect([out, status.status]).toEqual(['one\ntwo\n', 'Success'])
  })

  it('refuses containers that are not there', async () => {
    const opened = new Exec(clients.config).exec(namespace, 'tool', 'none', ['true'], null, null, null, false)
    await expect(opened).rejects.toMatchObject({ message: expect.stringContaining('400') as string })
  })
})

it('attach reads what comes from now on, and writes to the process', async () => {
  const out = new Kept()
  const input = new PassThrough()
  const socket = await new Attach(clients.config).attach(namespace, 'reader', 'main', out, null, input, false)
  for (const word of ['hello', 'again']) {
    input.write(`${word}\n`)
    await eventually(() => (out.text.includes(`got ${word}\n`) ? true : undefined))
  }
  socket.close()
})

describe('logs', () => {
  it('are followed until the reader ends it', async () => {
    const out = new PassThrough()
    let text = ''
    out.on('data', (chunk: Buffer) => (text += chunk.toString()))
    const controller = await new Log(clients.config).log(namespace, 'tool', 'main', out, { follow: true, tailLines: 1 })
    await eventually(() => (text.split('\n').length > 4 ? true : undefined))
    controller.abort()
    const numbers = [...text.matchAll(/line (\d+)\n/gu)].map(([, number]) => Number(number))
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
  })

  it('end with the container', async () => {
    await core.createNamespacedPod({
      namespace,
      body: pod('short', 'busybox', ['sh', '-c', 'echo one; sleep 1; echo two']),
    })
    await eventually(async () => {
      const { status } = await core.readNamespacedPod({ namespace, name: 'short' })
      return status?.containerStatuses?.[0]?.state?.running
    })
    const out = new PassThrough()
    const text = new Kept()
    out.pipe(text)
    await new Log(clients.config).log(namespace, 'short', 'main', out, { follow: true })
    await once(out, 'end')
    expect(text.text).toBe('one\ntwo\n')
  })

  it('have times and limits', async () => {
    const text = await core.readNamespacedPodLog({ namespace, name: 'tool', timestamps: true, tailLines: 2 })
    expect(text.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z line \d+$/u),
      expect.stringMatching(/ line \d+$/u),
    ])
    expect(await core.readNamespacedPodLog({ namespace, name: 'tool', limitBytes: 3 })).toBe('lin')
  })
})

describe('a forwarded port', () => {
  let server: Server
  beforeAll(async () => {
    const forward = new PortForward(clients.config)
    server = createServer((socket) => void forward.portForward(namespace, 'web', [80], socket, null, socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  it('answers as the Pod does', async () => {
    const address = server.address()
    const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.write('GET / HTTP/1.0\r\nHost: web\r\n\r\n')
    await eventually(() => (text.includes('Welcome to nginx!') ? true : undefined))
    expect(text).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/u)
    socket.destroy()
  })
})
