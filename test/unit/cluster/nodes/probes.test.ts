/** Probes over the network: what their events say, and what servers log. */
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { openLab } from './support/lab.ts'
import { WELCOME } from '../../../../src/cluster/nodes/images/nginx.ts'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import { apply, create, logs, pod, read, START, state } from '../support/one-cluster.ts'

const probed = (image: string, kind: string, probe: object, container: object = {}): object =>
  pod('web', image, { container: { [`${kind}Probe`]: { periodSeconds: 1, failureThreshold: 2, ...probe }, ...container } })

const complaints = (cluster: Cluster): readonly string[] =>
  cluster.store
    .list('events')
    .map((event) => event as Event)
    .flatMap(({ reason, message = '' }) => (reason === 'Unhealthy' ? [message] : []))

const ran = async (object: object, ms = 15_000): Promise<Cluster> => {
  const cluster = create()
  apply(cluster, object)
  await cluster.settle(ms)
  if (isVirtualClock(cluster.clock)) cluster.clock.advance(START + ms - cluster.clock.now())
  return cluster
}

describe('a port that the container lacks', () => {
  const said = 'probe errored and resulted in unknown state: strconv.Atoi: parsing "nope": invalid syntax'

  test.each([
    ['httpGet', 'readiness', 'Readiness'],
    ['tcpSocket', 'readiness', 'Readiness'],
    ['httpGet', 'startup', 'Startup'],
  ])('%s: the %s probe says nothing about the container', async (how, kind, name) => {
    const cluster = await ran(probed('nginx', kind, { [how]: { port: 'nope' } }))
    expect(complaints(cluster)).toEqual([`${name} ${said}`])
    expect(state(cluster, 'web')).toMatchObject({ ready: false, restartCount: 0 })
  })

  test('a liveness probe never ends the container', async () => {
    const cluster = await ran(probed('nginx', 'liveness', { httpGet: { port: 'nope' } }))
    expect(complaints(cluster)).toEqual([`Liveness ${said}`])
    expect(state(cluster, 'web')).toMatchObject({ ready: true, restartCount: 0 })
  })
})

test('HTTPS of a server that has no certificate', async () => {
  const cluster = await ran(probed('nginx', 'readiness', { httpGet: { port: 80, scheme: 'HTTPS' } }))
  const ip = read(cluster, 'web').status?.podIP ?? ''
  const why = 'http: server gave HTTP response to HTTPS client'
  expect(complaints(cluster)).toEqual([`Readiness probe failed: Get "https://${ip}:80/": ${why}`])
  expect(state(cluster, 'web')?.ready).toBe(false)
})

describe('what a server hears of probes', () => {
  const requestsIn = async (cluster: Cluster): Promise<readonly string[]> =>
    (await logs(cluster, 'web')).split('\n').filter((line) => line.includes('HTTP/1.1'))

  const gateway = (cluster: Cluster): string => (read(cluster, 'web').status?.podIP ?? '').replace(/\d+$/u, '1')

  test.each(['startup', 'readiness', 'liveness'])('nginx logs a %s probe as it comes from the node', async (kind) => {
    const cluster = await ran(probed('nginx', kind, { httpGet: { port: 80 }, periodSeconds: 5 }))
    const [first = ''] = await requestsIn(cluster)
    const size = 615
    expect(WELCOME).toHaveLength(size)
    expect(first.replace(/\[.*?\]/u, '[..]')).toBe(
      `${gateway(cluster)} - - [..] "GET / HTTP/1.1" 200 ${size} "-" "kube-probe/1.34" "-"`,
    )
  })

  test('each probe that is answered is logged with its status, and headers of its own are sent', async () => {
    const httpGet = { port: 80, path: '/ready?x=1', httpHeaders: [{ name: 'User-Agent', value: 'me' }] }
    const cluster = await ran(probed('nginx', 'readiness', { httpGet, periodSeconds: 2 }), 9_000)
    const lines = await requestsIn(cluster)
    expect(lines.length).toBeGreaterThanOrEqual(4)
    expect(lines.length).toBeLessThanOrEqual(5)
    for (const line of lines) expect(line).toContain('"GET /ready?x=1 HTTP/1.1" 404 153 "-" "me" "-"')
  })

  test('httpd logs them in its own form', async () => {
    const cluster = await ran(probed('httpd', 'readiness', { httpGet: { port: 80 } }))
    expect((await requestsIn(cluster))[0]).toMatch(/^[\d.]+\.1 - - \[[^\]]+\] "GET \/ HTTP\/1\.1" 200 \d+$/u)
  })

  test('a server that answers by itself is asked what it says', async () => {
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53'
    const httpGet = { port: 8080, path: '/echo?msg=no&code=503' }
    const cluster = await ran(probed(image, 'readiness', { httpGet }, { args: ['netexec'] }))
    expect(complaints(cluster)).toEqual(['Readiness probe failed: HTTP probe failed with statuscode: 503'])
    expect(await logs(cluster, 'web')).toContain('GET /echo?msg=no&code=503\n')
  })

  test('the last words of a container that a probe has ended are its own', async () => {
    const cluster = await ran(probed('nginx', 'liveness', { httpGet: { port: 80, path: '/live' } }))
    const [crash] = cluster.snapshot().facts.pods['default/web']?.crashes ?? []
    expect(crash?.lastLine).toMatch(/\[notice\] 1#1: start worker process 30$/u)
    expect(await logs(cluster, 'web')).toContain('"GET /live HTTP/1.1" 404')
  })
})

test('a hook over HTTP names itself', async () => {
  const lifecycle = { postStart: { httpGet: { port: 80, path: '/started' } } }
  const lab = await openLab(pod('web', 'nginx', { container: { lifecycle } }))
  await lab.pass(3_000)
  expect(await lab.log('web')).toContain('"GET /started HTTP/1.1" 404 153 "-" "kube-lifecycle/1.34" "-"')
})
