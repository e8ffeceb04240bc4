import { describe, expect, it } from 'vitest'
import { hasRules } from '../../../../src/cluster/custom/validate-rules.ts'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { afterSchema } from '../../../../src/kubernetes/validation/after-schema.ts'
import {
  duplicate,
  invalidType,
  invalidValue,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../../../src/kubernetes/validation/causes.ts'

const rule = invalidValue('spec', 'object', 'a rule')
const UNCHECKED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

describe('rules in CEL', () => {
  it.each([[[]], [[invalidValue('a', 1, 'too small')]], [[duplicate('a', 1)]]])('are asked beside %j', (found) => {
    expect(afterSchema(found, () => [rule])).toEqual([...found, rule])
  })

  it.each([
    [required('a')],
    [notSupported('a', 'x', ['y'])],
    [tooLong('a', 1)],
    [tooMany('a', 2, 1)],
    [invalidType('a', 'string', 'a in body must be of type integer')],
  ])('are not asked beside %j, which is told', (cause) => {
    const told = afterSchema([cause], () => [rule]).map(({ field, message }) => `${field}: ${message}`)
    expect(told).toEqual([`${cause.field}: ${cause.message}`, UNCHECKED])
  })

  it('are found wherever they are', () => {
    const ruled = { type: 'string', 'x-kubernetes-validations': [{ rule: 'true' }] }
    const schemas = [ruled, { items: ruled }, { additionalProperties: ruled }, { properties: { a: { items: ruled } } }]
    expect(schemas.map(hasRules)).toEqual([true, true, true, true])
    expect(hasRules({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: true })).toBe(false)
  })
})

describe('a value of the wrong type in a kind of the Gateway API', () => {
  const route = (spec: object) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'a' },
    spec,
  })
  const refusalOf = (spec: object) => decode(route(spec), { fieldValidation: 'Strict' }).status

  it('is refused by the schema', () => {
    const status = refusalOf({ rules: [{ matches: [{ headers: [{ name: 'x', value: 5 }] }] }] })
    const at = 'spec.rules[0].matches[0].headers[0].value'
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(status?.message).toBe(
      `HTTPRoute.gateway.networking.k8s.io "a" is invalid: [${at}: Invalid value: "integer": ${at} in body must be of type string: "integer", ${UNCHECKED}]`,
    )
  })

  it.each([
    [{ rules: 'x' }, 'must be of type array: "string"'],
    [{ rules: [[]] }, 'must be of type object: "array"'],
    [{ rules: [{ backendRefs: [{ name: 'v', port: '80' }] }] }, 'must be of type integer: "string"'],
    [{ rules: [{ backendRefs: [{ name: 'v', port: 80.5 }] }] }, 'must be of type integer: "number"'],
  ])('%j is told by its type', (spec, message) => {
    expect(refusalOf(spec)?.message).toContain(message)
  })

  it('is told after fields that nobody knows', () => {
    expect(refusalOf({ rules: 'x', foo: 1 })).toMatchObject({
      code: 400,
      message: expect.stringContaining('strict decoding error: unknown field "spec.foo"'),
    })
  })
})
