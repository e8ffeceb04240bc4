import { describe, expect, it } from 'vitest'
import { connect } from '../../../../src/network/connect.ts'
import type { NearMiss, PolicyHop } from '../../../../src/network/model.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const cluster = `
{apiVersion: v1, kind: Namespace, metadata: {name: customer, labels: {partition: customera, tier: gold}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: poc, labels: {app: poc}}, spec: {containers: [{name: web, ports: [{containerPort: 80, name: http}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: visitor, labels: {role: visitor}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: plain}}
---
{apiVersion: v1, kind: Pod, metadata: {name: client, namespace: customer, labels: {role: client}}}
`

const policy = (spec: string, namespace = 'default', name = 'p'): string =>
  `\n---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}, namespace: ${namespace}}, spec: ${spec}}`

const render = ({ where, reason, wanted, found }: NearMiss): string => `${where.path}: ${reason}: ${wanted} | ${found}`

const missesAt = (
  policies: string,
  from = 'default/visitor',
  direction = 'ingress',
  port = 80,
  protocol: 'TCP' | 'UDP' = 'TCP',
): string[] => {
  const [namespace, name] = from.split('/')
  const { outcomes } = connect(clusterOf(cluster + policies), {
    from: { pod: { namespace: namespace!, name: name! } },
    to: { pod: { namespace: 'default', name: 'poc' } },
    port,
    protocol,
  })
  const hop = outcomes[0]!.walk.hops.find((each): each is PolicyHop => each.kind === 'policy' && each.direction === direction)
  return hop!.nearMisses.map(render)
}

const only = (rule: string): string => policy(`{podSelector: {matchLabels: {app: poc}}, ingress: [${rule}]}`)

describe('near misses of a Pod that nothing isolates', () => {
  it.each([
    [
      'N2 other labels',
      policy('{podSelector: {matchLabels: {pod: poc}}}'),
      ['spec.podSelector.matchLabels: labels: pod=poc | app=poc'],
    ],
    [
      'N2 other value',
      policy('{podSelector: {matchLabels: {app: web}}}'),
      ['spec.podSelector.matchLabels: labels: app=web | app=poc'],
    ],
    [
      'N2 expression',
      policy('{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [poc]}]}}'),
      ['spec.podSelector.matchExpressions[0]: labels: app notin (poc) | app=poc'],
    ],
    [
      'N2 several parts',
      policy(
        '{podSelector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: Exists}, {key: app, operator: DoesNotExist}, {key: d, operator: In, values: [x, y]}]}}',
      ),
      ['spec.podSelector: labels: a=b,c,!app,d in (x,y) | app=poc'],
    ],
    [
      'N30 other namespace',
      policy('{podSelector: {matchLabels: {app: poc}}}', 'customer'),
      ['metadata.namespace: other-namespace: customer | default'],
    ],
    ['N30 everything of another namespace is no near miss', policy('{podSelector: {}}', 'customer'), []],
    [
      'N7 rules of a direction that is left out',
      policy('{podSelector: {matchLabels: {app: poc}}, policyTypes: [Egress], ingress: []}'),
      ['spec.policyTypes: policy-types: Ingress | Egress'],
    ],
    [
      'N1 a policy for the other direction is no near miss',
      policy('{podSelector: {}, policyTypes: [Egress], egress: [{}]}'),
      [],
    ],
  ])('%s', (_, policies, wanted) => {
    expect(missesAt(policies)).toEqual(wanted)
  })

  it('N6 egress that only looks denied', () => {
    expect(missesAt(policy('{podSelector: {}, egress: [], ingress: [{}]}'), 'default/visitor', 'egress')).toEqual([
      'spec.policyTypes: policy-types: Egress | Ingress',
    ])
    expect(missesAt(policy('{podSelector: {}, ingress: [{}]}'), 'default/visitor', 'egress')).toEqual([])
    expect(missesAt(policy('{podSelector: {matchLabels: {role: visitor}}}'), 'default/visitor', 'egress')).toEqual([
      'spec.policyTypes: policy-types: Egress | Ingress',
    ])
  })
})

describe('near misses of a denied connection', () => {
  it.each([
    ['no rules', only(''), []],
    [
      'N14 peer labels',
      only('{from: [{podSelector: {matchLabels: {role: client}}}]}'),
      ['spec.ingress[0].from[0].podSelector.matchLabels: labels: role=client | role=visitor'],
    ],
    [
      'N15 namespace labels',
      only('{from: [{namespaceSelector: {matchLabels: {partition: customera}}}]}'),
      [
        'spec.ingress[0].from[0].namespaceSelector.matchLabels: namespace-labels: partition=customera | kubernetes.io/metadata.name=default',
      ],
    ],
    [
      'N11 both selectors',
      only('{from: [{namespaceSelector: {matchLabels: {partition: customera}}, podSelector: {matchLabels: {role: client}}}]}'),
      [
        'spec.ingress[0].from[0].namespaceSelector.matchLabels: namespace-labels: partition=customera | kubernetes.io/metadata.name=default',
        'spec.ingress[0].from[0].podSelector.matchLabels: labels: role=client | role=visitor',
      ],
    ],
    [
      'N18 address',
      only('{from: [{ipBlock: {cidr: 10.0.0.0/9, except: [10.1.0.0/16]}}]}'),
      ['spec.ingress[0].from[0].ipBlock: address: 10.0.0.0/9 except 10.1.0.0/16 | 10.244.1.2'],
    ],
    ['N22 port', only('{ports: [{port: 8080}]}'), ['spec.ingress[0].ports[0].port: port: TCP 8080 | TCP 80']],
    ['N23 range', only('{ports: [{port: 81, endPort: 90}]}'), ['spec.ingress[0].ports[0].port: port: TCP 81-90 | TCP 80']],
    [
      'N9 protocol',
      only('{ports: [{port: 80, protocol: UDP}]}'),
      ['spec.ingress[0].ports[0].protocol: protocol: UDP 80 | TCP 80'],
    ],
    ['N23 no such name', only('{ports: [{port: web}]}'), ['spec.ingress[0].ports[0].port: named-port: TCP web | http=TCP 80']],
    [
      'N23 name of another protocol',
      only('{ports: [{port: http, protocol: UDP}]}'),
      ['spec.ingress[0].ports[0].port: named-port: UDP http | http=TCP 80'],
    ],
    [
      'the rule that lacks least comes first',
      only(
        '{from: [{podSelector: {matchLabels: {role: x}}}], ports: [{port: 1}]}, {from: [{podSelector: {}}], ports: [{port: 2}]}',
      ),
      [
        'spec.ingress[1].ports[0].port: port: TCP 2 | TCP 80',
        'spec.ingress[0].from[0].podSelector.matchLabels: labels: role=x | role=visitor',
        'spec.ingress[0].ports[0].port: port: TCP 1 | TCP 80',
      ],
    ],
    [
      'N2 a policy that would allow, but selects another Pod',
      policy('{podSelector: {}}') + policy('{podSelector: {matchLabels: {pod: poc}}, ingress: [{}]}', 'default', 'allow'),
      ['spec.podSelector.matchLabels: labels: pod=poc | app=poc'],
    ],
    [
      'N30 a policy that would allow, in another namespace',
      policy('{podSelector: {}}') + policy('{podSelector: {matchLabels: {app: poc}}, ingress: [{}]}', 'customer', 'allow'),
      ['metadata.namespace: other-namespace: customer | default'],
    ],
    [
      'N7 a policy that would allow, without the type',
      policy('{podSelector: {}}') +
        policy('{podSelector: {}, policyTypes: [Egress], egress: [{}], ingress: [{}]}', 'default', 'allow'),
      ['spec.policyTypes: policy-types: Ingress | Egress'],
    ],
  ])('%s', (_, policies, wanted) => {
    expect(missesAt(policies)).toEqual(wanted)
  })

  it('N12 a podSelector that means the policy’s own namespace', () => {
    expect(missesAt(only('{from: [{podSelector: {matchLabels: {role: client}}}]}'), 'customer/client')).toEqual([
      'spec.ingress[0].from[0].podSelector: other-namespace: default | customer',
    ])
  })

  it('shows <none> for a Pod without labels, and for a Pod without ports', () => {
    expect(missesAt(only('{from: [{podSelector: {matchLabels: {role: client}}}]}'), 'default/plain')).toEqual([
      'spec.ingress[0].from[0].podSelector.matchLabels: labels: role=client | <none>',
    ])
  })

  it('N23 a name that means another port', () => {
    expect(missesAt(only('{ports: [{port: http}]}'), 'default/visitor', 'ingress', 81)).toEqual([
      'spec.ingress[0].ports[0].port: port: TCP http (80) | TCP 81',
    ])
  })

  it('N17 an address where a Pod is wanted', () => {
    const snapshot = clusterOf(cluster + only('{from: [{podSelector: {}}]}'))
    const { outcomes } = connect(snapshot, {
      from: { node: 'node-2' },
      to: { pod: { namespace: 'default', name: 'poc' } },
      port: 80,
    })
    const hop = outcomes[0]!.walk.hops.find((each) => each.kind === 'policy')
    expect(hop?.nearMisses.map(render)).toEqual(['spec.ingress[0].from[0]: address: a Pod of the Pod network | 172.18.0.3'])
  })
})
