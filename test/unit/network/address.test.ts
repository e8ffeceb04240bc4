import { describe, expect, it } from 'vitest'
import {
  addressInBlock,
  coverOf,
  offsetInBlock,
  sizeOfBlock,
  blockContains,
  familyOf,
  inBlocks,
  isLoopback,
  normalizeAddress,
  parseAddress,
  parseBlock,
} from '../../../src/network/address.ts'

describe('normalizeAddress', () => {
  it.each([
    ['', undefined],
    ['10.0.0.1', '10.0.0.1'],
    ['10.1', undefined],
    ['0x0a000001', undefined],
    ['10.0.0.256', undefined],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::', '::'],
    ['not:an:address', undefined],
    ['web', undefined],
  ])('%s', (text, wanted) => {
    expect(normalizeAddress(text)).toBe(wanted)
    expect(parseAddress(text) === undefined).toBe(wanted === undefined)
  })
})

describe('blocks', () => {
  it.each([
    ['10.244.0.0/16', '10.244.255.255', true],
    ['10.244.0.0/16', '10.245.0.0', false],
    ['10.244.0.0/20', '10.244.15.255', true],
    ['10.244.0.0/20', '10.244.16.0', false],
    ['192.0.2.7/32', '192.0.2.7', true],
    ['0.0.0.0/0', '203.0.113.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '203.0.113.1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['10.1.2.3/8', '10.9.9.9', true],
  ])('N21 %s contains %s: %s', (block, address, wanted) => {
    expect(blockContains(parseBlock(block)!, parseAddress(address)!)).toBe(wanted)
    expect(inBlocks([block], address)).toBe(wanted)
  })

  it('texts that are no block contain nothing', () => {
    expect(parseBlock('10.0.0.0')).toBeUndefined()
    expect(inBlocks(['nonsense'], '10.0.0.1')).toBe(false)
    expect(inBlocks(['10.0.0.0/8'], 'nonsense')).toBe(false)
    expect(inBlocks([], '10.0.0.1')).toBe(false)
  })
})

it('families and loopback', () => {
  expect(familyOf('10.0.0.1')).toBe('IPv4')
  expect(familyOf('::1')).toBe('IPv6')
  expect(['127.0.0.1', '127.1.2.3', '::1', '0:0::1'].every(isLoopback)).toBe(true)
  expect(isLoopback('128.0.0.1')).toBe(false)
})

describe('addressInBlock', () => {
  it.each([
    ['10.244.1.0/24', 1, '10.244.1.1'],
    ['10.244.7.9/16', 0, '10.244.0.0'],
    ['10.244.0.0/16', 300, '10.244.1.44'],
    ['10.0.0.128/25', 200, '10.0.1.72'],
    ['fd00:10:244:1::/64', 1, 'fd00:10:244:1::1'],
    ['fd00:10:244:1::/64', 65_535, 'fd00:10:244:1::ffff'],
    ['0.0.0.0/0', 1, '0.0.0.1'],
    ['255.255.255.255/32', 1, undefined],
    ['10.96.0.0/12', 65_536, '10.97.0.0'],
    ['10.0.0.0', 1, undefined],
  ])('%s + %d = %s', (block, offset, expected) => {
    expect(addressInBlock(block, offset)).toBe(expected)
  })
})

it.each([
  ['10.96.0.0/12', '10.97.0.1', 65_537],
  ['10.96.0.9/16', '10.96.0.0', 0],
  ['fd00:10:96::/108', 'fd00:10:96::f:1', 983_041],
  ['10.96.0.0/16', '10.97.0.0', undefined],
  ['10.96.0.0/16', 'fd00::1', undefined],
  ['10.96.0.0', '10.96.0.1', undefined],
])('offsetInBlock %s %s', (block, address, expected) => {
  expect(offsetInBlock(block, address)).toBe(expected)
})

it.each([
  ['', 0],
  ['10.96.0.0/16', 65_536],
  ['fd00::/108', 1_048_576],
])('sizeOfBlock %s', (block, expected) => {
  expect(sizeOfBlock(block)).toBe(expected)
})

it.each([
  [[], undefined],
  [['10.96.0.1'], '10.96.0.1/32'],
  [['10.96.0.1', '10.101.7.8'], '10.96.0.0/13'],
  [['10.244.1.0/24', '10.244.2.0/24'], '10.244.0.0/22'],
  [['fd00::1', 'fd00::f:1'], 'fd00::/108'],
  [['10.0.0.1', 'fd00::1'], undefined],
])('coverOf %j', (texts, expected) => {
  expect(coverOf(texts)).toBe(expected)
})
