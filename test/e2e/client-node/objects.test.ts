/** @kubernetes/client-node: objects read and written, in every way the library knows. */
import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  ApiextensionsV1Api,
  KubernetesObjectApi,
  Metrics,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, openClients, refusal, type Clients } from './clients.ts'

const namespace = 'default'
let clients: Clients
let core: CoreV1Api
let apps: AppsV1Api

beforeAll(async () => {
  clients = await openClients()
  core = clients.config.makeApiClient(CoreV1Api)
  apps = clients.config.makeApiClient(AppsV1Api)
})
afterAll(() => clients.session.close())

const patchWith = (strategy: string): ReturnType<typeof setHeaderOptions> => setHeaderOptions('Content-Type', strategy)

const makeMap = (name: string, data: Record<string, string> = { a: '1' }): Promise<V1ConfigMap> =>
  core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data } })

describe('objects', () => {
  it('are created, read, replaced and deleted, with times as dates', async () => {
    const made = await makeMap('whole')
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date)
    expect(Math.abs(Date.now() - (made.metadata?.creationTimestamp?.getTime() ?? 0))).toBeLessThan(60_000)
    const replaced = await core.replaceNamespacedConfigMap({ namespace, name: 'whole', body: { ...made, data: { b: '2' } } })
    expect(replaced.data).toEqual({ b: '2' })
    expect(await refusal(core.replaceNamespacedConfigMap({ namespace, name: 'whole', body: made }))).toMatchObject({
      code: 409,
      message: expect.stringContaining('the object has been modified') as string,
    })
    expect(await core.deleteNamespacedConfigMap({ namespace, name: 'whole' })).toMatchObject({ status: 'Success' })
    expect(await refusal(core.readNamespacedConfigMap({ namespace, name: 'whole' }))).toEqual({
      code: 404,
      message: 'configmaps "whole" not found',
    })
  })

  it('are listed in pages and by labels', async () => {
    for (const name of ['page-a', 'page-b', 'page-c'])
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { set: 'pages' } } } })
    const first = await core.listNamespacedConfigMap({ namespace, labelSelector: 'set=pages', limit: 2 })
    expect(first.items.map(({ metadata }) => metadata?.name)).toEqual(['page-a', 'page-b'])
    expect(first.metadata?.remainingItemCount).toBeUndefined()
    const rest = await core.listNamespacedConfigMap({
      namespace,
      labelSelector: 'set=pages',
      limit: 2,
      _continue: first.metadata?._continue ?? '',
    })
    expect(rest.items.map(({ metadata }) => metadata?.name)).toEqual(['page-c'])
    expect(rest.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion)
  })

  it('are patched in each of the four forms', async () => {
    await makeMap('patched', { a: '1', b: '2' })
    const name = 'patched'
    const merged = await core.patchNamespacedConfigMap(
      { namespace, name, body: { data: { a: null, c: '3' } } },
      patchWith(PatchStrategy.MergePatch),
    )
    expect(merged.data).toEqual({ b: '2', c: '3' })
    const operations = [
      { op: 'test', path: '/data/b', value: '2' },
      { op: 'move', from: '/data/b', path: '/data/d' },
    ]
    const moved = await core.patchNamespacedConfigMap({ namespace, name, body: operations }, patchWith(PatchStrategy.JsonPatch))
    expect(moved.data).toEqual({ c: '3', d: '2' })
    const service = { metadata: { name }, spec: { selector: { app: 'x' }, ports: [{ name: 'http', port: 80 }] } }
    await core.createNamespacedService({ namespace, body: service })
    const strategic = await core.patchNamespacedService(
      { namespace, name, body: { spec: { ports: [{ name: 'https', port: 443 }] } } },
      patchWith(PatchStrategy.StrategicMergePatch),
    )
    expect(strategic.spec?.ports?.map(({ port }) => port)).toEqual([443, 80])
    expect(
      await refusal(core.patchNamespacedConfigMap({ namespace, name, body: {} }, patchWith('application/json'))),
    ).toMatchObject({ code: 415 })
  })

  it('are applied by two managers, the second of whom has to insist', async () => {
    const apply = (fieldManager: string, value: string, force?: boolean): Promise<V1ConfigMap> =>
      core.patchNamespacedConfigMap(
        {
          namespace,
          name: 'applied',
          fieldManager,
          ...(force === undefined ? {} : { force }),
          body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: { key: value } },
        },
        patchWith(PatchStrategy.ServerSideApply),
      )
    const made = await apply('first', '1')
    const { time: _time, ...entry } = made.metadata?.managedFields?.[0] ?? {}
    expect(entry).toEqual({
      manager: 'first',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:key': {} } },
    })
    expect(await refusal(apply('second', '2'))).toEqual({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "first": .data.key',
    })
    const forced = await apply('second', '2', true)
    expect(forced.metadata?.managedFields?.map(({ manager }) => manager)).toEqual(['second'])
    expect(forced.data).toEqual({ key: '2' })
  })

  it('are scaled, and their status written, through subresources', async () => {
    const labels = { app: 'scaled' }
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'scaled' },
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
        },
      },
    })
    const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'scaled' })
    expect(scale.status?.selector).toBe('app=scaled')
    await apps.replaceNamespacedDeploymentScale({ namespace, name: 'scaled', body: { ...scale, spec: { replicas: 2 } } })
    const ready = await eventually(async () => {
      const { status } = await apps.readNamespacedDeploymentStatus({ namespace, name: 'scaled' })
      return status?.readyReplicas === 2 ? status : undefined
    })
    expect(ready.conditions?.map(({ type, status }) => `${type}=${status}`).sort()).toContain('Available=True')
  })
})

