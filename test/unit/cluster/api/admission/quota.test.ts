/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness, pod, PODS, service, SERVICES } from '../harness.ts'

const QUOTAS = '/api/v1/namespaces/default/resourcequotas'
const RANGES = '/api/v1/namespaces/default/limitranges'

const podOf = (name: string, resources: object) => ({
  ...pod(name),
  spec: { containers: [{ name: 'c', image: 'nginx', resources }] },
})

const withQuota = async (hard: Readonly<Record<string, string>>, more: object = {}) => {
  const harness = createHarness()
  await harness.call('POST', QUOTAS, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard, ...more },
  })
  return harness
}

// Texts recorded from a Kubernetes v1.34.4 server.
describe('a ResourceQuota', () => {
  test('asks every container for what it limits', async () => {
    const { call } = await withQuota({ 'requests.cpu': '1', 'limits.memory': '1Gi' })
    const { code, body } = await call('POST', PODS, pod('a'))
    expect([code, body.message]).toEqual([
      403,
      'pods "a" is forbidden: failed quota: q: must specify limits.memory for: web; requests.cpu for: web',
    ])
  })

  test('refuses what exceeds it, by what exceeds it', async () => {
    const { call } = await withQuota({ pods: '9', 'requests.cpu': '1', 'limits.memory': '1Gi' })
    const small = { requests: { cpu: '600m' }, limits: { memory: '300Mi' } }
    const refusal = async (resources: object): Promise<string> =>
      String((await call('POST', PODS, podOf('x', resources))).body.message)
    expect((await call('POST', PODS, podOf('b', small))).code).toBe(201)
    expect(await refusal(small)).toBe(
      'pods "x" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
    )
    expect(await refusal({ ...small, limits: { memory: '900Mi' } })).toBe(
      'pods "x" is forbidden: exceeded quota: q, requested: limits.memory=900Mi,requests.cpu=600m, used: limits.memory=300Mi,requests.cpu=600m, limited: limits.memory=1Gi,requests.cpu=1',
    )
    expect((await call('POST', PODS, podOf('d', { requests: { cpu: '400m' }, limits: { memory: '10Mi' } }))).code).toBe(201)
  })

  test('counts objects, node ports and load balancers, of updates too', async () => {
    const { call } = await withQuota({
      configmaps: '1',
      'count/services': '2',
      'services.nodeports': '1',
      'services.loadbalancers': '0',
    })
    const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
    await call('POST', CONFIG_MAPS, configMap('a'))
    expect((await call('POST', CONFIG_MAPS, configMap('b'))).body.message).toBe(
      'configmaps "b" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
    )
    await call('POST', SERVICES, service('a', { type: 'NodePort' }))
    expect((await call('POST', SERVICES, service('b', { type: 'LoadBalancer' }))).body.message).toBe(
      'services "b" is forbidden: exceeded quota: q, requested: services.loadbalancers=1,services.nodeports=1, used: services.loadbalancers=0,services.nodeports=1, limited: services.loadbalancers=0,services.nodeports=1',
    )
    await call('POST', SERVICES, service('b', {}))
    expect((await call('POST', SERVICES, service('c', {}))).code).toBe(403)
    const merge = { 'content-type': 'application/merge-patch+json' }
    expect((await call('PATCH', `${SERVICES}/b`, { metadata: { labels: { a: 'b' } } }, merge)).code).toBe(200)
    expect((await call('PATCH', `${SERVICES}/b`, { spec: { type: 'NodePort' } }, merge)).code).toBe(403)
  })

  test('with a scope concerns the Pods in it alone', async () => {
    const { call } = await withQuota({ pods: '0' }, { scopes: ['BestEffort'] })
    expect((await call('POST', PODS, pod('a'))).code).toBe(403)
    expect((await call('POST', PODS, podOf('b', { requests: { cpu: '1m' } }))).code).toBe(201)
  })
})

describe('a LimitRange', () => {
  const withRange = async () => {
    const harness = createHarness()
    const container = {
      type: 'Container',
      default: { cpu: '500m' },
      defaultRequest: { memory: '64Mi' },
      min: { cpu: '100m' },
      max: { cpu: '1', memory: '256Mi' },
      maxLimitRequestRatio: { cpu: '4' },
    }
    const limits = [container, { type: 'Pod', max: { cpu: '1500m' } }]
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits } }
    return { ...harness, created: await harness.call('POST', RANGES, range) }
  }

  test('fills in itself what follows from the rest', async () => {
    expect((await withRange()).created.body.spec.limits[0]).toMatchObject({
      default: { cpu: '500m', memory: '256Mi' },
      defaultRequest: { cpu: '500m', memory: '64Mi' },
    })
  })

  test('gives to containers what they leave out, and says so', async () => {
    const { call } = await withRange()
    const { body } = await call('POST', PODS, podOf('a', {}))
    expect(body.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
    })
    expect(body.spec.containers[0].resources).toEqual({
      limits: { cpu: '500m', memory: '256Mi' },
      requests: { cpu: '500m', memory: '64Mi' },
    })
    expect(body.status.qosClass).toBe('Burstable')
  })

  test.each([
    [
      { requests: { cpu: '50m' } },
      '[minimum cpu usage per Container is 100m, but request is 50m, cpu max limit to request ratio per Container is 4, but provided ratio is 10.000000]',
    ],
    [
      { limits: { cpu: '2', memory: '1Gi' } },
      '[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 256Mi, but limit is 1Gi, maximum cpu usage per Pod is 1500m, but limit is 2]',
    ],
    [{ requests: { cpu: '100m' } }, 'cpu max limit to request ratio per Container is 4, but provided ratio is 5.000000'],
  ])('refuses %j', async (resources, why) => {
    const { code, body } = await (await withRange()).call('POST', PODS, podOf('a', resources))
    expect([code, body.message]).toEqual([403, `pods "a" is forbidden: ${why}`])
  })
})
