import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)

describe('ClusterNetworkPolicies', () => {
  const cluster = (name: string, action: string): string => `---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${name} }
spec:
  tier: Admin
  priority: 10
  subject: { namespaces: {} }
  ingress:
    - { action: ${action}, from: [{ namespaces: {} }] }
`
  const guarded = file('guarded.yaml', `${SHOP}${cluster('guard', 'Deny')}`)
  const tied = file('tied.yaml', `${SHOP}${cluster('guard', 'Deny')}${cluster('open', 'Accept')}`)

  test('N33 trace: the tier, the rule, where it is written, and what the answer depends on', async () => {
    const { code, out } = await grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', tied)
    expect(code).toBe(1)
    expect(out).toMatch(
      /web 10\.\S+, ingress +tier Admin 10: guard spec\.ingress\[0\]: Deny; not defined, for equal priority: open/u,
    )
    expect(out).toMatch(/denied +\S*tied\.yaml:33:7 +\S*tied\.yaml:43:7/u)
    expect(out).toMatch(/depends on: which of several cluster policies .*Accept before Deny: connected; N34/u)
    const assumed = await grade(
      'trace',
      'pod/shop/client',
      'pod/shop/web:80',
      '--file',
      tied,
      '--assume',
      'equalPriority=accept-first',
    )
    expect(assumed.code).toBe(0)
  })

  test('compare, in both languages', async () => {
    const { code, out } = await grade('compare', shop, guarded)
    expect(code).toBe(1)
    expect(out).toContain('guarded.yaml  1 NetworkPolicy, 1 ClusterNetworkPolicy')
    expect(out).toContain('Different: A allows all that B allows, and more.')
    const dependent = await grade('compare', tied, guarded)
    expect(dependent.code).toBe(4)
    const json = await grade('compare', tied, guarded, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'depends', outcome: 'depends', relation: 'equal' })
    const turned = await grade('compare', guarded, tied, '--expect', 'at-least-as-open')
    expect(turned.code).toBe(0)
    expect(dependent.out).toMatch(/which of several cluster policies of one priority decides: Accept before Deny → /u)
    const korean = await grade('compare', tied, guarded, '--lang', 'ko')
    expect(korean.out).toContain('우선순위가 같은 클러스터 정책 가운데 정하는 것')
  })

  test('forbid and lint', async () => {
    expect((await grade('forbid', '*/*', 'shop/*', '--file', guarded)).code).toBe(0)
    const broken = await grade('forbid', '*/*', 'shop/*', '--file', tied)
    expect([broken.code, broken.out]).toEqual([4, expect.stringContaining('but it can happen as some do: */* → shop/*')])
    expect(broken.out).toContain('one priority decides: Accept before Deny → it can happen')
    const json = await grade('forbid', '*/*', 'shop/*', '--file', tied, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'depends', usual: 'holds', reading: { equalPriority: 'accept-first' } })
    const found = await grade('lint', '--file', tied)
    expect(found.out).toMatch(
      /tied\.yaml:30:3 +ClusterNetworkPolicy guard spec\.priority +ClusterNetworkPolicy open has the same priority and another action/u,
    )
  })

  test('domain names are refused, and why', async () => {
    const named = file('domains.yaml', guardedBy('egress: [{ action: Accept, to: [{ domainNames: [example.com] }] }]'))
    const { code, err } = await grade('matrix', '--file', named)
    expect([code, err]).toEqual([2, expect.stringContaining('write the addresses as `networks`')])
  })

  const guardedBy = (rules: string): string => cluster('guard', 'Deny').replace(/ {2}ingress:\n.*\n/u, `  ${rules}\n`)
})
