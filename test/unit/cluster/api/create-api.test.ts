/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness, pod, PODS, service, SERVICES } from './harness.ts'

describe('requests that are refused', () => {
  const refused: readonly (readonly [string, string, string, unknown, number, string])[] = [
    [
      'a version that nobody serves',
      'GET',
      '/apis/apps/v2',
      undefined,
      404,
      'the server could not find the requested resource',
    ],
    [
      'an unknown resource',
      'GET',
      '/api/v1/namespaces/default/nothings',
      undefined,
      404,
      'the server could not find the requested resource',
    ],
    ['an unknown object', 'GET', `${PODS}/a`, undefined, 404, 'pods "a" not found'],
    ['of a group', 'GET', '/apis/apps/v1/namespaces/default/deployments/a', undefined, 404, 'deployments.apps "a" not found'],
    [
      'an empty body',
      'POST',
      PODS,
      undefined,
      400,
      "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
    ],
    ['a namespace that is not there', 'POST', '/api/v1/namespaces/none/pods', pod('a'), 404, 'namespaces "none" not found'],
    [
      'another namespace in the object',
      'POST',
      PODS,
      { ...pod('a'), metadata: { name: 'a', namespace: 'other' } },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'another name in the object',
      'PUT',
      `${PODS}/b`,
      pod('a'),
      400,
      'the name of the object (a) does not match the name on the URL (b)',
    ],
    [
      'a version on creation',
      'POST',
      PODS,
      { ...pod('a'), metadata: { name: 'a', resourceVersion: '1' } },
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    [
      'a method of no use',
      'POST',
      `${PODS}/a`,
      pod('a'),
      405,
      'the server does not allow this method on the requested resource',
    ],
    [
      'a permanent namespace',
      'DELETE',
      '/api/v1/namespaces/default',
      undefined,
      403,
      'namespaces "default" is forbidden: this namespace may not be deleted',
    ],
    [
      'a field that does not exist',
      'POST',
      `${PODS}?fieldValidation=Strict`,
      { ...pod('a'), speck: {} },
      400,
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "speck"',
    ],
    [
      'an unknown field selector',
      'GET',
      `${PODS}?fieldSelector=spec.color%3Dred`,
      undefined,
      400,
      'field label not supported: spec.color',
    ],
    ['exec in a Pod that is not there', 'POST', `${PODS}/a/exec`, undefined, 404, 'pods "a" not found'],
  ]
  test.each(refused)('%s', async (_, method, path, body, code, message) => {
    const answer = await createHarness().call(method, path, body)
    expect([answer.code, answer.body.message]).toEqual([code, message])
    expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code })
  })

  test('exec without an upgrade', async () => {
    const { call } = createHarness()
    const { spec, ...rest } = pod('a')
    await call('POST', PODS, { ...rest, spec: { ...spec, nodeName: 'node' } })
    const { code, body } = await call('POST', `${PODS}/a/exec`)
    expect([code, body.message]).toEqual([400, 'Upgrade request required'])
  })

  test('forms that are not served', async () => {
    const { call } = createHarness()
    expect((await call('GET', PODS, undefined, { accept: 'application/vnd.kubernetes.protobuf' })).code).toBe(406)
    expect((await call('POST', PODS, pod('a'), { 'content-type': 'text/html' })).code).toBe(415)
    expect((await call('PATCH', `${PODS}/a`, {}, { 'content-type': 'application/json' })).code).toBe(415)
  })
})

