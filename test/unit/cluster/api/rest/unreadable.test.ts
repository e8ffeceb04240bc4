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
  ])('%j is refused by what is wrong with it', async (body, message) => {
    expect(await harness.call('POST', CONFIG_MAPS, body)).toMatchObject({ code: 400, body: { message } })
  })

  it('is shown in part where it is long', async () => {
    const { body } = await harness.call('POST', CONFIG_MAPS, `{"a":"${'x'.repeat(600)}`)
    expect((body as { message: string }).message).toMatch(/\(\{"a":"x{506} \.\.\.\)$/u)
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
