import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareHostnames, fitsHostname, intersectHostnames } from '../../../../src/network/gateway/hostnames.ts'

describe('fitsHostname', () => {
  const rows: readonly (readonly [string | undefined, string, boolean])[] = [
    [undefined, 'a.test', true],
    ['', 'a.test', true],
    ['a.test', 'a.test', true],
    ['A.test', 'a.test', true],
    ['a.test', 'b.a.test', false],
    ['*.test', 'a.test', true],
    ['*.test', 'b.a.test', true],
    ['*.test', 'test', false],
    ['*.test', '.test', false],
    ['*.a.test', 'xa.test', false],
  ]
  test.each(rows)('I22: %s takes %s: %s', (hostname, host, expected) => {
    expect(fitsHostname(hostname, host)).toBe(expected)
  })
})

describe('intersectHostnames', () => {
  const rows: readonly (readonly [string | undefined, string | undefined, string | undefined])[] = [
    [undefined, undefined, ''],
    [undefined, 'a.test', 'a.test'],
    ['*.test', undefined, '*.test'],
    ['a.test', '*.test', 'a.test'],
    ['*.test', 'b.a.test', 'b.a.test'],
    ['*.test', '*.a.test', '*.a.test'],
    ['*.a.test', '*.test', '*.a.test'],
    ['*.test', 'test', undefined],
    ['a.test', 'b.test', undefined],
    ['*.a.test', '*.b.test', undefined],
    ['*.a.test', 'a.test', undefined],
  ]
  test.each(rows)('I22: %s and %s: %s', (one, other, expected) => {
    expect(intersectHostnames(one, other)).toBe(expected)
    expect(intersectHostnames(other, one)).toBe(expected)
  })

  const label = fc.constantFrom('a', 'b', 'test')
  const precise = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'))
  const hostname = fc.oneof(
    fc.constant(''),
    precise,
    precise.map((name) => `*.${name}`),
  )

  test('I22: a host fits the intersection where it fits both, and only there', () => {
    fc.assert(
      fc.property(hostname, hostname, precise, (one, other, host) => {
        const both = fitsHostname(one, host) && fitsHostname(other, host)
        const intersection = intersectHostnames(one, other)
        expect(intersection !== undefined && fitsHostname(intersection, host)).toBe(both)
      }),
    )
  })
})

test('I22: the more specific hostname comes first', () => {
  const sorted = ['a.test', '*.a.b.test', '*.b.test', ''].toSorted(compareHostnames)
  expect(['', '*.b.test', 'a.test', '*.a.b.test'].toSorted(compareHostnames)).toEqual(sorted)
  expect(sorted).toEqual(['a.test', '*.a.b.test', '*.b.test', ''])
})