describe('writing', () => {
  test('a Pod gets what the server alone says', async () => {
    const { call } = createHarness()
    const { code, body } = await call('POST', PODS, { ...pod(''), metadata: { generateName: 'web-' } })
    expect(code).toBe(201)
    expect(body.metadata).toMatchObject({ namespace: 'default', generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' })
    expect(body.metadata.name).toMatch(/^web-[a-z0-9]{5}$/u)
    expect(body.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
    expect(body.spec.serviceAccountName).toBe('default')
  })

  test('the same name twice', async () => {
    const { call } = createHarness()
    await call('POST', PODS, pod('a'))
    expect((await call('POST', PODS, pod('a'))).body).toMatchObject({
      reason: 'AlreadyExists',
      message: 'pods "a" already exists',
    })
  })

  test('an update from an old state is a conflict, and status stays as it is', async () => {
    const { call } = createHarness()
    const first = (await call('POST', PODS, pod('a'))).body
    const changed = { ...first, metadata: { ...first.metadata, labels: { a: 'b' } }, status: { phase: 'Running' } }
    const second = await call('PUT', `${PODS}/a`, changed)
    expect(second.body).toMatchObject({ metadata: { labels: { a: 'b' }, generation: 1 }, status: { phase: 'Pending' } })
    expect((await call('PUT', `${PODS}/a`, changed)).body).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
    })
    const status = await call(
      'PATCH',
      `${PODS}/a/status`,
      { status: { phase: 'Running' } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect(status.body).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } })
  })

  test('a dry run changes nothing', async () => {
    const { call, store } = createHarness()
    const before = store.revision
    expect((await call('POST', `${PODS}?dryRun=All`, pod('a'))).code).toBe(201)
    expect([store.revision, store.list('pods')]).toEqual([before, []])
  })

  test('unknown fields warn, YAML is read, Endpoints are told to be old', async () => {
    const { call } = createHarness()
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndato: {a: b}\n'
    const warned = await call('POST', CONFIG_MAPS, yaml, { 'content-type': 'application/yaml' })
    expect([warned.code, warned.warning]).toEqual([201, '299 - "unknown field \\"dato\\""'])
    const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' } }
    expect((await call('POST', '/api/v1/namespaces/default/endpoints', endpoints)).warning).toContain(
      'v1 Endpoints is deprecated in v1.33+',
    )
  })

  test.each([
    ['application/merge-patch+json', { data: { a: null, c: '3' } }, { b: '2', c: '3' }],
    ['application/strategic-merge-patch+json', { data: { a: '9' } }, { a: '9', b: '2' }],
    ['application/json-patch+json', [{ op: 'move', from: '/data/a', path: '/data/x' }], { x: '1', b: '2' }],
  ])('%s', async (type, patch, data) => {
    const { call } = createHarness()
    await call('POST', CONFIG_MAPS, { metadata: { name: 'a' }, data: { a: '1', b: '2' } })
    expect((await call('PATCH', `${CONFIG_MAPS}/a`, patch, { 'content-type': type })).body.data).toEqual(data)
  })

  test('a JSON patch that does not fit', async () => {
    const { call } = createHarness()
    await call('POST', CONFIG_MAPS, { metadata: { name: 'a' } })
    const patch = [{ op: 'remove', path: '/data/nothing' }]
    const answer = await call('PATCH', `${CONFIG_MAPS}/a`, patch, { 'content-type': 'application/json-patch+json' })
    expect(answer.body).toMatchObject({ code: 422, message: 'the server rejected our request due to an error in our request' })
  })
})

describe('Services', () => {
  test('S1 S2: addresses and node ports are given, kept, refused and released', async () => {
    const { call } = createHarness()
    const given = (await call('POST', SERVICES, service('a', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] })))
      .body.spec
    expect(given.clusterIP).toMatch(/^10\.96\./u)
    expect(given).toMatchObject({
      clusterIPs: [given.clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ nodePort: 30080 }],
    })
    const taken = await call('POST', SERVICES, service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }))
    expect(taken.body.message).toBe(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    )
    const sameIp = await call('POST', SERVICES, service('c', { clusterIP: given.clusterIP }))
    expect(sameIp.body.message).toContain('provided IP is already allocated')
    const outside = await call('POST', SERVICES, service('c', { clusterIP: '10.0.0.1' }))
    expect(outside.body.message).toContain('the provided network does not match the current range')
    const patched = await call(
      'PATCH',
      `${SERVICES}/a`,
      { spec: { type: 'ClusterIP' } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect([patched.code, patched.body.spec.ports, patched.body.spec.clusterIP]).toEqual([
      200,
      [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      given.clusterIP,
    ])
    expect(patched.body.spec.externalTrafficPolicy).toBeUndefined()
    const freed = await call('POST', SERVICES, service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }))
    expect(freed.code).toBe(201)
  })

  test('headless, without selector, by name alone', async () => {
    const { call } = createHarness()
    expect((await call('POST', SERVICES, service('a', { clusterIP: 'None' }))).body.spec).toMatchObject({
      clusterIP: 'None',
      clusterIPs: ['None'],
    })
    const external = await call('POST', SERVICES, {
      metadata: { name: 'e' },
      spec: { type: 'ExternalName', externalName: 'a.example' },
    })
    expect([external.code, external.body.spec.clusterIP]).toEqual([201, undefined])
  })

  test('S11: a cluster IP cannot be changed', async () => {
    const { call } = createHarness()
    await call('POST', SERVICES, service('a', {}))
    const answer = await call(
      'PATCH',
      `${SERVICES}/a`,
      { spec: { clusterIP: '10.96.77.77' } },
      { 'content-type': 'application/strategic-merge-patch+json' },
    )
    expect(answer.body.message).toBe(
      'Service "a" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.77.77"]: may not change once set',
    )
  })
})

