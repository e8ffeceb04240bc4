import { expect, it } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Sent } from '../../../../src/cluster/nodes/conversation.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

const backend = (name: string): object => ({ service: { name, port: { number: 80 } } })

const OBJECTS = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'locked' },
    spec: { podSelector: { matchLabels: { app: 'locked' } }, policyTypes: ['Ingress'] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'locked', labels: { app: 'locked' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'locked' },
    spec: { selector: { app: 'locked' }, ports: [{ port: 80 }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'away' }, spec: { ports: [{ port: 80 }] } },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'away-1', labels: { 'kubernetes.io/service-name': 'away' } },
    addressType: 'IPv4',
    ports: [{ port: 80 }],
    endpoints: [{ addresses: ['203.0.113.9'] }],
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      ingressClassName: 'nginx',
      rules: ['web', 'locked', 'away'].map((name) => ({
        host: `${name}.test`,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(name) }] },
      })),
    },
  },
]

const ask = async (host: string): Promise<Sent | undefined> => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  for (const object of OBJECTS) cluster.apply(object)
  await cluster.settle()
  const from = { outside: '172.18.0.1' }
  const sent = await cluster.send({ from, url: `http://${host}/`, connectTo: 'ingress' }, 0)
  cluster.stop()
  return sent
}

it('has the head of the controller, which does not tell what it is', async () => {
  const sent = await ask('web.test')
  expect(Object.keys(sent?.response?.headers ?? {}).slice(0, 4)).toEqual([
    'date',
    'content-type',
    'content-length',
    'last-modified',
  ])
  expect(sent?.response?.headers).not.toHaveProperty('server')
  expect(sent?.waitedMs).toBeUndefined()
})

it('comes after three tries of five seconds where a policy drops what the backend is sent', async () => {
  expect(await ask('locked.test')).toMatchObject({ response: { status: 504 }, waitedMs: 15_000 })
})

it('is 504 as well where the backend is outside, since nobody answers there', async () => {
  const sent = await ask('away.test')
  expect(sent).toMatchObject({ response: { status: 504 }, waitedMs: 15_000 })
  expect(sent?.response?.body).toContain('504 Gateway Time-out')
  expect(sent).not.toHaveProperty('noResponse')
})
