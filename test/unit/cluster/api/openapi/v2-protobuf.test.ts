import { describe, expect, test } from 'vitest'
import { readFields, toText, type WireValue } from '../../../../../src/cluster/api/http/wire-format.ts'
import { OPENAPI_PROTOBUF, openApiV2Protobuf } from '../../../../../src/cluster/api/openapi/v2-protobuf.ts'
import { namedSchemas } from '../../../../../src/cluster/api/openapi/schema-protobuf.ts'
import { createStore } from '../../../../../src/cluster/store/memory-store.ts'
import { respondOpenApi } from '../../../../../src/cluster/api/openapi/respond-openapi.ts'

const store = createStore()

/** The values of one field of a message. */
const all = (message: WireValue | undefined, number: number): readonly WireValue[] =>
  message instanceof Uint8Array ? readFields(message).flatMap(([found, value]) => (found === number ? [value] : [])) : []

const only = (message: WireValue | undefined, ...path: readonly number[]): WireValue | undefined =>
  path.reduce<WireValue | undefined>((found, number) => all(found, number)[0], message)

interface Patch {
  readonly kind: string
  readonly parameters: readonly string[]
}

const patches = (): ReadonlyMap<string, Patch> =>
  new Map(
    all(only(openApiV2Protobuf(store), 8), 2).map((path) => {
      const patch = only(path, 2, 8)
      return [
        toText(only(path, 1)),
        {
          kind: toText(only(patch, 13, 2, 2)).trim(),
          parameters: all(patch, 8).map((parameter) => toText(only(parameter, 1, 2, 3, 4))),
        },
      ]
    }),
  )

describe('/openapi/v2 in Protobuf', () => {
  test.each([
    ['/api/v1/namespaces/{namespace}/pods/{name}', { group: '', version: 'v1', kind: 'Pod' }],
    ['/api/v1/namespaces/{name}', { group: '', version: 'v1', kind: 'Namespace' }],
    [
      '/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies/{name}',
      { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy' },
    ],
  ])('says that PATCH of %s takes fieldValidation', (path, kind) => {
    const patch = patches().get(path)
    expect(JSON.parse(patch?.kind ?? '')).toEqual(kind)
    expect(patch?.parameters).toEqual(expect.arrayContaining(['fieldValidation', 'dryRun', 'fieldManager']))
  })

  test('tells what a kind is of: descriptions, types, references, what is required, how lists are merged', () => {
    const schemas = new Map(all(only(openApiV2Protobuf(store), 9), 1).map((one) => [toText(only(one, 1)), only(one, 2)]))
    const propertiesOf = (name: string): ReadonlyMap<string, WireValue | undefined> =>
      new Map(all(only(schemas.get(name), 25), 1).map((one) => [toText(only(one, 1)), only(one, 2)]))
    const extensionsOf = (schema: WireValue | undefined): Record<string, unknown> =>
      Object.fromEntries(all(schema, 31).map((one) => [toText(only(one, 1)), JSON.parse(toText(only(one, 2, 2))) as unknown]))
    expect(extensionsOf(schemas.get('io.k8s.api.core.v1.Pod'))).toEqual({
      'x-kubernetes-group-version-kind': [{ group: '', kind: 'Pod', version: 'v1' }],
    })
    const spec = propertiesOf('io.k8s.api.core.v1.PodSpec')
    expect(all(schemas.get('io.k8s.api.core.v1.PodSpec'), 19).map((name) => toText(name))).toEqual(['containers'])
    expect(toText(only(spec.get('hostNetwork'), 22, 1))).toBe('boolean')
    expect(toText(only(spec.get('hostNetwork'), 4))).toMatch(/^Host networking/u)
    expect(toText(only(spec.get('containers'), 23, 1, 1))).toBe('#/definitions/io.k8s.api.core.v1.Container')
    expect(extensionsOf(spec.get('containers'))).toMatchObject({ 'x-kubernetes-patch-merge-key': 'name' })
    expect(toText(only(spec.get('nodeSelector'), 21, 1, 22, 1))).toBe('string')
  })

  test('tells of numbers and truth values as they are, and of nothing that this version of OpenAPI does not know', () => {
    const [named] = namedSchemas({
      a: {
        type: 'integer',
        minimum: -2.5,
        maximum: 300,
        maxLength: 300,
        nullable: true,
        oneOf: [],
        enum: ['x', 1],
        default: {},
      },
    })
    const schema = only(readFields(named ?? new Uint8Array())[0]?.[1], 2)
    const double = (bytes: WireValue | undefined): number =>
      bytes instanceof Uint8Array ? new DataView(bytes.slice().buffer).getFloat64(0, true) : Number.NaN
    expect([double(only(schema, 9)), double(only(schema, 7))]).toEqual([-2.5, 300])
    expect(only(schema, 11)).toBe(300n)
    expect(all(schema, 20).map((value) => JSON.parse(toText(only(value, 2))) as unknown)).toEqual(['x', 1])
    const numbers = schema instanceof Uint8Array ? readFields(schema).map(([number]) => number) : []
    expect([...new Set(numbers)].sort((one, other) => one - other)).toEqual([5, 7, 9, 11, 20, 22])
  })

  test('is served to clients that ask for it, under a valid media type', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
    const response = await respondOpenApi(new Request('https://x/openapi/v2', { headers: { accept } }), '/openapi/v2', store)
    expect(response.headers.get('content-type')).toBe(OPENAPI_PROTOBUF)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(openApiV2Protobuf(store))
  })
})
