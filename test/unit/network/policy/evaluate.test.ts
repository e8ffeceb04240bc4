import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { NetworkPolicy, NetworkPolicySpec } from '../../../../src/kubernetes/generated/types.ts'
import { parseAddress } from '../../../../src/network/address.ts'
import type { Protocol } from '../../../../src/network/model.ts'
import { compilePolicies, type Direction } from '../../../../src/network/policy/compile.ts'
import { evaluatePolicies, policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer, PolicyPod } from '../../../../src/network/policy/match.ts'

const pod = (namespace: string, name: string, labels: Record<string, string>, ports: PolicyPod['ports'] = []): PolicyPod => ({
  namespace,
  name,
  labels,
  namespaceLabels: { 'kubernetes.io/metadata.name': namespace, ...(namespace === 'other' ? { partition: 'customera' } : {}) },
  ports,
})

const web = pod('shop', 'web', { app: 'web' }, [
  { containerPort: 80, name: 'http' },
  { containerPort: 53, name: 'dns', protocol: 'UDP' },
])
const peers: Record<string, PolicyPeer> = {
  own: at('10.244.0.1', pod('shop', 'own', { role: 'client' })),
  bare: at('10.244.0.2', pod('shop', 'bare', {})),
  other: at('10.244.1.1', pod('other', 'other', { role: 'client' }, [{ containerPort: 8080, name: 'http' }])),
  outside: at('203.0.113.9'),
  outside6: at('2001:db8::9'),
}

function at(ip: string, peerPod?: PolicyPod): PolicyPeer {
  return { ip, bytes: parseAddress(ip)!, ...(peerPod === undefined ? {} : { pod: peerPod }) }
}

const policy = (spec: string, namespace = 'shop', name = 'policy'): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: parse(spec) as NetworkPolicySpec,
})

interface Row {
  readonly title: string
  readonly policies: readonly NetworkPolicy[]
  readonly direction?: Direction
  readonly port?: number
  readonly protocol?: Protocol
  /** `own bare other outside outside6`: `1` allowed, `0` denied. */
  readonly allowed: string
  readonly ipBlocksMatchPods?: boolean
}

const to = (spec: string, allowed: string, more: Partial<Row> = {}): Omit<Row, 'title'> => ({
  policies: [policy(spec)],
  allowed,
  ...more,
})
const out = (spec: string, allowed: string, more: Partial<Row> = {}): Omit<Row, 'title'> =>
  to(spec, allowed, { direction: 'egress', ...more })
const udp = { protocol: 'UDP', port: 53 } as const

