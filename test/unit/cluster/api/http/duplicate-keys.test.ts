import { expect, test } from 'vitest'
import { findDuplicateKeys } from '../../../../../src/cluster/api/http/duplicate-keys.ts'

test.each([
  ['{}', []],
  ['[]', []],
  ['{"a":1,"b":{"a":2}}', []],
  ['{"a":1,"a":2}', ['a']],
  ['{"spec":{"ports":[{"port":1},{"port":2,"port":3}],"x":"a:{","x":"\\"}"}}', ['spec.ports[1].port', 'spec.x']],
])('%s', (text, expected) => {
  expect(findDuplicateKeys(text)).toEqual(expected)
})
