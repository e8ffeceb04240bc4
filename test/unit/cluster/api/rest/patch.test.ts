/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness, SERVICES } from '../harness.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const D = `${DEPLOYMENTS}/d`
const A = `${CONFIG_MAPS}/a`
const merge = { 'content-type': 'application/merge-patch+json' }
const strategic = { 'content-type': 'application/strategic-merge-patch+json' }
const apply = { 'content-type': 'application/apply-patch+yaml' }
const json = { 'content-type': 'application/json-patch+json' }

const spec = (container: object = {}, more: object = {}): object => ({
  replicas: 0,
  selector: { matchLabels: { a: 'b' } },
  template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx', ...container }] } },
  ...more,
})
const deployment = (more: object): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: more,
})
const container = (more: object): object => ({ spec: { template: { spec: { containers: [more] } } } })

const prepared = async () => {
  const harness = createHarness()
  await harness.call('POST', DEPLOYMENTS, deployment(spec()))
  await harness.call('POST', CONFIG_MAPS, { metadata: { name: 'a' }, data: { a: '1' } })
  await harness.call('POST', SERVICES, {
    metadata: { name: 's' },
    spec: { clusterIP: 'None', ports: [{ port: 80, name: 'a' }] },
  })
  return harness
}

// Recorded from a Kubernetes v1.34.4 server.
describe('strategic merge patches of what cannot be read', () => {
  const REFUSED: readonly (readonly [string, object, string])[] = [
    [D, { spec: { replicas: 'x' } }, 'map[spec:map[replicas:x]]": unrecognized type: int32'],
    [D, { spec: { replicas: 1.5 } }, 'map[spec:map[replicas:1.5]]": cannot convert float64 to int32'],
    [D, { spec: { paused: 'x' } }, 'map[spec:map[paused:x]]": unrecognized type: bool'],
    [D, { spec: { selector: 'x' } }, 'map[spec:map[selector:x]]": cannot restore struct from: string'],
    [
      D,
      container({ name: 'c', ports: 'x' }),
      'map[spec:map[template:map[spec:map[containers:[map[name:c ports:x]]]]]]": cannot restore slice from string',
    ],
    [
      D,
      container({ name: 'c', image: 5 }),
      'map[spec:map[template:map[spec:map[containers:[map[image:5 name:c]]]]]]": cannot convert int64 to string',
    ],
    [A, { metadata: { annotations: { x: true } } }, 'map[metadata:map[annotations:map[x:true]]]": unrecognized type: string'],
    [
      `${D}?fieldValidation=Strict`,
      { spec: { foo: 1, template: { spec: { bar: [1, 'a', null, true, 1.5, { x: {} }] } } } },
      'map[spec:map[foo:1 template:map[spec:map[bar:[1 a <nil> true 1.5 map[x:map[]]]]]]]": strict decoding error: unknown field "spec.foo", unknown field "spec.template.spec.bar"',
    ],
  ]
  test.each(REFUSED)('%s %j', async (path, patch, message) => {
    const answer = await (await prepared()).call('PATCH', path, patch, strategic)
    expect([answer.code, answer.body.message]).toEqual([422, ` "" is invalid: patch: Invalid value: "${message}`])
    expect(answer.body.details).not.toHaveProperty('kind')
  })

  const FAILED: readonly (readonly [string, object, string])[] = [
    [D, container({ image: 'x' }), 'map: map[image:x] does not contain declared merge key: name'],
    [`${SERVICES}/s`, { spec: { ports: [{ name: 'q' }] } }, 'map: map[name:q] does not contain declared merge key: port'],
    [D, container({ name: 'c', $patch: 'frob' }), 'unknown patch type: frob in map: map[$patch:frob name:c]'],
    [D, { spec: { $patch: 'frob' } }, 'unknown patch type: frob in map: map[$patch:frob]'],
    [
      D,
      {
        spec: {
          template: { spec: { '$setElementOrder/containers': [{ name: 'z' }], containers: [{ name: 'y', image: 'y' }] } },
        },
      },
      "The order in patch list:\n[map[image:y name:y]]\n doesn't match $setElementOrder list:\n[map[name:z]]\n",
    ],
    [
      D,
      { spec: { template: { spec: { '$setElementOrder/containers': [{}] } } } },
      'map: map[] does not contain declared merge key: name',
    ],
  ]
  test.each(FAILED)('%s %j cannot be carried out', async (path, patch, message) => {
    const answer = await (await prepared()).call('PATCH', path, patch, strategic)
    expect([answer.code, answer.body.message]).toEqual([500, message])
  })

  test('items of a list that is not there yet are taken as they are, and validated', async () => {
    const answer = await (await prepared()).call('PATCH', D, container({ name: 'c', env: [{ value: 'x' }] }), strategic)
    expect([answer.code, answer.body.message]).toEqual([
      422,
      'Deployment.apps "d" is invalid: spec.template.spec.containers[0].env[0].name: Required value',
    ])
  })
})

