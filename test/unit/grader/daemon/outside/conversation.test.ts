import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { converse, createDoorServer, type Door } from '../../../../../grader/daemon/outside/conversation.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const POD_PORT = 6379

/** A socket of this machine that leads to a Pod's port, as `kubectl port-forward` opens one. */
const dialPod = async (container: object, port = POD_PORT): Promise<Socket> => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ...container }] } }
  cluster.apply(pod)
  await cluster.settle()
  const from = { pod: { namespace: 'default', name: 'p' } }
  const door: Door = { from, to: { host: '127.0.0.1' }, port, origin: () => `http://127.0.0.1:${port}` }
  const http = createDoorServer(cluster, door)
  const server = createServer({ allowHalfOpen: true }, (socket) => converse(cluster, door, socket, http))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = dial((server.address() as AddressInfo).port, '127.0.0.1')
  closers.push(() => {
    socket.destroy()
    server.close()
    cluster.stop()
  })
  return socket
}

const heard = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once('data', (data) => resolve(String(data))))

it('carries what a client says to the program, and its answer back, again and again', async () => {
  const socket = await dialPod({ image: 'redis' })
  socket.write('SET a 1\r\n')
  expect(await heard(socket)).toBe('+OK\r\n')
  socket.write('GET a\r\n')
  expect(await heard(socket)).toBe('$1\r\n1\r\n')
})

it('ends with the program', async () => {
  const socket = await dialPod({ image: 'busybox', command: ['sh', '-c', `echo hello | nc -l -p ${POD_PORT}`] })
  expect(await heard(socket)).toBe('hello\n')
  socket.end()
  await new Promise((resolve) => socket.once('close', resolve))
})

/** The head of the answer to GET /, with its date as `now`. */
const headOf = async (container: object, { port, lines = '' }: { readonly port: number; readonly lines?: string }) => {
  const socket = await dialPod(container, port)
  socket.write(`GET /hostname HTTP/1.1\r\nHost: here\r\n${lines}\r\n`)
  const [head = ''] = (await heard(socket)).split('\r\n\r\n')
  return head.replace(/Date: .*/u, 'Date: now').split('\r\n')
}

it("writes each server's head as it would, and nothing of Node's", async () => {
  expect(await headOf({ image: 'nginx' }, { port: 80 })).toEqual([
    'HTTP/1.1 404 Not Found',
    'Server: nginx/1.29.3',
    'Date: now',
    'Content-Type: text/html',
    'Content-Length: 153',
    'Connection: keep-alive',
  ])
  const agnhost = { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec'] }
  const answer = ['HTTP/1.1 200 OK', 'Date: now', 'Content-Length: 1', 'Content-Type: text/plain; charset=utf-8']
  expect(await headOf(agnhost, { port: 8080 })).toEqual(answer)
  expect(await headOf(agnhost, { port: 8080, lines: 'Connection: close\r\n' })).toEqual([...answer, 'Connection: close'])
  expect((await headOf({ image: 'httpd' }, { port: 80 })).slice(0, 3)).toEqual([
    'HTTP/1.1 404 Not Found',
    'Date: now',
    expect.stringMatching(/^Server: Apache/u),
  ])
})
