/** Who owns what after each way of writing, held against what Kubernetes v1.34.4 entered for the same requests. */
import { beforeEach, describe, expect, it } from 'vitest'
import { CONFIG_MAPS, createHarness, PODS, SERVICES } from '../harness.ts'

const MERGE = { 'content-type': 'application/merge-patch+json' }
const APPLY = { 'content-type': 'application/apply-patch+yaml' }
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'

let harness: ReturnType<typeof createHarness>
beforeEach(() => {
  harness = createHarness()
})

interface Entry {
  readonly manager: string
  readonly operation: string
  readonly subresource?: string
  readonly time?: string
  readonly fieldsV1: Readonly<Record<string, unknown>>
}

const entriesOf = async (...request: Parameters<typeof harness.call>): Promise<readonly Entry[]> => {
  const { code, body } = await harness.call(...request)
  expect(code, JSON.stringify(body)).toBeLessThan(300)
  return (body as { metadata: { managedFields?: readonly Entry[] } }).metadata.managedFields ?? []
}

const configMap = (rest: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', ...rest })

describe('an object that is created', () => {
  it('names maps that are new, with what they hold, and not what is empty', async () => {
    const [entry] = await entriesOf(
      'POST',
      `${CONFIG_MAPS}?fieldManager=m`,
      configMap({ metadata: { name: 'a', labels: { x: 'y' }, annotations: {} }, data: { k: '' } }),
    )
    expect(entry?.fieldsV1).toEqual({ 'f:data': { '.': {}, 'f:k': {} }, 'f:metadata': { 'f:labels': { '.': {}, 'f:x': {} } } })
  })

  it('owns the defaults of a Pod, and nothing that admission adds', async () => {
    const container = { name: 'main', image: 'nginx', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: '' }] }
    const [entry] = await entriesOf('POST', `${PODS}?fieldManager=m`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [container], volumes: [{ name: 'v', emptyDir: {} }] },
    })
    expect(entry?.fieldsV1).toEqual({
      'f:spec': {
        'f:containers': {
          'k:{"name":"main"}': {
            '.': {},
            'f:env': { '.': {}, 'k:{"name":"A"}': { '.': {}, 'f:name': {} } },
            'f:image': {},
            'f:imagePullPolicy': {},
            'f:name': {},
            'f:ports': {
              '.': {},
              'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:protocol': {} },
            },
            'f:resources': {},
            'f:terminationMessagePath': {},
            'f:terminationMessagePolicy': {},
          },
        },
        'f:dnsPolicy': {},
        'f:enableServiceLinks': {},
        'f:restartPolicy': {},
        'f:schedulerName': {},
        'f:securityContext': {},
        'f:terminationGracePeriodSeconds': {},
        'f:volumes': { '.': {}, 'k:{"name":"v"}': { '.': {}, 'f:emptyDir': {}, 'f:name': {} } },
      },
    })
  })

  it('does not own addresses that are allocated', async () => {
    const [entry] = await entriesOf('POST', `${SERVICES}?fieldManager=m`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { selector: { a: 'b' }, ports: [{ port: 80 }] },
    })
    expect(entry?.fieldsV1).toEqual({
      'f:spec': {
        'f:internalTrafficPolicy': {},
        'f:ports': {
          '.': {},
          'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:protocol': {}, 'f:targetPort': {} },
        },
        'f:selector': {},
        'f:sessionAffinity': {},
        'f:type': {},
      },
    })
  })

  it('of a custom kind owns its specification as a map', async () => {
    const { store, writer } = harness
    const schema = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            size: { type: 'integer' },
            ends: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['port'],
              items: { type: 'object', properties: { port: { type: 'integer' } }, required: ['port'] },
            },
          },
        },
      },
    }
    const names = { plural: 'boxes', singular: 'box', kind: 'Box', listKind: 'BoxList' }
    writer.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'boxes.x.y' },
      spec: {
        group: 'x.y',
        scope: 'Namespaced',
        names,
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    } as never)
    const definition = store.get('customresourcedefinitions.apiextensions.k8s.io', undefined, 'boxes.x.y')
    writer.updateStatus(
      { ...definition, status: { acceptedNames: names, conditions: [{ type: 'Established', status: 'True' }] } } as never,
      {},
    )
    const box = { apiVersion: 'x.y/v1', kind: 'Box', metadata: { name: 'a' }, spec: { size: 1, ends: [{ port: 80 }] } }
    const path = '/apis/x.y/v1/namespaces/default/boxes'
    const [made] = await entriesOf('POST', `${path}?fieldManager=m`, box)
    const ends = { 'k:{"port":80}': { '.': {}, 'f:port': {} } }
    expect(made?.fieldsV1).toEqual({ 'f:spec': { '.': {}, 'f:ends': { '.': {}, ...ends }, 'f:size': {} } })
    const [applied] = await entriesOf('PATCH', `${path}/a?fieldManager=n`, box, APPLY)
    expect(applied?.fieldsV1).toEqual({ 'f:spec': { 'f:ends': ends, 'f:size': {} } })
  })
})

