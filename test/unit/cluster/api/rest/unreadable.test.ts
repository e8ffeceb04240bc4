/** What cannot be read, in the words of Kubernetes v1.34.4. */
import { beforeEach, describe, expect, it } from 'vitest'
import { CONFIG_MAPS, createHarness } from '../harness.ts'

let harness: ReturnType<typeof createHarness>
beforeEach(async () => {
  harness = createHarness()
  await harness.call('POST', CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } })
})

const EXPECTED =
  "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: "
const STRUCT = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'

describe('a body', () => {
  it.each([
    ['', `${EXPECTED}unexpected end of JSON input (<empty>)`],
    ['[]', `${EXPECTED}json: cannot unmarshal array into Go value of type ${STRUCT} (5b5d)`],
    ['{"a', `${EXPECTED}unexpected end of JSON input ({"a)`],
    ["{'a':1}", `${EXPECTED}invalid character '\\'' looking for beginning of object key string ({'a':1})`],
    ['{"a":01}', `${EXPECTED}invalid character '1' after object key:value pair ({"a":01})`],
    [
      'metadata: {name: b}',
      `${EXPECTED}invalid character 'm' looking for beginning of value (6d657461646174613a207b6e616d653a20627d)`,
    ],
    ['\ufeff{}', `${EXPECTED}invalid character 'ï' looking for beginning of value (efbbbf7b7d)`],
    ['{"kind":1}', `${EXPECTED}json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})`],
    [
      '{"apiVersion":{}}',
      `${EXPECTED}json: cannot unmarshal object into Go struct field .apiVersion of type string ({"apiVersion":{}})`,
    ],
  ])('%j is refused by what is wrong with it', async (body, message) => {
    expect(await harness.call('POST', CONFIG_MAPS, body)).toMatchObject({ code: 400, body: { message } })
  })

  it.each([
    ['- a\n', `${EXPECTED}json: cannot unmarshal array into Go value of type ${STRUCT} (2d20610a)`],
    ['abc', `${EXPECTED}json: cannot unmarshal string into Go value of type ${STRUCT} (616263)`],
    [
      'apiVersion: a/b/c\n',
      'the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c (61706956657273696f6e3a20612f622f630a)',
    ],
  ])('%j in YAML is refused by what is wrong with it', async (body, message) => {
    const answer = await harness.call('POST', CONFIG_MAPS, body, { 'content-type': 'application/yaml' })
    expect(answer).toMatchObject({ code: 400, body: { message } })
  })

  it.each(['', '# nothing', '---'])('of YAML without anything (%j) is an object without anything', async (text) => {
    const answer = await harness.call('POST', CONFIG_MAPS, `${text}\n`, { 'content-type': 'application/yaml' })
    expect(answer).toMatchObject({ code: 422, body: { message: expect.stringContaining('name or generateName is required') } })
  })

  it.each([
    ['{"apiVersion":"v1","kind":"","metadata":{"name":"b"}}', 201],
    ['{"apiVersion":"","kind":"ConfigMap","metadata":{"name":"b"}}', 201],
  ])('whose type is empty is of the type of the path', async (body, code) => {
    expect((await harness.call('POST', CONFIG_MAPS, body)).code).toBe(code)
  })

  it('is shown in part where it is long', async () => {
    const { body } = await harness.call('POST', CONFIG_MAPS, `{"a":"${'x'.repeat(600)}`)
    expect((body as { message: string }).message).toMatch(/\(\{"a":"x{24} \.\.\.\)$/u)
  })
})

describe('an object of another kind', () => {
  it.each([
    ['apps/v1', 'Deployment', 'converting (v1.Deployment) to (core.ConfigMap): unknown conversion'],
    ['v1', 'ConfigMapList', 'converting (v1.ConfigMapList) to (core.ConfigMap): unknown conversion'],
    ['v1', 'List', 'converting (v1.List) to (core.ConfigMap): unknown conversion'],
    ['v1', 'Foo', 'no kind "Foo" is registered for version "v1" in scheme "pkg/runtime/scheme.go:110"'],
    ['gateway.networking.k8s.io/v1', 'Gateway', 'no kind "Gateway" is registered for version "gateway.networking.k8s.io/v1"'],
  ])('%s %s is refused', async (apiVersion, kind, message) => {
    const { code, body } = await harness.call('POST', CONFIG_MAPS, { apiVersion, kind, metadata: { name: 'b' } })
    expect([code, (body as { message: string }).message]).toEqual([400, expect.stringContaining(message)])
  })

  it('that the server could convert is refused by its version', async () => {
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
    const object = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'b' } }
    expect(await harness.call('POST', path, object)).toMatchObject({
      code: 400,
      body: {
        message: 'the API version in the data (autoscaling/v1) does not match the expected API version (autoscaling/v2)',
      },
    })
  })
})

const patch = (kind: string, body: string) =>
  harness.call('PATCH', `${CONFIG_MAPS}/a?fieldManager=m`, body, { 'content-type': `application/${kind}` })

describe('a patch', () => {
  it.each([
    ['merge-patch+json', '{', 'error decoding patch: unexpected end of JSON input'],
    ['strategic-merge-patch+json', '{', 'unexpected end of JSON input'],
    [
      'merge-patch+json',
      '[]',
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'json-patch+json',
      '{}',
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      'json-patch+json',
      '[1]',
      'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
    ],
    ['apply-patch+yaml', '{"apiVersion":"v1","kind":"Secret"}', 'invalid object type: /v1, Kind=Secret'],
    ['apply-patch+yaml', '{"metadata":{"managedFields":[{}]}}', 'metadata.managedFields must be nil'],
  ])('%s %s', async (kind, body, message) => {
    expect(await patch(kind, body)).toMatchObject({ code: 400, body: { message } })
  })

  it('that makes something else of the object is refused with what it would be', async () => {
    const { code, body } = await patch('merge-patch+json', '{"data":{"k":1}}')
    expect(code).toBe(422)
    expect(body).toMatchObject({
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'patch' }] },
      message: expect.stringMatching(
        /^ "" is invalid: patch: Invalid value: "\{\\"apiVersion\\":\\"v1\\",\\"data\\":\{\\"k\\":1\},.*": json: cannot unmarshal number into Go struct field ConfigMap\.data of type string$/u,
      ) as string,
    })
  })

  it('by strategic merge leaves the kind as it is', async () => {
    expect(await patch('strategic-merge-patch+json', '{"kind":"Foo"}')).toMatchObject({
      code: 200,
      body: { kind: 'ConfigMap' },
    })
  })
})