describe('deletion', () => {
  test('a Pod on a node gets its time, and goes when the kubelet says so', async () => {
    const { call, store } = createHarness()
    await call('POST', PODS, pod('a'))
    expect((await call('POST', `${PODS}/a/binding`, { metadata: { name: 'a' }, target: { name: 'node-1' } })).code).toBe(201)
    const answer = await call('DELETE', `${PODS}/a`)
    expect(answer.body.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T00:00:30Z' })
    expect((await call('DELETE', `${PODS}/a`, { gracePeriodSeconds: 5 })).body.metadata.deletionGracePeriodSeconds).toBe(5)
    expect(store.get('pods', 'default', 'a')).toBeDefined()
    await call('DELETE', `${PODS}/a?gracePeriodSeconds=0`)
    expect(store.get('pods', 'default', 'a')).toBeUndefined()
  })

  test('finalizers hold an object until the last is taken away', async () => {
    const { call, store } = createHarness()
    await call('POST', CONFIG_MAPS, { metadata: { name: 'a', finalizers: ['x.example/y'] } })
    expect((await call('DELETE', `${CONFIG_MAPS}/a`)).body.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z')
    await call(
      'PATCH',
      `${CONFIG_MAPS}/a`,
      { metadata: { finalizers: null } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect(store.get('configmaps', 'default', 'a')).toBeUndefined()
  })

  test('what becomes of dependents is written down', async () => {
    const { call } = createHarness()
    await call('POST', CONFIG_MAPS, { metadata: { name: 'a' } })
    const answer = await call('DELETE', `${CONFIG_MAPS}/a`, { propagationPolicy: 'Foreground' })
    expect(answer.body.metadata.finalizers).toEqual(['foregroundDeletion'])
  })

  test('a namespace is emptied first, and takes nothing new', async () => {
    const { call, store } = createHarness()
    const answer = await call('DELETE', '/api/v1/namespaces/other')
    expect(answer.body.status.phase).toBe('Terminating')
    const late = await call('POST', '/api/v1/namespaces/other/pods', pod('a'))
    expect(late.body.message).toBe(
      'pods "a" is forbidden: unable to create new content in namespace other because it is being terminated',
    )
    await call('PUT', '/api/v1/namespaces/other/finalize', { metadata: { name: 'other' }, spec: { finalizers: [] } })
    expect(store.get('namespaces', undefined, 'other')).toBeUndefined()
  })

  test('a collection, narrowed by labels', async () => {
    const { call, store } = createHarness()
    await call('POST', PODS, pod('a', { app: 'a' }))
    await call('POST', PODS, pod('b', { app: 'b' }))
    await call('DELETE', `${PODS}?labelSelector=app%3Da`)
    expect(store.list('pods').map(({ metadata }) => metadata.name)).toEqual(['b'])
  })
})

describe('server-side apply', () => {
  const apply = (harness: ReturnType<typeof createHarness>, manager: string, data: object, force = false) =>
    harness.call(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=${manager}${force ? '&force=true' : ''}`,
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data },
      { 'content-type': 'application/apply-patch+yaml' },
    )

  test('creates, changes nothing the second time, removes what is no longer applied', async () => {
    const harness = createHarness()
    expect((await apply(harness, 'one', { a: '1', b: '2' })).code).toBe(201)
    const revision = harness.store.revision
    expect((await apply(harness, 'one', { a: '1', b: '2' })).code).toBe(200)
    expect(harness.store.revision).toBe(revision)
    expect((await apply(harness, 'one', { a: '1' })).body.data).toEqual({ a: '1' })
  })

  test('a field of another manager is a conflict, unless forced or equal', async () => {
    const harness = createHarness()
    await apply(harness, 'one', { a: '1', b: '2' })
    const refused = await apply(harness, 'two', { a: '9' })
    expect(refused.body).toMatchObject({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
    })
    expect((await apply(harness, 'two', { b: '2' })).code).toBe(200)
    expect((await apply(harness, 'two', { a: '9' }, true)).body.data).toEqual({ a: '9', b: '2' })
    expect((await apply(harness, 'one', {})).body.data).toEqual({ a: '9' })
  })

  test('who edits a field takes it', async () => {
    const harness = createHarness()
    await apply(harness, 'one', { a: '1' })
    await harness.call(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=edit`,
      { data: { a: '2' } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect((await apply(harness, 'one', { a: '1' })).body.message).toBe(
      'Apply failed with 1 conflict: conflict with "edit" using v1: .data.a',
    )
  })

  test('ports of a Service are merged by port and protocol', async () => {
    const harness = createHarness()
    await harness.call('POST', `${SERVICES}?fieldManager=create`, service('a', { ports: [{ port: 80, name: 'x' }] }))
    const body = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 81, name: 'y' }] } }
    const answer = await harness.call('PATCH', `${SERVICES}/a?fieldManager=one`, body, {
      'content-type': 'application/apply-patch+yaml',
    })
    expect(answer.body.spec.ports.map(({ port }: { port: number }) => port)).toEqual([80, 81])
  })
})

