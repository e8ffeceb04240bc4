// Lists of a custom kind, narrowed by the fields that its definition makes selectable: answers as a kind cluster of Kubernetes v1.34 gave them.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

const SHIRTS = '/apis/shop.example.com/v1/namespaces/default/shirts'

const properties = { color: { type: 'string' }, size: { type: 'integer' }, ready: { type: 'boolean' } }
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.shop.example.com' },
  spec: {
    group: 'shop.example.com',
    scope: 'Namespaced',
    names: { plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'ShirtList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
        selectableFields: ['.spec.color', '.spec.size', '.spec.ready'].map((jsonPath) => ({ jsonPath })),
      },
    ],
  },
}

let cluster: Cluster

const ask = async (method: string, path: string, body?: object): Promise<{ code: number; text: string }> => {
  const response = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  return { code: response.status, text: await response.text() }
}

const select = (selector: string, path = SHIRTS): ReturnType<typeof ask> =>
  ask('GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`)

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string } }[]
}

const named = async (selector: string, path?: string): Promise<readonly string[]> =>
  (JSON.parse((await select(selector, path)).text) as Listed).items.map(({ metadata }) => metadata.name)

beforeEach(async () => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  await ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)
  await cluster.settle()
  const shirt = (name: string, spec?: object): Promise<unknown> =>
    ask('POST', SHIRTS, { apiVersion: 'shop.example.com/v1', kind: 'Shirt', metadata: { name }, ...(spec && { spec }) })
  await shirt('a', { color: 'blue', size: 1, ready: true })
  await shirt('b', { color: 'red', size: 2, ready: false })
  await shirt('c')
})

describe('shirts', () => {
  test.each([
    ['spec.color=blue', ['a']],
    ['spec.color!=blue', ['b', 'c']],
    ['spec.size=2', ['b']],
    ['spec.ready=true', ['a']],
    ['spec.ready=false', ['b']],
    ['spec.color=', ['c']],
    ['spec.size=', ['c']],
    ['spec.color=blue,spec.size=2', []],
    ['metadata.name=a', ['a']],
    ['metadata.namespace=default', ['a', 'b', 'c']],
  ])('by %s', async (selector, names) => {
    expect(await named(selector)).toEqual(names)
    expect(await named(selector, '/apis/shop.example.com/v1/shirts')).toEqual(names)
  })

  test.each(['.spec.color=blue', 'spec.nope=1', 'metadata.labels=x'])('not by %s', async (selector) => {
    const { code, text } = await select(selector)
    expect(code).toBe(400)
    expect(text).toContain(`field label not supported: ${selector.replace(/=.*/u, '')}`)
  })

  test('are deleted by them', async () => {
    expect((await ask('DELETE', `${SHIRTS}?fieldSelector=spec.color%3Dred`)).code).toBe(200)
    expect(await named('')).toEqual(['a', 'c'])
  })
})
