/** What the rules of one small cluster say, line by line of the semantics; cases.ts compares whole sets with real ones. */
import { describe, expect, test } from 'vitest'
import { iptablesRules } from '../../../../../src/network/service/rules/iptables.ts'
import { indexSnapshot } from '../../../../../src/network/state.ts'
import { clusterOf } from '../../../../cases/read-case.ts'

const state = indexSnapshot(
  clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: web}}, spec: {nodeName: node-1, containers: [{name: main, ports: [{containerPort: 8080}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: b, labels: {app: web}}, spec: {nodeName: node-2, containers: [{name: main, ports: [{containerPort: 8080}]}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: sticky}, spec: {type: NodePort, sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 600}}, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: empty}, spec: {selector: {app: none}, ports: [{port: 80}]}}
`),
)
const { nat, filter } = iptablesRules(state, { name: 'node-1', family: 'IPv4' })
const chain = (begins: string): readonly string[] => [...nat].find(([name]) => name.startsWith(begins))?.[1] ?? []
/** Without what the rules say about themselves. */
const plain = (rules: readonly string[] = []): readonly string[] =>
  rules.map((rule) => rule.replace(/-m comment --comment ("[^"]*"|\S+) ?/, ''))

describe('rules in iptables mode', () => {
  test('K2: cluster addresses first, node ports last and for local addresses only', () => {
    const rules = plain(nat.get('KUBE-SERVICES'))
    expect(rules[0]).toMatch(/^-m tcp -p tcp -d 10\.96\.0\.101 --dport 80 -j KUBE-SVC-/)
    expect(rules.at(-1)).toBe('-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS')
    expect(plain(nat.get('PREROUTING'))).toEqual(['-j KUBE-SERVICES'])
    expect(plain(nat.get('OUTPUT'))).toEqual(['-j KUBE-SERVICES'])
  })

  test('K3: who is no Pod is marked before the choice, and the last endpoint needs no chance', () => {
    const rules = plain(chain('KUBE-SVC-'))
    expect(rules[0]).toContain('! -s 10.244.0.0/16 -j KUBE-MARK-MASQ')
    expect(rules.at(-2)).toMatch(/^-m statistic --mode random --probability 0\.5000000000 -j KUBE-SEP-/)
    expect(rules.at(-1)).toMatch(/^-j KUBE-SEP-/)
  })

  test('K4: a Pod that gets itself is marked, then translated', () => {
    const [first, second] = plain(chain('KUBE-SEP-'))
    expect(first).toBe('-s 10.244.1.1 -j KUBE-MARK-MASQ')
    expect(second).toMatch(/-j DNAT --to-destination 10\.244\.1\.1:8080$/)
  })

  test('K5: outer traffic is marked and goes the way of the cluster address', () => {
    expect(plain(chain('KUBE-EXT-'))).toEqual(['-j KUBE-MARK-MASQ', expect.stringMatching(/^-j KUBE-SVC-/)])
  })

  test('K6: one bit marks what is masqueraded at the end, where it is taken away again', () => {
    expect(nat.get('KUBE-MARK-MASQ')).toEqual(['-j MARK --or-mark 0x00004000'])
    expect(plain(nat.get('KUBE-POSTROUTING'))).toEqual([
      '-m mark ! --mark 0x00004000/0x00004000 -j RETURN',
      '-j MARK --xor-mark 0x00004000',
      '-j MASQUERADE --random-fully',
    ])
  })

  test('K7 S28: who was sent to an endpoint is sent there again, before anything is drawn', () => {
    const rules = plain(chain('KUBE-SVC-')).slice(1)
    const remembered = rules.map((rule) => /^-m recent --name (KUBE-SEP-\w+) --rcheck --seconds 600 --reap -j \1$/.test(rule))
    expect(remembered).toEqual([true, true, false, false])
    expect(plain(chain('KUBE-SEP-'))[1]).toMatch(/^-m recent --name KUBE-SEP-\w+ --set /)
  })

  test('K8: what has no endpoint is rejected; marked and open connections pass', () => {
    expect(plain(filter.get('KUBE-SERVICES'))).toEqual(['-m tcp -p tcp -d 10.96.0.102 --dport 80 -j REJECT'])
    expect(plain(filter.get('KUBE-FORWARD'))).toEqual([
      '-m conntrack --ctstate INVALID -j DROP',
      '-m mark --mark 0x00004000/0x00004000 -j ACCEPT',
      '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ])
    expect(plain(filter.get('KUBE-FIREWALL'))[0]).toMatch(/^-d 127\.0\.0\.0\/8 ! -s 127\.0\.0\.0\/8 .* -j DROP$/)
  })
})
