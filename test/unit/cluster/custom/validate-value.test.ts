import { expect, test } from 'vitest'
import type { Schema } from '../../../../src/cluster/custom/structural-schema.ts'
import { validateValue } from '../../../../src/cluster/custom/validate-value.ts'

const text = (more: Partial<Schema>): Schema => ({ type: 'string', ...more })
const integer = (more: Partial<Schema>): Schema => ({ type: 'integer', ...more })
const list = (more: Partial<Schema>): Schema => ({ type: 'array', items: { type: 'integer' }, ...more })

test.each<readonly [string, unknown, Schema, readonly string[]]>([
  ['nothing asked', 'x', {}, []],
  ['a text', 'x', text({}), []],
  ['a wrong type', 'x', integer({}), ['Invalid value: "string": a in body must be of type integer: "string"']],
  ['a fraction', 1.5, integer({}), ['Invalid value: "number": a in body must be of type integer: "number"']],
  ['a whole number for a number', 1, { type: 'number' }, []],
  ['null', null, text({}), ['Invalid value: "null": a in body must be of type string: "null"']],
  ['null that may be', null, text({ nullable: true }), []],
  ['a number or text', '80%', { 'x-kubernetes-int-or-string': true }, []],
  [
    'neither',
    true,
    { 'x-kubernetes-int-or-string': true },
    ['Invalid value: "boolean": a in body must be of type integer,string: "boolean"'],
  ],
  ['too small', 0, integer({ minimum: 1 }), ['Invalid value: 0: a in body should be greater than or equal to 1']],
  [
    'the open end',
    1,
    integer({ minimum: 1, exclusiveMinimum: true }),
    ['Invalid value: 1: a in body should be greater than 1'],
  ],
  ['too large', 9, integer({ maximum: 5 }), ['Invalid value: 9: a in body should be less than or equal to 5']],
  ['no multiple', 3, integer({ multipleOf: 2 }), ['Invalid value: 3: a in body should be a multiple of 2']],
  ['too short', '', text({ minLength: 1 }), ['Invalid value: "": a in body should be at least 1 chars long']],
  ['letters, not bytes', '안녕', text({ maxLength: 2 }), []],
  ['a pattern', 'B', text({ pattern: '^[a-z]+$' }), ['Invalid value: "B": a in body should match \'^[a-z]+$\'']],
  ['one of', 'c', text({ enum: ['a', 'b'] as never }), ['Unsupported value: "c": supported values: "a", "b"']],
  ['too few items', [], list({ minItems: 1 }), ['Invalid value: 0: a in body should have at least 1 items']],
  ['a wrong item', [1, 'x'], list({}), ['Invalid value: "string": a[1] in body must be of type integer: "string"']],
  ['twice in a set', [1, 1], list({ 'x-kubernetes-list-type': 'set' }), ['Duplicate value: 1']],
  ['required', {}, { type: 'object', required: ['b'] }, ['Required value']],
  [
    'a value of a map',
    { x: 1 },
    { type: 'object', additionalProperties: { type: 'string' } },
    ['Invalid value: "integer": a.x in body must be of type string: "integer"'],
  ],
  [
    'none of any',
    5,
    { anyOf: [integer({ maximum: 1 }), text({})] },
    ['Invalid value: 5: a must validate at least one schema (anyOf)'],
  ],
  [
    'both of one',
    5,
    { oneOf: [integer({}), integer({ minimum: 1 })] },
    ['Invalid value: 5: a must validate one and only one schema (oneOf). Found 2 valid alternatives'],
  ],
  ['what is not allowed', 5, { not: integer({}) }, ['Invalid value: 5: a must not validate the schema (not)']],
  ['no time', 'today', text({ format: 'date-time' }), ['Invalid value: "today": a in body must be of type date-time: "today"']],
])('%s', (_, value, schema, messages) => {
  expect(validateValue(value, schema, 'a').map(({ message }) => message)).toEqual(messages)
})

test('a pattern that would search for ever does not', () => {
  expect(validateValue(`${'a'.repeat(40)}!`, text({ pattern: '^(a+)+$' }), 'a')).toHaveLength(1)
})
