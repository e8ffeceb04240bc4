// Rules in CEL, answered as a real API server answered them: definitions, objects and changes of test/cases/cel-rules/recorded.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

interface Answer {
  readonly code: number
  readonly message?: string
  readonly causes?: readonly unknown[]
}

interface Recorded {
  readonly name: string
  readonly schema: object
  readonly definition: Answer
  readonly objects: readonly (Answer & { readonly spec: object })[]
  readonly updates: readonly (Answer & { readonly from: object; readonly to: object })[]
}

const FILE = join(import.meta.dirname, '../../../cases/cel-rules/recorded.json')
const { recorded } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly recorded: readonly Recorded[] }

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const SHOPS = '/apis/shop.test/v1/namespaces/default/shops'

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const definition = (spec: object): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shops.shop.test' },
  spec: {
    group: 'shop.test',
    scope: 'Namespaced',
    names: { plural: 'shops', kind: 'Shop' },
    versions: [
      { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } },
    ],
  },
})

const shop = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'shop.test/v1',
  kind: 'Shop',
  metadata: { name: 'it', ...metadata },
  spec,
})

interface Body {
  readonly message?: string
  readonly details?: { readonly causes?: readonly object[] }
}

const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
  const answer = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const { details } = (await answer.json()) as Body
  return expected({ code: answer.status, causes: details?.causes ?? [] })
}

/** A real server goes through maps in no order. */
const inOrder = (causes: readonly unknown[]): readonly string[] =>
  causes.map((cause) => JSON.stringify(sortedKeys(cause))).sort()
const sortedKeys = (cause: unknown): unknown =>
  Object.fromEntries(Object.entries(cause as object).sort(([a], [b]) => (a < b ? -1 : 1)))

const expected = ({ code, causes = [] }: Answer): Answer => (code < 300 ? { code } : { code, causes: inOrder(causes) })

describe('rules of custom resources', () => {
  test('there are some thirty of them', () => {
    expect(recorded.length).toBeGreaterThan(28)
  })

  test.each(recorded.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(await ask('POST', CRDS, definition(one.schema))).toEqual(expected(one.definition))
    await cluster.settle()
    for (const { spec, ...answer } of one.objects)
      expect(await ask('POST', `${SHOPS}?dryRun=All`, shop(spec)), JSON.stringify(spec)).toEqual(expected(answer))
    for (const { from, to, ...answer } of one.updates) {
      await ask('POST', SHOPS, shop(from))
      expect(await ask('PUT', `${SHOPS}/it`, shop(to)), JSON.stringify(to)).toEqual(expected(answer))
      await ask('DELETE', `${SHOPS}/it`)
    }
  })
})
