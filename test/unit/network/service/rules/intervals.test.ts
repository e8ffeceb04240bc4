import { describe, expect, test } from 'vitest'
import { renderAddressSet, renderDuration, sortAddresses } from '../../../../../src/network/service/rules/nftables/intervals.ts'

describe('K8: sets of addresses, as nft prints them', () => {
  test.each([
    ['one address', ['10.0.0.1'], '10.0.0.1'],
    ['a block with host bits', ['10.0.0.7/24'], '10.0.0.0/24'],
    ['several, sorted', ['192.0.2.0/24', '10.0.0.1'], '{ 10.0.0.1, 192.0.2.0/24 }'],
    ['neighbours become one block', ['10.0.1.0/24', '10.0.0.0/24'], '{ 10.0.0.0/23 }'],
    ['or a range, where no block is the same', ['10.0.1.0/24', '10.0.2.0/24'], '{ 10.0.1.0-10.0.2.255 }'],
    ['what is inside another is gone', ['10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/8'], '{ 10.0.0.0/8 }'],
    ['the longer of two that begin together stays', ['10.0.0.0/24', '10.0.0.0/16'], '{ 10.0.0.0/16 }'],
    ['IPv6', ['fd00::1', 'fd00:1::/64'], '{ fd00::1, fd00:1::/64 }'],
    ['every address', ['0.0.0.0/0'], '0.0.0.0/0'],
    ['what is none is left out', ['nonsense', '10.0.0.1'], '{ 10.0.0.1 }'],
    ['none', ['nonsense'], ''],
  ])('%s', (_title, texts, expected) => {
    expect(renderAddressSet(texts)).toBe(expected)
  })

  test('addresses are sorted as numbers', () => {
    expect(sortAddresses(['10.0.0.10', '10.0.0.9', '9.255.255.255'])).toEqual(['9.255.255.255', '10.0.0.9', '10.0.0.10'])
    expect(sortAddresses(['fd00::a', 'fd00::9'])).toEqual(['fd00::9', 'fd00::a'])
  })
})

test.each([
  [10_800, '3h'],
  [5400, '1h30m'],
  [90_061, '1d1h1m1s'],
  [0, '0s'],
])('K8: %d seconds are %s', (seconds, expected) => {
  expect(renderDuration(seconds)).toBe(expected)
})
