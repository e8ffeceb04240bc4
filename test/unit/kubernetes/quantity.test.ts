import { expect, test } from 'vitest'
import { canonicalQuantity, compareQuantities } from '../../../src/kubernetes/quantity.ts'

test.each([
  ['', undefined],
  ['x', undefined],
  ['0', '0'],
  ['1', '1'],
  ['1000m', '1'],
  ['0.5', '500m'],
  ['1.5Gi', '1536Mi'],
  ['1024Mi', '1Gi'],
  ['128Mi', '128Mi'],
  ['1000', '1k'],
  ['2e3', '2e3'],
  ['-1', '-1'],
  ['1e0', '1'],
  ['1E3', '1e3'],
  ['1e-3', '1e-3'],
  ['-2Ki', '-2Ki'],
  ['1Ki', '1Ki'],
  ['1025Ki', '1025Ki'],
  ['1500', '1500'],
  ['0.5Ki', '512'],
  ['1n', '1n'],
  ['0.1n', '1n'],
  ['5E', '5E'],
])('%j is %j', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical)
})

test('quantities are compared by value', () => {
  expect(compareQuantities('1Gi', '1000Mi')).toBeGreaterThan(0)
  expect(compareQuantities('500m', '0.5')).toBe(0)
  expect(compareQuantities('1', '2')).toBeLessThan(0)
  expect(compareQuantities('x', '0')).toBe(0)
  expect(compareQuantities('1', 'x')).toBeGreaterThan(0)
})
