/** Recorded from a real cluster, v1.34. */
import { describe, expect, test } from 'vitest'
import { createHarness, service, SERVICES } from '../harness.ts'

const LOCAL = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }
const PATCH = { 'content-type': 'application/merge-patch+json' }

interface Told {
  readonly message: string
  readonly reason: string
  readonly spec: { readonly clusterIP: string; readonly healthCheckNodePort?: number }
}

const start = () => {
  const { call } = createHarness()
  const ask = async (...request: Parameters<typeof call>): Promise<{ readonly code: number; readonly body: Told }> => {
    const { code, body } = await call(...request)
    return { code, body: body as Told }
  }
  return {
    create: (name: string, spec: object) => ask('POST', SERVICES, service(name, spec)),
    patch: (name: string, spec: object) => ask('PATCH', `${SERVICES}/${name}`, { spec }, PATCH),
    portOf: async (name: string) => (await ask('GET', `${SERVICES}/${name}`)).body.spec.healthCheckNodePort,
  }
}

describe('the port that load balancers ask nodes at', () => {
  test('is given to a Service that needs one, kept while it does, and given back', async () => {
    const { create, patch, portOf } = start()
    await create('web', { type: 'LoadBalancer' })
    expect(await portOf('web')).toBeUndefined()
    await patch('web', { externalTrafficPolicy: 'Local' })
    const port = await portOf('web')
    expect(port).toBeGreaterThanOrEqual(30_000)
    await patch('web', { healthCheckNodePort: null })
    expect(await portOf('web')).toBe(port)
    await patch('web', { externalTrafficPolicy: 'Cluster' })
    expect(await portOf('web')).toBeUndefined()
    await patch('web', { externalTrafficPolicy: 'Local' })
    await patch('web', { type: 'ClusterIP' })
    expect(await portOf('web')).toBeUndefined()
  })

  test('is the one that is asked for, and does not change', async () => {
    const { create, patch, portOf } = start()
    await create('web', { ...LOCAL, healthCheckNodePort: 31_999 })
    expect(await portOf('web')).toBe(31_999)
    const { body } = await patch('web', { healthCheckNodePort: 31_998 })
    expect(body.message).toBe('Service "web" is invalid: spec.healthCheckNodePort: Forbidden: field is immutable')
  })

  test.each([
    [31_999, 'provided port is already allocated'],
    [31_900, 'provided port is already allocated'],
    [80, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
  ])('%i is refused as an error of the server', async (port, why) => {
    const { create } = start()
    await create('first', { ...LOCAL, healthCheckNodePort: 31_999 })
    const spec = { ...LOCAL, healthCheckNodePort: port, ports: [{ port: 80, nodePort: 31_900 }] }
    const { code, body } = await create('second', spec)
    const message = `Internal error occurred: failed to allocate requested HealthCheck NodePort ${port}: ${why}`
    expect({ code, reason: body.reason, message: body.message }).toEqual({ code: 500, reason: 'InternalError', message })
  })
})

describe('what is refused to a Service', () => {
  test('is told alone, before the rest of it is judged', async () => {
    const { create, patch } = start()
    const { body: family } = await create('web', { clusterIP: 'fd00::1', ports: [{ port: 80, name: 'Bad' }] })
    expect(family.message).toContain('IPv6 is not configured on this cluster')
    expect(family.message).not.toContain('RFC 1123')
    const { body: made } = await create('web', {})
    const { body } = await patch('web', { ipFamilies: ['IPv6'] })
    expect(body.message).toBe(
      `Service "web" is invalid: spec.clusterIPs[0]: Invalid value: "${made.spec.clusterIP}": expected an IPv6 value as indicated by \`ipFamilies[0]\``,
    )
  })
})

test('a Service that becomes a name for another has no policy for traffic from within', async () => {
  const { create, patch } = start()
  await create('web', {})
  const { body } = await patch('web', { type: 'ExternalName', externalName: 'example.com' })
  expect(body.spec).toEqual({
    type: 'ExternalName',
    externalName: 'example.com',
    selector: { app: 'web' },
    sessionAffinity: 'None',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
  })
})
