/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness, pod, PODS, SERVICES } from '../harness.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const configMap = (metadata: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata })
const owner = (name: string, more: object = {}): object => ({ apiVersion: 'v1', kind: 'Pod', name, uid: name, ...more })

// Recorded from a Kubernetes v1.34.4 server.
describe('objects that are refused', () => {
  test.each([
    [
      configMap({ name: 'n', ownerReferences: [owner('x', { controller: true }), owner('y', { controller: true })] }),
      'ConfigMap "n" is invalid: metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Pod","name":"x","uid":"x","controller":true},{"apiVersion":"v1","kind":"Pod","name":"y","uid":"y","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Pod/x and Pod/y',
    ],
    [
      configMap({ name: 'n', ownerReferences: [owner('x', { kind: 'Event' })] }),
      'ConfigMap "n" is invalid: metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"x","uid":"x"}: /v1, Kind=Event is disallowed from being an owner',
    ],
  ])('%j', async (object, message) => {
    const answer = await createHarness().call('POST', CONFIG_MAPS, object)
    expect([answer.code, answer.body.message]).toEqual([422, message])
  })

  test('the letter before the dash of a generateName is not looked at, the made name is', async () => {
    const answer = await createHarness().call('POST', CONFIG_MAPS, configMap({ generateName: 'G-' }))
    expect(answer.body.details.causes).toMatchObject([{ field: 'metadata.name' }])
  })

  test.each([
    ['dryRun=', 'dryRun: Unsupported value: [""]: supported values: "All"'],
    ['fieldManager=a%01', expect.stringContaining('invalid character U+0001 (at position 1)')],
  ])('?%s', async (query, message) => {
    const answer = await createHarness().call('POST', `${CONFIG_MAPS}?${query}`, configMap({ name: 'a' }))
    expect(answer.code).toBe(422)
    const text: string = answer.body.message
    expect(text.replace('CreateOptions.meta.k8s.io "" is invalid: ', '')).toEqual(message)
  })

  test('a version that nobody has registered', async () => {
    const answer = await createHarness().call('POST', CONFIG_MAPS, { ...configMap({ name: 'a' }), apiVersion: 'v2' })
    expect([answer.code, answer.body.message]).toEqual([
      400,
      'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/runtime/scheme.go:110"',
    ])
  })

  test('an update of an object that has been made anew, by its identifier', async () => {
    const { call } = createHarness()
    const service = { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } }
    await call('POST', SERVICES, service)
    const answer = await call('PUT', `${SERVICES}/s`, { ...service, metadata: { name: 's', uid: 'x' } })
    expect(answer.body.message).toMatch(
      /^Operation cannot be fulfilled on services "s": StorageError: invalid object, Code: 4, Key: \/registry\/services\/specs\/default\/s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: /u,
    )
  })
})

describe('numbers', () => {
  const deployment = (spec: object): object => ({
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: pod('x').spec },
      ...spec,
    },
  })
  test.each([
    [
      DEPLOYMENTS,
      deployment({ replicas: 2_147_483_648 }),
      'number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      SERVICES,
      { metadata: { name: 't' }, spec: { ports: [{ port: 80, targetPort: 5_000_000_000 }] } },
      'number 5000000000 into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
  ])('%s: too large for 32 bits', async (path, object, message) => {
    const answer = await createHarness().call('POST', path, object)
    expect([answer.code, answer.body.message]).toEqual([400, expect.stringContaining(`json: cannot unmarshal ${message}`)])
  })

  test('some have 64', async () => {
    const spec = { ...pod('a').spec, terminationGracePeriodSeconds: 5_000_000_000 }
    expect((await createHarness().call('POST', PODS, { ...pod('a'), spec })).code).toBe(201)
  })
})

describe('fields that nobody knows', () => {
  test('come in the order of the body', async () => {
    const body = { kind: 'ConfigMap', apiVersion: 'v1', zoo: 1, metadata: { bar: 1, name: 'z' }, foo: 1 }
    const answer = await createHarness().call('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, body)
    expect(answer.body.message).toMatch(/unknown field "zoo", unknown field "metadata.bar", unknown field "foo"$/u)
  })

  test('come in the order of their names where the body is YAML', async () => {
    const yaml = 'zoo: 1\nkind: ConfigMap\nmetadata: {name: z, bar: 1}\nfoo: 1\napiVersion: v1\n'
    const headers = { 'content-type': 'application/yaml' }
    const answer = await createHarness().call('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, yaml, headers)
    expect(answer.body.message).toMatch(/unknown field "foo", unknown field "metadata.bar", unknown field "zoo"$/u)
  })
})

describe('scale', () => {
  const prepared = async () => {
    const harness = createHarness()
    const template = { metadata: { labels: { a: 'b' } }, spec: pod('x').spec }
    const spec = { replicas: 0, selector: { matchLabels: { a: 'b' } }, template }
    await harness.call('POST', DEPLOYMENTS, { metadata: { name: 'd' }, spec })
    return harness
  }
  const scale = (more: object): object => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'd' }, ...more })

  test('none is left out', async () => {
    expect((await (await prepared()).call('GET', `${DEPLOYMENTS}/d/scale`)).body.spec).toEqual({})
  })

  test.each([
    [scale({ metadata: { name: 'e' } }), 'the name of the object (e) does not match the name on the URL (d)'],
    [
      scale({ spec: { replicas: 'x' } }),
      expect.stringContaining('cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32'),
    ],
  ])('%j is refused', async (object, message) => {
    const answer = await (await prepared()).call('PUT', `${DEPLOYMENTS}/d/scale`, object)
    expect([answer.code, answer.body.message]).toEqual([400, message])
  })

  test('fields that it has not are warned of', async () => {
    const headers = { 'content-type': 'application/merge-patch+json' }
    const answer = await (await prepared()).call('PATCH', `${DEPLOYMENTS}/d/scale`, { spec: { foo: 0 } }, headers)
    expect([answer.code, answer.warning]).toEqual([200, '299 - "unknown field \\"spec.foo\\""'])
  })
})

describe('requests to all', () => {
  test('Namespaces are not deleted together', async () => {
    const { call } = createHarness()
    expect((await call('DELETE', '/api/v1/namespaces')).code).toBe(405)
    expect((await call('GET', '/api/v1/namespaces/other')).body.metadata).not.toHaveProperty('deletionTimestamp')
  })

  test('a binding names its Pod, by either path', async () => {
    const { call } = createHarness()
    for (const name of ['a', 'b']) await call('POST', PODS, pod(name))
    const bind = (name: string) => ({ metadata: { name }, target: { name: 'n' } })
    expect((await call('POST', '/api/v1/namespaces/default/bindings', bind('a'))).code).toBe(201)
    expect((await call('GET', `${PODS}/a`)).body.spec.nodeName).toBe('n')
    expect((await call('POST', '/api/v1/namespaces/default/bindings', bind('c'))).code).toBe(404)
    expect((await call('POST', `${PODS}/b/binding`, bind('a'))).body.message).toBe(
      'name in URL does not match name in Binding object',
    )
  })

  test('a cause that concerns no field names none', async () => {
    const { body } = await createHarness().call('GET', `${CONFIG_MAPS}?resourceVersion=99999999`)
    expect(body.details.causes).toEqual([{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }])
  })
})
