/** Requests that clients send by mistake, or in older forms: answers as a real server gives them. */
import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { createHarness } from '../harness.ts'

const MAPS = '/api/v1/namespaces/default/configmaps'
const map = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more } })

const filled = async () => {
  const harness = createHarness()
  for (const name of ['a', 'b']) await harness.call('POST', MAPS, map(name))
  return harness
}
const MERGE = { 'content-type': 'application/merge-patch+json' }
const UNSUPPORTED = 'DeleteOptions.meta.k8s.io "" is invalid:'

const rows: readonly (readonly [string, string, unknown, Record<string, string> | undefined, number, string])[] = [
  [
    'DELETE',
    `${MAPS}/a?dryRun=Foo`,
    undefined,
    undefined,
    422,
    `${UNSUPPORTED} dryRun: Unsupported value: ["Foo"]: supported values: "All"`,
  ],
  ['DELETE', `${MAPS}/a`, { dryRun: ['Foo'] }, undefined, 422, `${UNSUPPORTED} dryRun`],
  ['DELETE', `${MAPS}/a?gracePeriodSeconds=abc`, undefined, undefined, 400, 'strconv.ParseInt: parsing "abc": invalid syntax'],
  [
    'DELETE',
    `${MAPS}/a?orphanDependents=true&propagationPolicy=Orphan`,
    undefined,
    undefined,
    422,
    `${UNSUPPORTED} propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set`,
  ],
  [
    'DELETE',
    `${MAPS}/a?propagationPolicy=Foo`,
    undefined,
    undefined,
    422,
    `${UNSUPPORTED} propagationPolicy: Unsupported value: "Foo"`,
  ],
  [
    'DELETE',
    `${MAPS}/a`,
    { preconditions: { uid: 'x' } },
    undefined,
    409,
    'Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x) does not match',
  ],
  [
    'PUT',
    `${MAPS}/a`,
    map('a', { resourceVersion: 'abc' }),
    undefined,
    500,
    'strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  [
    'PATCH',
    `${MAPS}/a`,
    { metadata: { uid: 'q' } },
    MERGE,
    422,
    'ConfigMap "a" is invalid: metadata.uid: Invalid value: "q": field is immutable',
  ],
  [
    'POST',
    MAPS,
    { ...map('x'), kind: 'Secret' },
    undefined,
    400,
    'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  ],
  [
    'GET',
    `${MAPS}/a?resourceVersion=abc`,
    undefined,
    undefined,
    500,
    'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  ['GET', `${MAPS}/a?resourceVersion=99999`, undefined, undefined, 504, 'Timeout: Too large resource version: 99999'],
  ['GET', `${MAPS}?watch=1&resourceVersion=abc`, undefined, undefined, 500, 'resourceVersion: Invalid value: "abc"'],
  [
    'GET',
    MAPS,
    undefined,
    { accept: 'application/xml' },
    406,
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml',
  ],
  [
    'GET',
    MAPS,
    undefined,
    { accept: 'application/json;as=Foo;v=v1;g=meta.k8s.io' },
    406,
    'only the following media types are accepted: application/json, application/yaml',
  ],
  ['GET', '/api/v1/namespaces/default/pods/none/exec', undefined, undefined, 404, 'pods "none" not found'],
]

test.each(rows)('%s %s', async (method, path, body, headers, code, message) => {
  const { call } = await filled()
  const answer = await call(method, path, body, headers)
  const { message: said } = answer.body as { readonly message: string }
  expect([answer.code, said.slice(0, message.length)]).toEqual([code, message])
  expect((await call('GET', `${MAPS}/a`)).code).toBe(200)
})

test('a deletion that is done has no code in its answer', async () => {
  const { call } = await filled()
  expect((await call('DELETE', `${MAPS}/a`)).body).not.toHaveProperty('code')
})

const watched = async (path: string): Promise<readonly string[]> => {
  const { request, clock } = await filled()
  const response = await request('GET', path)
  clock.advance(2_000)
  return (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map(
      (line) =>
        JSON.parse(line) as { readonly type: string; readonly object: { readonly metadata: { readonly name: string } } },
    )
    .map(({ type, object }) => `${type} ${object.metadata.name}`)
}

test.each([
  ['/api/v1/watch/namespaces/default/configmaps?timeoutSeconds=1', ['ADDED a', 'ADDED b']],
  ['/api/v1/watch/configmaps?timeoutSeconds=1', ['ADDED a', 'ADDED b']],
  ['/api/v1/watch/namespaces/default/configmaps/b?timeoutSeconds=1', ['ADDED b']],
  ['/api/v1/watch/namespaces/default?timeoutSeconds=1', ['ADDED default']],
  ['/apis/apps/v1/watch/deployments?timeoutSeconds=1', []],
])('the older form of a watch: %s', async (path, expected) => {
  expect(await watched(path)).toEqual(expected)
})

test.each([
  ['application/strategic-merge-patch+json', 200, undefined],
  ['application/json-patch+json', 200, undefined],
  ['application/merge-patch+json', 400, 'Invalid JSON Patch'],
])('null as %s: %i', async (type, code, message) => {
  const { call } = await filled()
  const answer = await call('PATCH', `${MAPS}/a`, null, { 'content-type': type })
  expect([answer.code, (answer.body as { message?: string }).message]).toEqual([code, message])
})

test('options of a deletion are of no other kind', async () => {
  const { call } = await filled()
  const message = 'no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:110"'
  expect(await call('DELETE', `${MAPS}/a`, { kind: 'Pod', apiVersion: 'v1' })).toMatchObject({ code: 500, body: { message } })
  expect((await call('DELETE', `${MAPS}/a`, { kind: 'DeleteOptions', apiVersion: 'v1' })).code).toBe(200)
})

test.each([
  ['true', 200],
  ['yes', 200],
  ['false', 409],
  ['0', 409],
])('force=%s of an application that is in conflict: %i', async (force, code) => {
  const { call } = await filled()
  const apply = { 'content-type': 'application/apply-patch+yaml' }
  await call('PATCH', `${MAPS}/c?fieldManager=one`, { ...map('c'), data: { k: '1' } }, apply)
  const answer = await call('PATCH', `${MAPS}/c?fieldManager=two&force=${force}`, { ...map('c'), data: { k: '2' } }, apply)
  expect(answer.code).toBe(code)
})

test.each([
  ['resourceVersionMatch=Exact', 422],
  ['resourceVersion=abc', 400],
  ['limit=x', 400],
])('a deletion of many by %s: %i, and nothing goes', async (query, code) => {
  const { call, store } = await filled()
  const before = store.list('configmaps').length
  expect((await call('DELETE', `${MAPS}?${query}`)).code).toBe(code)
  expect(store.list('configmaps')).toHaveLength(before)
})

test('what is applied under a uid has to be there', async () => {
  const { call } = await filled()
  const headers = { 'content-type': 'application/apply-patch+yaml' }
  const body = { ...map('new'), metadata: { name: 'new', uid: 'u' } }
  expect(await call('PATCH', `${MAPS}/new?fieldManager=m`, body, headers)).toMatchObject({
    code: 409,
    body: {
      message:
        'Operation cannot be fulfilled on configmaps "new": uid mismatch: the provided object specified uid u, and no existing object was found',
    },
  })
})

test('too much in a ConfigMap is told of no field', async () => {
  const { call } = await filled()
  const big = { ...map('big'), data: { a: 'x'.repeat(1_048_577) } }
  expect(((await call('POST', MAPS, big)).body as { message?: string }).message).toBe(
    'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes',
  )
})

test('a Pod that goes at once is shown as it was deleted, a Namespace without a time', async () => {
  const { call } = createHarness()
  const spec = { containers: [{ name: 'c', image: 'nginx' }] }
  const pods = '/api/v1/namespaces/default/pods'
  await call('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })
  const { metadata } = (await call('DELETE', `${pods}/p`)).body as KubernetesObject
  expect(metadata).toMatchObject({ generation: 2, deletionGracePeriodSeconds: 0 })
  expect(metadata.deletionTimestamp).toBeDefined()
  const namespace = (await call('DELETE', '/api/v1/namespaces/other')).body as KubernetesObject
  expect([namespace.metadata.deletionTimestamp, namespace.metadata.deletionGracePeriodSeconds]).toEqual([
    expect.any(String),
    undefined,
  ])
})

test('who may not is told so with a type that is to be believed', async () => {
  const { request } = createHarness()
  const response = await request('GET', MAPS, { headers: { 'impersonate-user': 'jane' } })
  expect([response.status, response.headers.get('x-content-type-options')]).toEqual([403, 'nosniff'])
})
