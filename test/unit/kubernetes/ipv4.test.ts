/** The usual spelling, read by itself, is read as the library reads it. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readAnyBlock } from '../../../src/kubernetes/ip-spellings.ts'
import { readIpv4, readIpv4Block } from '../../../src/kubernetes/ipv4.ts'

describe('addresses', () => {
  it.each([
    ['', undefined],
    ['0.0.0.0', [0, 0, 0, 0]],
    ['255.255.255.255', [255, 255, 255, 255]],
    ['10.0.0.256', undefined],
    ['10.0.01.1', undefined],
    ['10.1', undefined],
    ['10.0.0.1/32', undefined],
    ['::1', undefined],
  ])('%s', (text, bytes) => {
    expect(readIpv4(text)).toEqual(bytes)
  })
})

describe('blocks', () => {
  it.each([
    ['', undefined],
    ['10.0.0.1', undefined],
    ['10.0.0.1/', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/08', undefined],
    ['10.0.0.0/8/8', undefined],
    ['2001:db8::/32', undefined],
    ['0.0.0.0/0', { bytes: [0, 0, 0, 0], prefixLength: 0 }],
    ['10.1.2.3/32', { bytes: [10, 1, 2, 3], prefixLength: 32 }],
  ])('%s', (text, block) => {
    expect(readIpv4Block(text)).toEqual(block)
  })

  test('what is read here, the library reads alike', () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('00', '07', '0x1', ''))
    const address = fc.oneof(
      fc.ipV4(),
      fc.array(number, { minLength: 3, maxLength: 5 }).map((numbers) => numbers.join('.')),
    )
    const length = fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('', '08', '-1', '8/8'))
    fc.assert(
      fc.property(address, length, (one, bits) => {
        const text = `${one}/${bits}`
        const block = readIpv4Block(text)
        if (block !== undefined) expect(readAnyBlock(text)).toEqual(block)
        if (block === undefined && readIpv4(one) !== undefined && /^(?:0|[1-9]\d?)$/u.test(bits))
          expect(readAnyBlock(text)).toBeUndefined()
      }),
    )
  })
})
