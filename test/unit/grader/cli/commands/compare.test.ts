import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)
const open = file('open.yaml', SHOP.replace("friend: 'yes'", '').replace('matchLabels: {  }', ''))

describe('compare', () => {
  test('the same said otherwise', async () => {
    const other = file(
      'other.yaml',
      SHOP.replace("matchLabels: { friend: 'yes' }", "matchExpressions: [{ key: friend, operator: In, values: ['yes'] }]"),
    )
    const { code, out } = await grade('compare', shop, other)
    expect([code, out]).toEqual([0, expect.stringContaining('✔ Equivalent')])
  })

  test('one that allows more, with a cluster in which it shows', async () => {
    const { code, out } = await grade('compare', shop, open)
    expect(code).toBe(1)
    expect(out).toContain('B allows all that A allows, and more')
    expect(out).toContain('Only B allows   a Pod of namespace shop → a Pod labelled app=web of namespace shop, TCP 80')
    expect(out).toContain('kubectl -n shop exec client -- /agnhost connect')
  })

  test('whether an ipBlock matches Pods is said to matter where it does', async () => {
    const blocked = (cidr: string): string =>
      SHOP.replace("podSelector: { matchLabels: { friend: 'yes' } }", `ipBlock: { cidr: ${cidr} }`)
    const everyone = SHOP.replace(
      "{ podSelector: { matchLabels: { friend: 'yes' } } }",
      '{ namespaceSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }',
    )
    const onlyBlocks = everyone.replace('{ namespaceSelector: {} }, ', '')
    const matters = await grade('compare', file('everyone.yaml', everyone), file('blocks.yaml', onlyBlocks))
    expect([matters.code, matters.out]).toEqual([4, expect.stringContaining('depends on the network plugin')])
    expect(matters.out).toContain('± Equivalent as most network plugins read policies, but different as some do.')
    expect(matters.out).not.toContain('✔')
    const same = await grade('compare', file('one.yaml', blocked('10.0.0.0/8')), file('two.yaml', blocked('10.0.0.0/8')))
    expect([same.code, same.out]).toEqual([0, expect.not.stringContaining('depends on the network plugin')])
  })

  test('what the API server refuses is told with its place', async () => {
    const bad = file('bad.yaml', SHOP.replace('targetPort: 80', 'targetPort: 99999'))
    const { code, err } = await grade('compare', shop, bad)
    expect(code).toBe(2)
    expect(err).toMatch(/bad\.yaml:15:\d+ spec\.ports\[0\]\.targetPort: Invalid value/u)
  })
})
