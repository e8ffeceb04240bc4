import { mkdtempSync, rmSync } from 'node:fs'
import { connect as openSession } from 'node:http2'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { loadCredentials } from '../../../../../grader/daemon/credentials.ts'
import { openIngressPorts, type IngressPorts } from '../../../../../grader/daemon/outside/ingress-ports.ts'
import { ensurePrivateDirectory } from '../../../../../grader/daemon/private-files.ts'
import { statePaths } from '../../../../../grader/terminal/paths.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const start = async (objects: readonly object[]): Promise<{ cluster: Cluster; ports: IngressPorts }> => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  closers.push(() => cluster.stop())
  for (const object of objects) cluster.apply(object as KubernetesObject)
  await cluster.settle()
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-web-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const paths = statePaths({ NETGRADE_HOME: folder })
  await ensurePrivateDirectory(paths.home)
  const ports = await openIngressPorts(cluster, await loadCredentials(paths, Date.now()))
  closers.push(() => ports.close())
  await ports.settled()
  return { cluster, ports }
}

const CONTROLLER = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'controller',
    namespace: 'ingress-nginx',
    labels: {
      'app.kubernetes.io/name': 'ingress-nginx',
      'app.kubernetes.io/instance': 'ingress-nginx',
      'app.kubernetes.io/component': 'controller',
    },
  },
  spec: { containers: [{ name: 'controller', image: 'nginx' }] },
}

const namespace = (name: string): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })

const causeOf = (url: string): Promise<unknown> =>
  fetch(url).then(
    ({ status }) => status,
    (error: unknown) => ((error as Error).cause as { readonly code?: string }).code,
  )

it('refuses connections while no controller runs', async () => {
  const { cluster, ports } = await start([])
  const url = `http://127.0.0.1:${ports.http}/`
  expect(await causeOf(url)).toBe(404)
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'ingress-nginx' })
  await cluster.settle()
  await ports.settled()
  expect(await causeOf(url)).toBe('ECONNREFUSED')
  cluster.apply(namespace('ingress-nginx'))
  cluster.apply(CONTROLLER)
  await cluster.settle()
  await ports.settled()
  expect(await causeOf(url)).toBe(404)
})

const WEB = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['web.test'], secretName: 'none' }],
      rules: ['web.test', 'plain.test'].map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
      })),
    },
  },
]

interface Told {
  readonly version: string
  readonly headers: Readonly<Record<string, unknown>>
}

const overHttp2 = (port: number, authority: string): Promise<Told> =>
  new Promise((resolve, reject) => {
    const session = openSession(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
    session.once('error', reject)
    const stream = session.request({ ':authority': authority, ':path': '/' })
    stream.once('response', (headers) => {
      resolve({ version: session.alpnProtocol ?? '', headers })
      session.destroy()
    })
  })

const overHttp1 = (port: number, host: string): Promise<Told> =>
  new Promise((resolve, reject) => {
    const agent = false
    get({ host: '127.0.0.1', port, headers: { host }, rejectUnauthorized: false, agent }, (response) => {
      resolve({ version: response.httpVersion, headers: response.headers })
      response.resume()
    }).once('error', reject)
  })

it('speaks HTTP/2 with those who can, and asks browsers of hosts with TLS to stay with it', async () => {
  const { ports } = await start(WEB)
  const port = ports.https ?? 0
  const secured = await overHttp2(port, 'web.test')
  expect(secured.version).toBe('h2')
  expect(secured.headers).toMatchObject({
    ':status': 200,
    'content-type': 'text/html',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  })
  expect(secured.headers).not.toHaveProperty('server')
  const plain = await overHttp1(port, 'plain.test')
  expect(plain.version).toBe('1.1')
  expect(plain.headers).not.toHaveProperty('strict-transport-security')
  expect((await overHttp1(port, 'web.test')).headers).toHaveProperty('strict-transport-security')
})
