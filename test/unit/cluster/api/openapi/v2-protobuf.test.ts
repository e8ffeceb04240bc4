import { describe, expect, test } from 'vitest'
import { readFields, toText, type WireValue } from '../../../../../src/cluster/api/http/wire-format.ts'
import { OPENAPI_PROTOBUF, openApiV2Protobuf } from '../../../../../src/cluster/api/openapi/v2-protobuf.ts'
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

  test('is served to clients that ask for it, under a valid media type', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
    const response = await respondOpenApi(new Request('https://x/openapi/v2', { headers: { accept } }), '/openapi/v2', store)
    expect(response.headers.get('content-type')).toBe(OPENAPI_PROTOBUF)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(openApiV2Protobuf(store))
  })
})
