import { describe, expect, test } from 'vitest'
import { addressOfReverseName, reverseName } from '../../../../src/network/dns/reverse-name.ts'

const IPV6 = '5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.4.2.0.0.1.0.0.0.0.d.f.ip6.arpa.'

describe('reverse names', () => {
  test.each([
    ['10.96.0.1', '1.0.96.10.in-addr.arpa.'],
    ['fd00:10:244::5', IPV6],
  ])('%s is %s, and back', (address, name) => {
    expect(reverseName(address)).toBe(name)
    expect(addressOfReverseName(name.toUpperCase())).toBe(address)
  })

  test.each(['', 'web', '1.2.3.in-addr.arpa', '1.2.3.256.in-addr.arpa', '1.ip6.arpa', IPV6.replace('f', 'g'), 'web.shop.svc'])(
    '%s asks for no address',
    (name) => {
      expect(addressOfReverseName(name)).toBeUndefined()
    },
  )

  test('a name has no reverse name', () => {
    expect(reverseName('web')).toBeUndefined()
  })
})
