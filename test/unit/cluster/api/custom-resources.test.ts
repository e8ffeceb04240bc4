/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'backups.shop.example' },
  spec: {
    group: 'shop.example',
    scope: 'Namespaced',
    names: { plural: 'backups', kind: 'Backup', shortNames: ['bk'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.copies', statusReplicasPath: '.status.copies' } },
        additionalPrinterColumns: [
          { name: 'Copies', type: 'integer', jsonPath: '.spec.copies' },
          { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['source'],
                properties: { source: { type: 'string' }, copies: { type: 'integer', minimum: 1, default: 2 } },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
      {
        name: 'v1beta1',
        served: true,
        storage: false,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
      { name: 'v1alpha1', served: false, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
    ],
  },
}
const backup = (spec: object, name = 'a'): object => ({
  apiVersion: 'shop.example/v1',
  kind: 'Backup',
  metadata: { name },
  spec,
})
const BACKUPS = '/apis/shop.example/v1/namespaces/default/backups'

let cluster: Cluster

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
const call = async (method: string, path: string, body?: unknown, headers = {}): Promise<{ code: number; body: any }> => {
  const response = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return { code: response.status, body: text.startsWith('{') ? JSON.parse(text) : undefined }
}

const create = (objects?: Parameters<typeof createCluster>[0]['objects']): Cluster =>
  createCluster({
    clock: createVirtualClock(Date.UTC(2026, 0, 1)),
    random: createSeededRandom(1),
    ...(objects === undefined ? {} : { objects }),
  })

beforeEach(async () => {
  cluster = create()
  expect((await call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)).code).toBe(201)
  await cluster.settle()
})

describe('a custom kind', () => {
  test('is established, and told by discovery and OpenAPI', async () => {
    const { body } = await call('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.shop.example')
    expect(body.status.conditions.map(({ type, status }: { type: string; status: string }) => `${type}=${status}`)).toEqual([
      'NamesAccepted=True',
      'Established=True',
    ])
    expect(body.status).toMatchObject({ storedVersions: ['v1'], acceptedNames: { singular: 'backup', listKind: 'BackupList' } })
    const group = await call('GET', '/apis/shop.example')
    expect(group.body.versions.map(({ version }: { version: string }) => version)).toEqual(['v1', 'v1beta1'])
    const resources = await call('GET', '/apis/shop.example/v1')
    expect(resources.body.resources.map(({ name }: { name: string }) => name)).toEqual([
      'backups',
      'backups/status',
      'backups/scale',
    ])
    const openApi = await call('GET', '/openapi/v3/apis/shop.example/v1')
    expect(openApi.body.components.schemas['example.shop.v1.Backup'].properties.spec.properties.copies.type).toBe('integer')
    expect((await call('GET', '/apis/shop.example/v1alpha1/backups')).code).toBe(404)
  })

  test('is created with its defaults, listed with its columns, and has generations', async () => {
    expect((await call('POST', BACKUPS, backup({ source: 'db' }))).body).toMatchObject({
      spec: { source: 'db', copies: 2 },
      metadata: { generation: 1 },
    })
    const changed = await call(
      'PATCH',
      `${BACKUPS}/a`,
      { spec: { copies: 3 } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect(changed.body.metadata.generation).toBe(2)
    await call(
      'PATCH',
      `${BACKUPS}/a/status`,
      { status: { conditions: [{ type: 'Ready', status: 'True' }] } },
      { 'content-type': 'application/merge-patch+json' },
    )
    const table = await call('GET', BACKUPS, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' })
    expect(table.body.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Copies', 'Ready'])
    expect(table.body.rows[0].cells).toEqual(['a', 3, 'True'])
  })

  test('is scaled at the path that it names', async () => {
    await call('POST', BACKUPS, backup({ source: 'db' }))
    const scale = await call('GET', `${BACKUPS}/a/scale`)
    expect(scale.body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { replicas: 0 } })
    await call('PUT', `${BACKUPS}/a/scale`, { ...scale.body, spec: { replicas: 5 } })
    expect((await call('GET', `${BACKUPS}/a`)).body.spec).toEqual({ source: 'db', copies: 5 })
  })

  test.each<readonly [string, object, number, string]>([
    ['what is required', backup({}), 422, 'spec.source: Required value'],
    ['a value out of range', backup({ source: 'db', copies: 0 }), 422, 'should be greater than or equal to 1'],
    ['a wrong type', backup({ source: 1 }), 422, 'must be of type string'],
    ['a name that is none', backup({ source: 'db' }, 'A'), 422, 'metadata.name: Invalid value: "A"'],
    [
      'an unknown field, strictly',
      backup({ source: 'db', sorce: 'x' }),
      400,
      'strict decoding error: unknown field "spec.sorce"',
    ],
    [
      'metadata of a wrong type',
      { ...backup({ source: 'db' }), metadata: { name: 'a', labels: 'x' } },
      400,
      'json: cannot unmarshal string',
    ],
  ])('is refused for %s', async (_, object, code, message) => {
    const answer = await call('POST', `${BACKUPS}?fieldValidation=Strict`, object)
    expect(answer.code).toBe(code)
    expect(answer.body.message).toContain(message)
  })

  test('takes no strategic merge', async () => {
    await call('POST', BACKUPS, backup({ source: 'db' }))
    const strategic = { 'content-type': 'application/strategic-merge-patch+json' }
    const message =
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml'
    for (const path of [`${BACKUPS}/a`, `${BACKUPS}/a?dryRun=Foo`, `${BACKUPS}/nosuch`])
      expect(await call('PATCH', path, {}, strategic)).toMatchObject({
        code: 415,
        body: { kind: 'Status', reason: 'UnsupportedMediaType', message },
      })
  })

  test('is there again after a restart, and goes with its definition', async () => {
    await call('POST', BACKUPS, backup({ source: 'db' }))
    cluster = create([...cluster.store.entries()].map(([, object]) => object))
    await cluster.settle()
    expect((await call('GET', `${BACKUPS}/a`)).body.spec.source).toBe('db')
    await call('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.shop.example')
    await cluster.settle()
    expect((await call('GET', BACKUPS)).code).toBe(404)
    expect(cluster.store.list('backups.shop.example')).toEqual([])
  })

  test('goes with its owner and with its namespace', async () => {
    const owner = await call('POST', '/api/v1/namespaces/default/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'o' },
    })
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: owner.body.metadata.uid }]
    await call('POST', BACKUPS, { ...backup({ source: 'db' }), metadata: { name: 'a', ownerReferences } })
    await call('DELETE', '/api/v1/namespaces/default/configmaps/o')
    await cluster.settle()
    expect(cluster.store.list('backups.shop.example')).toEqual([])
  })
})

describe('a definition', () => {
  const bad = (change: (spec: typeof definition.spec) => object, name = definition.metadata.name): object => ({
    ...definition,
    metadata: { name },
    spec: change(definition.spec),
  })
  // What all versions have alike is told of the definition itself, as a real server does.
  test.each<readonly [string, object, string]>([
    ['another name', bad((spec) => spec, 'x.shop.example'), 'metadata.name'],
    ['no stored version', bad((spec) => ({ ...spec, versions: spec.versions.slice(1) })), 'spec.versions'],
    ['a scope that is none', bad((spec) => ({ ...spec, scope: 'All' })), 'spec.scope'],
    [
      'no schema',
      bad((spec) => ({ ...spec, versions: [{ name: 'v1', served: true, storage: true }] })),
      'spec.versions[0].schema.openAPIV3Schema',
    ],
    [
      'an untyped field',
      bad((spec) => ({
        ...spec,
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { a: {} } } } },
        ],
      })),
      'spec.validation.openAPIV3Schema.properties[a].type',
    ],
  ])('is refused for %s', async (_, object, field) => {
    cluster = create()
    const answer = await call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', object)
    expect(answer.code).toBe(422)
    expect(answer.body.details.causes.map((cause: { field: string }) => cause.field)).toContain(field)
  })

  test('whose names somebody has is not established until they are free', async () => {
    const second = {
      ...definition,
      metadata: { name: 'copies.shop.example' },
      spec: { ...definition.spec, names: { plural: 'copies', kind: 'Backup' } },
    }
    await call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', second)
    await cluster.settle()
    expect((await call('GET', '/apis/shop.example/v1/copies')).code).toBe(404)
    await call('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.shop.example')
    await cluster.settle()
    expect((await call('GET', '/apis/shop.example/v1/copies')).code).toBe(200)
  })
})
