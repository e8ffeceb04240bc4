/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { createHarness } from '../harness.ts'

describe('OpenAPI', () => {
  test('every document of the index is there, and every reference in it has a definition', async () => {
    const { call } = createHarness()
    const index = await call('GET', '/openapi/v3')
    const { paths } = JSON.parse(String(index.body)) as { paths: Record<string, { serverRelativeURL: string }> }
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['api', 'apis', 'apis/apps', 'apis/networking.k8s.io/v1', 'openid/v1/jwks', 'version']),
    )
    for (const { serverRelativeURL } of Object.values(paths)) {
      const { body } = await call('GET', serverRelativeURL)
      const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu)].map(
        (match) => match[1] ?? '',
      )
      expect(references.filter((name) => body.components.schemas[name] === undefined)).toEqual([])
    }
  })

  test('a client that has a document is told so, and one that asks for an older one where the new one is', async () => {
    const { request } = createHarness()
    const path = '/openapi/v3/apis/apps/v1'
    const first = await request('GET', `${path}?hash=v1.34.4`)
    const etag = first.headers.get('etag') ?? ''
    expect([first.status, etag]).toEqual([200, '"v1.34.4"'])
    expect((await request('GET', path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const old = await request('GET', `${path}?hash=old`)
    expect([old.status, old.headers.get('location')]).toEqual([301, `${path}?hash=v1.34.4`])
    const all = (await request('GET', '/openapi/v2')).headers.get('etag') ?? ''
    expect((await request('GET', '/openapi/v2', { headers: { 'if-none-match': all } })).status).toBe(304)
  })

  test('what is found out about groups has documents, too', async () => {
    const { call } = createHarness()
    const { body } = await call('GET', '/openapi/v3/apis/rbac.authorization.k8s.io')
    expect(body.paths['/apis/rbac.authorization.k8s.io/'].get.operationId).toBe('getRbacAuthorizationAPIGroup')
    expect((await call('GET', '/openapi/v3/apis/nothing')).code).toBe(404)
  })

  test('a schema says kind, descriptions and merge keys', async () => {
    const { call } = createHarness()
    const { schemas } = (await call('GET', '/openapi/v3/api/v1')).body.components
    expect(schemas['io.k8s.api.core.v1.Pod']['x-kubernetes-group-version-kind']).toEqual([
      { group: '', kind: 'Pod', version: 'v1' },
    ])
    expect(schemas['io.k8s.api.core.v1.PodSpec'].properties.containers).toMatchObject({
      type: 'array',
      'x-kubernetes-patch-merge-key': 'name',
    })
    expect((await call('GET', '/openapi/v2')).body.definitions['io.k8s.api.core.v1.Service'].type).toBe('object')
    expect((await call('GET', '/openapi/v2', undefined, { accept: 'application/x-unknown' })).code).toBe(406)
  })

  test('signals, modes of volumes and scopes of quotas are enumerated; owned fields are of a type of their own', async () => {
    const { call } = createHarness()
    const { schemas } = (await call('GET', '/openapi/v3/api/v1')).body.components
    const signals = schemas['io.k8s.api.core.v1.Lifecycle'].properties.stopSignal.enum as readonly string[]
    expect(signals).toHaveLength(65)
    expect(signals.slice(0, 4)).toEqual(['SIGABRT', 'SIGALRM', 'SIGBUS', 'SIGCHLD'])
    expect(signals.slice(18, 22)).toEqual(['SIGRTMAX', 'SIGRTMAX-1', 'SIGRTMAX-10', 'SIGRTMAX-11'])
    expect(schemas['io.k8s.api.core.v1.PersistentVolumeClaimSpec'].properties.volumeMode.enum).toEqual(['Block', 'Filesystem'])
    const { fieldsV1 } = schemas['io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry'].properties
    expect(fieldsV1.allOf).toEqual([{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1' }])
  })

  test('a patch says which media types it comes in, and what is retained', async () => {
    const { call } = createHarness()
    const { components, paths } = (await call('GET', '/openapi/v3/apis/apps/v1')).body
    const { patch } = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']
    expect(Object.keys(patch.requestBody.content as object)).toEqual([
      'application/apply-patch+yaml',
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
    ])
    const strategyOf = (structure: string, field: string): unknown =>
      components.schemas[structure].properties[field]['x-kubernetes-patch-strategy']
    expect(strategyOf('io.k8s.api.apps.v1.DeploymentSpec', 'strategy')).toBe('retainKeys')
    expect(strategyOf('io.k8s.api.core.v1.PodSpec', 'volumes')).toBe('merge,retainKeys')
  })

  test('older kubectl gets its binary form', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
    const response = await createHarness().request('GET', '/openapi/v2', { headers: { accept } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('protobuf')])
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
  })
})