describe('configurations that are not what their schema says', () => {
  const OBJECT = '(/d; apps/v1, Kind=Deployment)'
  const untyped = (problem: string): string => `failed to create typed patch object ${OBJECT}: ${problem}`
  const ROWS: readonly (readonly [object, string])[] = [
    [spec({}, { foo: 1 }), untyped('.spec.foo: field not declared in schema')],
    [
      spec({ bar: 2 }, { foo: 1 }),
      untyped(
        'errors:\n  .spec.foo: field not declared in schema\n  .spec.template.spec.containers[name="c"].bar: field not declared in schema',
      ),
    ],
    [spec({}, { replicas: 'x' }), untyped('.spec.replicas: expected numeric (int or float), got string')],
    [spec({}, { paused: 'no' }), untyped('.spec.paused: expected boolean, got &{no}')],
    [spec({}, { selector: [] }), untyped('.spec.selector: expected map, got &{[]}')],
    [
      spec({ image: 5 }),
      untyped('.spec.template.spec.containers[name="c"].image: expected string, got &value.valueUnstructured{Value:5}'),
    ],
    [spec({ ports: 'x' }), untyped('.spec.template.spec.containers[name="c"].ports: expected list, got &{x}')],
    [
      spec({ ports: [{ containerPort: 80 }, { containerPort: 80 }] }),
      untyped('.spec.template.spec.containers[name="c"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]'),
    ],
    [
      spec({ livenessProbe: { httpGet: { port: true } } }),
      `failed to convert new object ${OBJECT} to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: json: cannot unmarshal bool into Go value of type int32`,
    ],
    [
      spec({ resources: { limits: { cpu: true } } }),
      `failed to convert new object ${OBJECT} to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ],
  ]
  test.each(ROWS)('%j', async (given, message) => {
    const answer = await (await prepared()).call('PATCH', `${D}?fieldManager=x`, deployment(given), apply)
    expect([answer.code, answer.body.message]).toEqual([500, message])
    expect(answer.body).not.toHaveProperty('reason')
  })

  test.each([
    [{ data: {} }, 400, 'invalid object type: /, Kind='],
    [
      { apiVersion: 'apps/v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      400,
      'invalid object type: apps/v1, Kind=ConfigMap',
    ],
    [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', uid: '1' } },
      422,
      'ConfigMap "a" is invalid: metadata.uid: Invalid value: "1": field is immutable',
    ],
    [{ apiVersion: 'v1', kind: 'ConfigMap', data: { x: 'y' } }, 200, undefined],
  ])('%j', async (given, code, message) => {
    const answer = await (await prepared()).call('PATCH', `${A}?fieldManager=x`, given, apply)
    expect([answer.code, answer.body.message]).toEqual([code, message])
  })
})

describe('other patches', () => {
  test.each([
    [[{ op: 'replace', path: '/data/new', value: 'x' }], { a: '1', new: 'x' }],
    [[{ op: 'copy', from: '/data/none', path: '/data/y' }], { a: '1', y: '' }],
    [[{ op: 'test', path: '/data/none', value: null }], { a: '1' }],
  ])("%j, as the server's library reads it", async (patch, data) => {
    expect((await (await prepared()).call('PATCH', A, patch, json)).body.data).toEqual(data)
  })

  test('an index below zero counts from the end', async () => {
    const patch = [{ op: 'replace', path: '/spec/template/spec/containers/-1/image', value: 'z' }]
    const answer = await (await prepared()).call('PATCH', D, patch, json)
    expect(answer.body.spec.template.spec.containers).toMatchObject([{ name: 'c', image: 'z' }])
  })

  test.each([
    [[{ op: 'move', from: '/data/none', path: '/data/y' }]],
    [[{ op: 'replace', path: '/none/new', value: 'x' }]],
    [[{ op: 'remove', path: '/data/none' }]],
  ])('%j is refused', async (patch) => {
    expect((await (await prepared()).call('PATCH', A, patch, json)).code).toBe(422)
  })

  test('what a merge patch makes unreadable is shown, metadata in the order of the API', async () => {
    const { body } = await (await prepared()).call('PATCH', A, { data: { a: 2 } }, merge)
    expect(body.message).toContain('\\"metadata\\":{\\"name\\":\\"a\\",\\"namespace\\":\\"default\\",\\"uid\\":')
    expect(body.message).toMatch(/json: cannot unmarshal number into Go struct field ConfigMap.data of type string$/u)
  })

  test('the time of deletion is not for clients to set', async () => {
    const patch = { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } }
    const answer = await (await prepared()).call('PATCH', A, patch, merge)
    expect([answer.code, answer.body.message]).toEqual([
      422,
      'ConfigMap "a" is invalid: metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable',
    ])
  })
})

test.each(['application/strategic-merge-patch+json', 'application/json'])(
  'kinds that a real server knows by a definition take no %s',
  async (type) => {
    const { call } = createHarness()
    const at = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes'
    await call('POST', at, { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec: {} })
    const answer = await call('PATCH', `${at}/a`, { spec: { hostnames: ['a.b'] } }, { 'content-type': type })
    expect([answer.code, answer.body.message]).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ])
  },
)