describe('objects of any kind', () => {
  it('are found by their kind, as a program that reads manifests does', async () => {
    const any = KubernetesObjectApi.makeApiClient(clients.config)
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'any', namespace } }
    const made = await any.create<V1ConfigMap>({ ...object, data: { a: '1' } })
    expect(made.data).toEqual({ a: '1' })
    const patched = await any.patch<V1ConfigMap>({ ...object, data: { b: '2' } })
    expect(patched.data).toEqual({ a: '1', b: '2' })
    const listed = await any.list('v1', 'ConfigMap', namespace, undefined, undefined, undefined, 'metadata.name=any')
    expect(listed.items).toHaveLength(1)
    expect(await any.delete(object)).toMatchObject({ status: 'Success' })
  })

  it('that are custom are served once their definition is established', async () => {
    const extensions = clients.config.makeApiClient(ApiextensionsV1Api)
    const custom = clients.config.makeApiClient(CustomObjectsApi)
    const properties = { spec: { type: 'object', properties: { size: { type: 'integer', _default: 1, maximum: 5 } } } }
    await extensions.createCustomResourceDefinition({
      body: {
        metadata: { name: 'boxes.netgrade.test' },
        spec: {
          group: 'netgrade.test',
          scope: 'Namespaced',
          names: { plural: 'boxes', singular: 'box', kind: 'Box' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } }],
        },
      },
    })
    await eventually(async () => {
      const { status } = await extensions.readCustomResourceDefinition({ name: 'boxes.netgrade.test' })
      return status?.conditions?.find(({ type, status: value }) => type === 'Established' && value === 'True')
    })
    const at = { group: 'netgrade.test', version: 'v1', namespace, plural: 'boxes' }
    const box = (name: string, spec: object): object => ({
      apiVersion: 'netgrade.test/v1',
      kind: 'Box',
      metadata: { name },
      spec,
    })
    expect(await custom.createNamespacedCustomObject({ ...at, body: box('one', {}) })).toMatchObject({ spec: { size: 1 } })
    expect(await refusal(custom.createNamespacedCustomObject({ ...at, body: box('two', { size: 6 }) }))).toMatchObject({
      code: 422,
    })
    const patched: unknown = await custom.patchNamespacedCustomObject(
      { ...at, name: 'one', body: { spec: { size: 3 } } },
      patchWith(PatchStrategy.MergePatch),
    )
    expect(patched).toMatchObject({ spec: { size: 3 }, metadata: { generation: 2 } })
    expect(await custom.listNamespacedCustomObject(at)).toMatchObject({ kind: 'BoxList', items: [{}] })
    await custom.deleteNamespacedCustomObject({ ...at, name: 'one' })
    expect(await custom.listNamespacedCustomObject(at)).toMatchObject({ items: [] })
  })

  it('have no metrics, as in a cluster without a metrics server', async () => {
    const metrics = new Metrics(clients.config)
    const answers = await Promise.allSettled([metrics.getNodeMetrics(), metrics.getPodMetrics('default')])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
