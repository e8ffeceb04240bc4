import { describe, expect, test } from 'vitest'
import { changeHeaders } from '../../../../src/network/http/headers.ts'

describe('changeHeaders', () => {
  const change = { set: {}, add: {}, remove: [] }
  const rows: readonly (readonly [string, Parameters<typeof changeHeaders>, object])[] = [
    ['nothing', [{ a: '1' }], { a: '1' }],
    ['set a new one', [{}, [{ ...change, set: { 'X-A': '1' } }]], { 'x-a': '1' }],
    ['set over another case', [{ 'x-A': '0' }, [{ ...change, set: { 'X-a': '1' } }]], { 'x-a': '1' }],
    ['add a new one', [{}, [{ ...change, add: { a: '1' } }]], { a: '1' }],
    ['add to one', [{ a: '1' }, [{ ...change, add: { A: '2' } }]], { a: '1,2' }],
    ['remove', [{ a: '1', b: '2' }, [{ ...change, remove: ['A', 'c'] }]], { b: '2' }],
    [
      'one after the other',
      [
        { a: '1' },
        [
          { ...change, remove: ['a'] },
          { ...change, add: { a: '2' } },
        ],
      ],
      { a: '2' },
    ],
  ]
  test.each(rows)('I22: %s', (_name, [headers, changes], expected) => {
    expect(changeHeaders(headers, changes)).toEqual(expected)
  })
})