describe('an object that is changed', () => {
  beforeEach(async () => {
    await harness.call(
      'POST',
      `${CONFIG_MAPS}?fieldManager=maker`,
      configMap({ metadata: { name: 'a' }, data: { k: '1', l: '2' } }),
    )
  })

  it('gives what was changed to who changed it', async () => {
    const entries = await entriesOf('PATCH', `${CONFIG_MAPS}/a?fieldManager=other`, { data: { k: '3', m: '4' } }, MERGE)
    expect(entries.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
      ['maker', { 'f:data': { '.': {}, 'f:l': {} } }],
      ['other', { 'f:data': { 'f:k': {}, 'f:m': {} } }],
    ])
  })

  it('does not enter who only takes something away', async () => {
    const entries = await entriesOf('PATCH', `${CONFIG_MAPS}/a?fieldManager=other`, { data: { k: null } }, MERGE)
    expect(entries.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
      ['maker', { 'f:data': { '.': {}, 'f:l': {} } }],
    ])
  })

  it('lists what is applied first', async () => {
    const entries = await entriesOf(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=zz`,
      configMap({ metadata: { name: 'a' }, data: { z: '1' } }),
      APPLY,
    )
    expect(entries.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual(['zz Apply', 'maker Update'])
  })

  it('stays without owners where they were taken away, until somebody applies', async () => {
    expect(await entriesOf('PATCH', `${CONFIG_MAPS}/a`, { metadata: { managedFields: [{}] } }, MERGE)).toEqual([])
    expect(await entriesOf('PATCH', `${CONFIG_MAPS}/a?fieldManager=m`, { data: { k: '9' } }, MERGE)).toEqual([])
    const entries = await entriesOf(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=n`,
      configMap({ metadata: { name: 'a' }, data: { z: '1' } }),
      APPLY,
    )
    expect(entries.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
      ['n', { 'f:data': { 'f:z': {} } }],
      ['before-first-apply', { 'f:data': { '.': {}, 'f:k': {}, 'f:l': {} } }],
    ])
  })
})

it('who scales is entered without a time, before the others', async () => {
  const labels = { a: 'b' }
  await harness.call('POST', `${DEPLOYMENTS}?fieldManager=maker`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })
  await harness.call('PATCH', `${DEPLOYMENTS}/d/scale?fieldManager=scaler`, { spec: { replicas: 0 } }, MERGE)
  const [first, second] = await entriesOf('GET', `${DEPLOYMENTS}/d`)
  expect(first).toMatchObject({ manager: 'scaler', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } })
  expect(first).not.toHaveProperty('time')
  expect(second?.fieldsV1['f:spec']).toMatchObject({ 'f:strategy': { 'f:rollingUpdate': { '.': {} }, 'f:type': {} } })
  expect(second?.fieldsV1['f:spec']).not.toHaveProperty('f:replicas')
})

it('a Pod that is applied again keeps the tolerations that every Pod has', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { tolerations: [{ key: 'a', operator: 'Exists' }], containers: [{ name: 'c', image: 'nginx' }] },
  }
  await harness.call('POST', PODS, pod)
  const { code, body } = await harness.call('PATCH', `${PODS}/a?fieldManager=m&force=true`, pod, APPLY)
  expect(code).toBe(200)
  expect(body).toHaveProperty('spec.tolerations.length', 3)
})

/** As a real cluster lets kubectl go over to server-side apply. */
describe('what kubectl applied by itself before', () => {
  const before = configMap({ metadata: { name: 'a' }, data: { k: '1' } })
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(before) }
  const apply = (manager: string, data: object, apiVersion = 'v1') =>
    harness.call(
      'PATCH',
      `${CONFIG_MAPS}/a?fieldManager=${manager}`,
      { ...configMap({ metadata: { name: 'a' }, data }), apiVersion },
      APPLY,
    )

  beforeEach(async () => {
    const live = configMap({ metadata: { name: 'a', annotations }, data: { k: '1', other: '1' } })
    await harness.call('POST', `${CONFIG_MAPS}?fieldManager=kubectl-client-side-apply`, live)
  })

  it.each([
    ['kubectl', { k: '2' }, undefined],
    ['someone', { k: '2' }, 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.k'],
    [
      'kubectl',
      { k: '2', other: '2' },
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.other',
    ],
  ])('%s applies %j', async (manager, data, refused) => {
    const { code, body } = await apply(manager, data)
    expect({ code, body }).toMatchObject(refused === undefined ? { code: 200 } : { code: 409, body: { message: refused } })
    const { body: stored } = await harness.call('GET', `${CONFIG_MAPS}/a`)
    expect(stored).toMatchObject({ data: { k: refused === undefined ? '2' : '1' } })
  })

  it('is no longer kubectl’s where somebody has changed it', async () => {
    await harness.call('PATCH', `${CONFIG_MAPS}/a?fieldManager=m`, { data: { k: '7' } }, MERGE)
    const { body } = await apply('kubectl', { k: '2' })
    expect(body).toMatchObject({ message: 'Apply failed with 1 conflict: conflict with "m" using v1: .data.k' })
  })

  it('counts as nothing where it cannot be read', async () => {
    const unread = { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{' } } }
    await harness.call('PATCH', `${CONFIG_MAPS}/a?fieldManager=m`, unread, MERGE)
    expect((await apply('kubectl', { k: '2' })).code).toBe(409)
  })
})
