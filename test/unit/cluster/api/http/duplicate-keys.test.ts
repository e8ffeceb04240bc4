import { expect, test } from 'vitest'
import { readSpelling } from '../../../../../src/cluster/api/http/duplicate-keys.ts'

test.each([
  ['{}', []],
  ['[]', []],
  ['{"a":1,"b":{"a":2}}', []],
  ['{"a":1,"a":2}', ['a']],
  ['{"spec":{"ports":[{"port":1},{"port":2,"port":3}],"x":"a:{","x":"\\"}"}}', ['spec.ports[1].port', 'spec.x']],
])('%s', (text, expected) => {
  expect(readSpelling(text).duplicateKeys).toEqual(expected)
})

test.each([
  ['{"a":80,"b":-1,"c":"1e2"}', {}],
  ['{"a":1e2,"b":{"c":[1,80.0,-2E-1]}}', { a: '1e2', 'b.c[1]': '80.0', 'b.c[2]': '-2E-1' }],
  ['{"a":9223372036854775808}', { a: '9223372036854775808' }],
])('how numbers of %s are written', (text, expected) => {
  expect(Object.fromEntries(readSpelling(text).numbers)).toEqual(expected)
})
