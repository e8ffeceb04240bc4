import { expect, test } from 'vitest'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  quantityParts,
  ratioOfQuantities,
  subtractQuantities,
} from '../../../src/kubernetes/quantity.ts'

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

test('quantities are added and subtracted in the form of the first; what is none counts as nothing', () => {
  expect(addQuantities('1Gi', '1000Mi')).toBe('2024Mi')
  expect(addQuantities('0', '1Gi')).toBe('1Gi')
  expect(addQuantities('many', '500m')).toBe('500m')
  expect(subtractQuantities('2', 'many')).toBe('2')
  expect(subtractQuantities('1Ki', '1000')).toBe('24')
})

test('a ratio says how many times one stands in the other', () => {
  expect(ratioOfQuantities('2', '500m')).toBe(4)
  expect(ratioOfQuantities('many', '1')).toBe(0)
  expect(ratioOfQuantities('1', 'many')).toBe(Infinity)
})

test('the parts of a quantity are as Go holds them; what is none is zero', () => {
  expect(quantityParts('1.5Gi')).toEqual({
    value: 1_610_612_736n,
    digits: 1536n,
    scale: 0,
    format: 'BinarySI',
    canonical: '1536Mi',
  })
  expect(quantityParts('500m')).toMatchObject({ digits: 500n, scale: -3, format: 'DecimalSI', canonical: '500m' })
  expect(quantityParts('many')).toMatchObject({ value: 0n, digits: 0n, canonical: '0' })
})
