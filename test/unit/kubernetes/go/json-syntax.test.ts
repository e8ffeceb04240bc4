/** Held against what Go 1.26's encoding/json says: json-errors.json, pairs of a text and its error, empty where it is JSON. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonSyntaxError, jsonTypeOf } from '../../../../src/kubernetes/go/json-syntax.ts'

const said = JSON.parse(readFileSync(join(import.meta.dirname, 'json-errors.json'), 'utf8')) as readonly [string, string][]

test.each(said)('%j: %s', (text, error) => {
  expect(jsonSyntaxError(text) ?? '').toBe(error)
})

test('what is nested too deep is told as such, and ends', () => {
  expect(jsonSyntaxError(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe('exceeded max depth')
  expect(jsonSyntaxError(`${'['.repeat(900)}${']'.repeat(900)}`)).toBeUndefined()
})

test.each<[unknown, string]>([
  [[], 'array'],
  [{}, 'object'],
  [null, 'null'],
  [true, 'bool'],
  [1, 'number'],
  ['a', 'string'],
])('%j is of type %s', (value, type) => {
  expect(jsonTypeOf(value)).toBe(type)
})