describe('subresources and reviews', () => {
  test('scale', async () => {
    const { call } = createHarness()
    const base = '/apis/apps/v1/namespaces/default/deployments'
    const template = { metadata: { labels: { app: 'a' } }, spec: pod('a').spec }
    await call('POST', base, { metadata: { name: 'a' }, spec: { selector: { matchLabels: { app: 'a' } }, template } })
    expect((await call('GET', `${base}/a/scale`)).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=a' },
    })
    await call('PATCH', `${base}/a/scale`, { spec: { replicas: 3 } }, { 'content-type': 'application/merge-patch+json' })
    expect((await call('GET', `${base}/a`)).body).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } })
    expect((await call('PUT', `${base}/a/scale`, { metadata: { name: 'a' }, spec: { replicas: -1 } })).code).toBe(422)
  })

  test('eviction removes a Pod, reviews allow', async () => {
    const { call, store } = createHarness()
    await call('POST', PODS, pod('a'))
    expect((await call('POST', `${PODS}/a/eviction`, { metadata: { name: 'a' } })).code).toBe(201)
    expect(store.list('pods')).toEqual([])
    const review = { spec: { resourceAttributes: { verb: 'create', resource: 'pods' } } }
    expect((await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review)).body.status.allowed).toBe(
      true,
    )
  })

  test('health and version', async () => {
    const { call } = createHarness()
    expect((await call('GET', '/readyz')).body).toBe('ok')
    expect((await call('GET', '/version')).body).toMatchObject({ major: '1', minor: '34' })
  })
})

test('times that are never set are null on the wire where the API does not leave them out', async () => {
  const { call, create } = createHarness()
  create(pod('a'))
  await call('PUT', `${PODS}/a/status`, { ...pod('a'), status: { conditions: [{ type: 'Ready', status: 'True' }] } })
  const one = await call('GET', `${PODS}/a`)
  const all = await call('GET', PODS)
  for (const { status } of [one.body, all.body.items[0]])
    expect(status).toMatchObject({
      conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null }],
      qosClass: 'BestEffort',
    })
})
