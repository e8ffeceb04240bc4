import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { loadCredentials } from '../../../../../grader/daemon/credentials.ts'
import { openIngressPorts } from '../../../../../grader/daemon/outside/ingress-ports.ts'
import { statePaths } from '../../../../../grader/terminal/paths.ts'
import { ensurePrivateDirectory } from '../../../../../grader/daemon/private-files.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const OWN = 'Kubernetes Ingress Controller Fake Certificate'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-tls-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const KEYS = { ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], rsa: ['-newkey', 'rsa:2048'] } as const

const makePair = (host: string, kind: keyof typeof KEYS): Readonly<Record<string, string>> => {
  const folder = temporary()
  const [key, cert] = [join(folder, 'tls.key'), join(folder, 'tls.crt')]
  execFileSync('openssl', ['req', '-x509', ...KEYS[kind], '-nodes', '-keyout', key, '-out', cert, '-subj', `/CN=${host}`], {
    stdio: 'ignore',
  })
  return { 'tls.crt': readFileSync(cert).toString('base64'), 'tls.key': readFileSync(key).toString('base64') }
}

const subjectShown = (port: number, servername: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () => {
      const { CN } = socket.getPeerCertificate().subject
      socket.destroy()
      resolve(String(CN))
    })
    socket.once('error', reject)
  })

const secret = (name: string, data: object): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  type: 'kubernetes.io/tls',
  data,
})

const openPorts = async (cluster: Cluster): Promise<(host: string) => Promise<string>> => {
  const paths = statePaths({ NETGRADE_HOME: temporary() })
  await ensurePrivateDirectory(paths.home)
  const ports = await openIngressPorts(cluster, await loadCredentials(paths, Date.now()))
  closers.push(() => ports.close())
  await ports.complete()
  return (host) => subjectShown(ports.https ?? 0, host)
}

it('I10: shows the certificate of the Secret that the Ingress names for the host, else its own', async () => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  closers.push(() => cluster.stop())
  const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
  apply(secret('shop', makePair('shop.example.com', 'rsa')))
  apply(secret('curve', makePair('curve.example.com', 'ec')))
  apply(secret('broken', { 'tls.crt': 'AAAA', 'tls.key': 'AAAA' }))
  const tls = [
    { hosts: ['shop.example.com'], secretName: 'shop' },
    { hosts: ['curve.example.com'], secretName: 'curve' },
    { hosts: ['broken.example.com'], secretName: 'broken' },
    { hosts: ['absent.example.com'], secretName: 'absent' },
    { hosts: ['wrong.example.com'], secretName: 'shop' },
  ]
  const rules = tls.map(({ hosts: [host] }) => ({ host }))
  apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop' },
    spec: { ingressClassName: 'nginx', tls, rules, defaultBackend: { service: { name: 'shop', port: { number: 80 } } } },
  })
  await cluster.settle()
  const shown = await openPorts(cluster)
  expect(await shown('shop.example.com')).toBe('shop.example.com')
  expect(await shown('curve.example.com')).toBe('curve.example.com')
  expect(await shown('broken.example.com')).toBe(OWN)
  expect(await shown('absent.example.com')).toBe(OWN)
  expect(await shown('other.example.com')).toBe(OWN)
  expect(await shown('wrong.example.com')).toBe(OWN)
})

it('I22: shows the certificate of the listener that takes the host, of its own port only', async () => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  closers.push(() => cluster.stop())
  const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
  for (const name of ['every', 'shop', 'other']) apply(secret(name, makePair(`${name}.example.com`, 'rsa')))
  const listener = (name: string, port: number, hostname?: string): object => ({
    name,
    port,
    protocol: 'HTTPS',
    ...(hostname === undefined ? {} : { hostname }),
    tls: { certificateRefs: [{ name }] },
  })
  apply({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'front' },
    spec: {
      gatewayClassName: 'eg',
      listeners: [
        listener('every', 443, '*.example.com'),
        listener('shop', 443, 'shop.example.com'),
        listener('other', 8443, 'other.test'),
      ],
    },
  })
  await cluster.settle()
  const shown = await openPorts(cluster)
  expect(await shown('shop.example.com')).toBe('shop.example.com')
  expect(await shown('blog.example.com')).toBe('every.example.com')
  expect(await shown('other.test')).toBe(OWN)
})