const rows: readonly Row[] = [
  { title: 'N1 without policies all is allowed', policies: [], allowed: '11111' },
  { title: 'N1 an ingress policy leaves egress alone', ...out('{podSelector: {}, policyTypes: [Ingress]}', '11111') },
  { title: 'N2 a selector that matches nothing isolates nothing', ...to('{podSelector: {matchLabels: {pod: web}}}', '11111') },
  {
    title: 'N3 policies add up',
    policies: [
      policy('{podSelector: {}}', 'shop', 'deny'),
      policy('{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}]}]}', 'shop', 'allow'),
    ],
    allowed: '11000',
  },
  { title: 'N6 policyTypes default to Ingress', ...to('{podSelector: {}}', '00000') },
  { title: 'N6 egress rules without policyTypes isolate ingress too', ...to('{podSelector: {}, egress: [{}]}', '00000') },
  {
    title: 'N6 egress rules without policyTypes isolate egress',
    ...out('{podSelector: {}, egress: [{to: [{podSelector: {}}]}]}', '11000'),
  },
  { title: 'N6 an empty egress list without policyTypes does not', ...out('{podSelector: {}, egress: []}', '11111') },
  { title: 'N6 denying egress needs the type', ...out('{podSelector: {}, policyTypes: [Egress]}', '00000') },
  {
    title: 'N7 rules of a direction that is not listed are ignored',
    ...to('{podSelector: {}, policyTypes: [Egress], ingress: []}', '11111'),
  },
  { title: 'N8 no rules deny all', ...to('{podSelector: {}, ingress: []}', '00000') },
  { title: 'N8 an empty rule allows all', ...to('{podSelector: {}, ingress: [{}]}', '11111') },
  { title: 'N8 an absent podSelector is an empty one', ...to('{ingress: []}', '00000') },
  { title: 'N9 from: [] is everyone', ...to('{podSelector: {}, ingress: [{from: []}]}', '11111') },
  { title: 'N9 from: null is everyone', ...to('{podSelector: {}, ingress: [{from: null}]}', '11111') },
  { title: 'N9 from: [{}], which the API refuses, is nobody', ...to('{podSelector: {}, ingress: [{from: [{}]}]}', '00000') },
  { title: 'N9 ports: [] is every port', ...to('{podSelector: {}, ingress: [{ports: []}]}', '11111', udp) },
  { title: 'N9 ports: [{}] is all of TCP', ...to('{podSelector: {}, ingress: [{ports: [{}]}]}', '11111', { port: 4711 }) },
  { title: 'N9 ports: [{}] is nothing of UDP', ...to('{podSelector: {}, ingress: [{ports: [{}]}]}', '00000', udp) },
  {
    title: 'N10 any peer and any port of one rule',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 81}]}, {from: [{namespaceSelector: {}}], ports: [{port: 80}]}]}',
      '11100',
    ),
  },
  {
    title: 'N11 both selectors in one item',
    ...to(
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {partition: customera}}, podSelector: {matchLabels: {role: client}}}]}]}',
      '00100',
    ),
  },
  {
    title: 'N11 two items',
    ...to(
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {partition: customera}}}, {podSelector: {matchLabels: {role: client}}}]}]}',
      '10100',
    ),
  },
  {
    title: 'N12 podSelector alone is the own namespace',
    ...to('{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {role: client}}}]}]}', '10000'),
  },
  {
    title: 'N12 N17 namespaceSelector: {} is every Pod, nobody outside',
    ...to('{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}', '11100'),
  },
  {
    title: 'N13 a null selector is absent',
    ...to('{podSelector: {}, ingress: [{from: [{podSelector: {}, namespaceSelector: null}]}]}', '11000'),
  },
  {
    title: 'N14 NotIn matches where the key is absent',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role, operator: NotIn, values: [client]}]}}]}]}',
      '01000',
    ),
  },
  {
    title: 'N14 DoesNotExist',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role, operator: DoesNotExist}]}}]}]}',
      '01000',
    ),
  },
  {
    title: 'N14 Exists',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role, operator: Exists}]}}]}]}',
      '10000',
    ),
  },
  {
    title: 'N14 In',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role, operator: In, values: [a, client]}]}}]}]}',
      '10000',
    ),
  },
  {
    title: 'N14 an unknown operator matches nothing',
    ...to(
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role, operator: Like, values: [client]}]}}]}]}',
      '00000',
    ),
  },
  {
    title: 'N15 the label with the namespace name',
    ...to(
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}',
      '00100',
    ),
  },
  {
    title: 'N18 except is a hole',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.8/30]}}]}]}', '00000'),
  },
  {
    title: 'N18 except elsewhere',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.16/30]}}]}]}', '00010'),
  },
  {
    title: 'N19 an ipBlock matches Pods',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.244.0.0/24}}]}]}', '11000'),
  },
  {
    title: 'N19 or it does not',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.244.0.0/24}}]}]}', '00000', { ipBlocksMatchPods: false }),
  },
  {
    title: 'N21 0.0.0.0/0 is IPv4 only',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}', '11110'),
  },
  { title: 'N21 ::/0 is IPv6 only', ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: "::/0"}}]}]}', '00001') },
  {
    title: 'N18 a block that is none matches nothing',
    ...to('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: nonsense, except: [bad]}}]}]}', '00000'),
  },
  { title: 'N22 the port is the Pod’s', ...to('{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}', '00000') },
  { title: 'N23 a named port of the destination', ...to('{podSelector: {}, ingress: [{ports: [{port: http}]}]}', '11111') },
  { title: 'N23 name and protocol', ...to('{podSelector: {}, ingress: [{ports: [{port: dns}]}]}', '00000', { port: 53 }) },
  {
    title: 'N23 name with its protocol',
    ...to('{podSelector: {}, ingress: [{ports: [{port: dns, protocol: UDP}]}]}', '11111', udp),
  },
  {
    title: 'N23 egress: names are the destination’s, and nobody’s outside',
    ...out('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}', '00100', { port: 8080 }),
  },
  { title: 'N23 endPort is inclusive', ...to('{podSelector: {}, ingress: [{ports: [{port: 70, endPort: 80}]}]}', '11111') },
  { title: 'N23 endPort ends', ...to('{podSelector: {}, ingress: [{ports: [{port: 70, endPort: 79}]}]}', '00000') },
  {
    title: 'N23 SCTP is its own protocol',
    ...to('{podSelector: {}, ingress: [{ports: [{port: 80, protocol: SCTP}]}]}', '11111', { protocol: 'SCTP' }),
  },
  {
    title: 'N30 a policy of another namespace selects nothing here',
    policies: [policy('{podSelector: {}}', 'other')],
    allowed: '11111',
  },
]

describe('evaluatePolicies', () => {
  it.each(rows)(
    '$title',
    ({ policies, direction = 'ingress', port = 80, protocol = 'TCP', allowed, ipBlocksMatchPods = true }) => {
      const compiled = compilePolicies(policies)
      const verdicts = Object.values(peers).map((peer) => {
        const question = { direction, pod: web, peer, port, protocol }
        const explained = evaluatePolicies(compiled, question, { ipBlocksMatchPods })
        const isAllowed = policiesAllow(compiled, question, { ipBlocksMatchPods })
        expect(explained.decision !== 'denied').toBe(isAllowed)
        expect(explained.isolatedBy.length === 0).toBe(explained.decision === 'not-isolated')
        expect(explained.allowedBy.length > 0).toBe(explained.decision === 'allowed')
        return isAllowed ? '1' : '0'
      })
      expect(verdicts.join('')).toBe(allowed)
    },
  )

  it('names the rules and peers that allow', () => {
    const compiled = compilePolicies([
      policy(
        '{podSelector: {}, ingress: [{ports: [{port: 1}]}, {from: [{ipBlock: {cidr: 1.2.3.0/24}}, {podSelector: {}}]}, {}]}',
      ),
    ])
    const question = { direction: 'ingress', pod: web, peer: peers.own!, port: 80, protocol: 'TCP' } as const
    const { allowedBy, allowedByPeers } = evaluatePolicies(compiled, question, { ipBlocksMatchPods: true })
    expect(allowedBy.map(({ path }) => path)).toEqual(['spec.ingress[1]', 'spec.ingress[2]'])
    expect(allowedByPeers.map(({ path }) => path)).toEqual(['spec.ingress[1].from[1]'])
  })
})
