/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
/** What stands in answers although nobody gave it, as recorded of a real API server. */
import { expect, test } from 'vitest'
import { createHarness, pod } from '../harness.ts'

const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles'
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/default/ingresses'

test.each<readonly [string, object]>([
  ['without rules', {}],
  ['with a list of none', { rules: [] }],
])('a Role %s has null for them, in the answer, when read and in lists', async (_, given) => {
  const { call } = createHarness()
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r' }, ...given }
  expect((await call('POST', RBAC, role)).body).toHaveProperty('rules', null)
  expect((await call('GET', `${RBAC}/r`)).body).toHaveProperty('rules', null)
  expect((await call('GET', RBAC)).body.items[0]).toHaveProperty('rules', null)
})

test('a pointer that Go does not leave out is null, within a structure too', async () => {
  const { call } = createHarness()
  const spec = { defaultBackend: { resource: { kind: 'A', name: 'b' } } }
  const { body } = await call('POST', INGRESSES, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i' },
    spec,
  })
  expect(body.spec).toEqual({ defaultBackend: { resource: { apiGroup: null, kind: 'A', name: 'b' } } })
})

test.each([
  [
    'Gateway',
    'gateways',
    { gatewayClassName: 'other', listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {} }] },
  ],
  ['HTTPRoute', 'httproutes', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }],
])('a %s is no structure of Go: nothing is null', async (kind, plural, spec) => {
  const { call } = createHarness()
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/default/${plural}`
  const sent = { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name: 'a' }, spec }
  expect((await call('POST', path, sent)).code).toBe(201)
  expect(JSON.stringify((await call('GET', `${path}/a`)).body.spec)).not.toContain('null')
})

test('an Event has its times, its source and who reports it', async () => {
  const { call } = createHarness()
  const { code, body } = await call('POST', '/api/v1/namespaces/default/events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
  })
  expect(code).toBe(201)
  expect(body).toMatchObject({
    eventTime: null,
    firstTimestamp: null,
    lastTimestamp: null,
    source: {},
    reportingComponent: '',
    reportingInstance: '',
  })
})

test('conditions of a Pod have a probe time; volumes that are put together have a list', async () => {
  const { call, create } = createHarness()
  const { spec, ...rest } = pod('web')
  create({ ...rest, spec: { ...spec, volumes: [{ name: 'v', projected: {} }], schedulingGates: [{ name: 'a.b/c' }] } } as never)
  const { body } = await call('GET', '/api/v1/namespaces/default/pods/web')
  expect(body.spec.volumes[0]).toEqual({ name: 'v', projected: { defaultMode: 420, sources: null } })
  expect(body.status.conditions).toMatchObject([
    { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', lastProbeTime: null },
  ])
})

test('watches tell the same', async () => {
  const { request, create } = createHarness()
  create({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r', namespace: 'default' } })
  const response = await request('GET', `${RBAC}?watch=true&resourceVersion=0&timeoutSeconds=1`)
  const reader = response.body?.getReader()
  const first = new TextDecoder().decode((await reader?.read())?.value)
  await reader?.cancel()
  expect(first).toContain('"rules":null')
})
