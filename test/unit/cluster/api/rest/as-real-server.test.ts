/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
/** Answers that were recorded of a real API server of v1.34. */
import { expect, test } from 'vitest'
import { refuseEscalation } from '../../../../../src/cluster/api/admission/escalation.ts'
import { createHarness } from '../harness.ts'

const CORE = '/api/v1/namespaces/default'

test.each([
  ['abc', 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
  ['-1', 500, 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ['99999999999999999999', 500, 'strconv.ParseUint: parsing "99999999999999999999": value out of range'],
])('an update from version %s is refused', async (resourceVersion, code, message) => {
  const { call } = createHarness()
  const made = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }
  await call('POST', `${CORE}/configmaps`, made)
  const answer = await call('PUT', `${CORE}/configmaps/c`, { ...made, metadata: { name: 'c', resourceVersion } })
  expect([answer.code, answer.body.message]).toEqual([code, message])
})

test('a LimitRange without a name gets one', async () => {
  const { call } = createHarness()
  const { code, body } = await call('POST', `${CORE}/limitranges`, {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: {},
    spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] },
  })
  expect(code).toBe(201)
  expect(body.metadata.name).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u)
})

test('a role of a kind that is none is told before its other fields are', () => {
  const { store } = createHarness()
  const author = { username: 'u', groups: [] } as unknown as Parameters<typeof refuseEscalation>[1]
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: 'default' },
    roleRef: { apiGroup: 'x', kind: 'Roles', name: '' },
  }
  const refused = refuseEscalation(store, author, { object: binding })
  expect(refused).toMatchObject({ code: 500, message: 'unsupported role reference kind: "Roles"' })
  expect(refused).not.toHaveProperty('reason')
})

test('what a claim begins with is in both of its fields, and dropped where the older one cannot say it', async () => {
  const { call } = createHarness()
  const claim = (name: string, origin: object) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...origin },
  })
  const path = `${CORE}/persistentvolumeclaims`
  const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' }
  const both = await call('POST', path, claim('a', { dataSource: snapshot }))
  expect(both.body.spec).toMatchObject({ dataSource: snapshot, dataSourceRef: snapshot })
  const dropped = await call('POST', path, claim('b', { dataSource: { kind: 'Other', name: 'x' } }))
  expect(dropped.code).toBe(201)
  expect(dropped.body.spec).not.toHaveProperty('dataSource')
})

test('an empty path type is one that is not known', async () => {
  const { call } = createHarness()
  const paths = [{ path: '/', pathType: '', backend: { service: { name: 'web', port: { number: 80 } } } }]
  const { body } = await call('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i' },
    spec: { rules: [{ host: 'a.test', http: { paths } }] },
  })
  expect(body.message).toContain('Unsupported value: "": supported values: "Exact", "ImplementationSpecific", "Prefix"')
})
