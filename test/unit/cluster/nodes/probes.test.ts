/** Probes over the network: what their events say, and what servers log. */
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { apply, create, pod, read, state } from '../support/one-cluster.ts'

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
