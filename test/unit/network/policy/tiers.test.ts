import { describe, expect, test } from 'vitest'
import { explainPolicy } from '../../../../src/grading/explain/policy.ts'
import { explainWalk } from '../../../../src/grading/explain/walk.ts'
import { connect } from '../../../../src/network/connect.ts'
import type { ConnectQuestion, PolicyHop, Snapshot } from '../../../../src/network/model.ts'
import { decidersOf } from '../../../../src/network/policy/deciders.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const PODS = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: shop } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 80, name: http }, { containerPort: 81 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, labels: { app: client } }
`

const cluster = (name: string, spec: string): string => `---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${name} }
spec: { ${spec} }
`

const own = (name: string, spec: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }
`

const SUBJECT =
  'subject: { pods: { namespaceSelector: { matchLabels: { team: shop } }, podSelector: { matchLabels: { app: web } } } }'
const CLIENTS = '[{ pods: { podSelector: { matchLabels: { app: client } } } }]'
const question: ConnectQuestion = {
  from: { pod: { namespace: 'default', name: 'client' } },
  to: { pod: { namespace: 'shop', name: 'web' } },
  port: 80,
}

const hopOf = (snapshot: Snapshot, port = 80): PolicyHop => {
  const hops = connect(snapshot, { ...question, port }).outcomes[0]?.walk.hops ?? []
  const hop = hops.find((one): one is PolicyHop => one.kind === 'policy' && one.direction === 'ingress')
  if (hop === undefined) throw new Error('no policy was asked')
  return hop
}

const rowOf = (...policies: readonly string[]) => {
  const hop = hopOf(clusterOf(PODS + policies.join('')))
  const misses = hop.nearMisses.map(
    ({ where, reason, wanted, found }) => `${where.object.name} ${where.path}: ${reason} ${wanted}, ${found}`,
  )
  return {
    decision: hop.decision,
    en: explainPolicy(hop).en,
    ko: explainPolicy(hop).ko,
    semantics: hop.semantics.join(' '),
    deciders: decidersOf(hop).map(({ object, path }) => `${object.name} ${path}`),
    misses,
  }
}

describe('N33 N34 what a walk says of tiers', () => {
  test('a rule of Admin, by its name; NetworkPolicies are not asked', () => {
    expect(
      rowOf(
        cluster('guard', `tier: Admin, priority: 7, ${SUBJECT}, ingress: [{ name: nobody, action: Deny, from: ${CLIENTS} }]`),
        own('open', 'podSelector: {}, ingress: [{}]'),
      ),
    ).toEqual({
      decision: 'denied',
      en: 'tier Admin 7: guard spec.ingress[0] "nobody": Deny',
      ko: 'Admin 계층 7: guard spec.ingress[0] "nobody": Deny',
      semantics: 'N33 V1',
      deciders: ['guard spec.ingress[0]'],
      misses: [],
    })
  })

  test('what is passed on, and the rule of the NetworkPolicy', () => {
    expect(
      rowOf(
        cluster('guard', `tier: Admin, priority: 7, ${SUBJECT}, ingress: [{ action: Pass, from: ${CLIENTS} }]`),
        own('open', 'podSelector: {}, ingress: [{}]'),
      ),
    ).toMatchObject({
      decision: 'allowed',
      en: 'tier Admin 7: guard spec.ingress[0]: Pass; open spec.ingress[0]',
      semantics: 'N1 N3 N10 N33',
      deciders: ['guard spec.ingress[0]', 'open spec.ingress[0]'],
    })
  })

  test('no rule fits: nothing is isolated, and what nearly denied it is told', () => {
    expect(
      rowOf(
        cluster(
          'guard',
          `tier: Baseline, priority: 0, ${SUBJECT}, ingress: [
            { action: Deny, from: [{ pods: { podSelector: { matchLabels: { app: guest } } } }] },
            { action: Deny, from: [{ namespaces: { matchLabels: { team: lab } } }] },
            { action: Deny, from: ${CLIENTS}, protocols: [{ tcp: { destinationPort: { range: { start: 90, end: 99 } } } }] } ]`,
        ),
      ),
    ).toEqual({
      decision: 'not-isolated',
      en: 'no rule of guard fits; no NetworkPolicy selects it',
      ko: 'guard에 맞는 규칙 없음; 선택하는 NetworkPolicy 없음',
      semantics: 'N1 N33',
      deciders: [],
      misses: [
        'guard spec.ingress[0].from[0].pods.podSelector.matchLabels: labels app=guest, app=client',
        'guard spec.ingress[1].from[0].namespaces.matchLabels: namespace-labels team=lab, kubernetes.io/metadata.name=default',
        'guard spec.ingress[2].protocols[0].tcp.destinationPort.range: port TCP 90-99, TCP 80',
      ],
    })
  })

  test('denied by Baseline: what nearly accepted it before, in its rules and in its subject', () => {
    expect(
      rowOf(
        cluster(
          'late',
          `tier: Baseline, priority: 9, ${SUBJECT}, ingress: [{ action: Accept, from: [{ namespaces: { matchLabels: { team: lab } } }] }]`,
        ),
        cluster(
          'guard',
          `tier: Baseline, priority: 5, ${SUBJECT}, ingress: [
            { action: Accept, from: ${CLIENTS}, protocols: [{ destinationNamedPort: metrics }] },
            { action: Deny, from: [{ namespaces: {} }] } ]`,
        ),
        cluster(
          'other',
          `tier: Admin, priority: 0, subject: { namespaces: { matchLabels: { team: lab } } }, ingress: [{ action: Accept, from: ${CLIENTS} }]`,
        ),
      ),
    ).toMatchObject({
      decision: 'denied',
      deciders: ['guard spec.ingress[1]'],
      misses: [
        'other spec.subject.namespaces.matchLabels: namespace-labels team=lab, team=shop',
        'guard spec.ingress[0].protocols[0].destinationNamedPort: named-port TCP metrics, http=TCP 80, <unnamed>=TCP 81',
      ],
    })
  })

  test('equal priorities that would decide otherwise, and one that follows the first by name', () => {
    const tie = (name: string, action: string): string =>
      cluster(name, `tier: Admin, priority: 3, ${SUBJECT}, ingress: [{ action: ${action}, from: ${CLIENTS} }]`)
    expect(rowOf(tie('b', 'Deny'), tie('a', 'Accept'), tie('c', 'Pass'))).toMatchObject({
      decision: 'allowed',
      en: 'tier Admin 3: a spec.ingress[0]: Accept; not defined, for equal priority: b spec.ingress[0]: Deny, c spec.ingress[0]: Pass',
      semantics: 'N33 N34',
      deciders: ['a spec.ingress[0]', 'b spec.ingress[0]', 'c spec.ingress[0]'],
    })
    // Nothing depends on it where both end the same.
    expect(rowOf(tie('a', 'Accept'), tie('c', 'Pass')).en).toBe('tier Admin 3: a spec.ingress[0]: Accept')
  })

  test('a plugin that enforces nothing says so once', () => {
    const snapshot = clusterOf(
      PODS + cluster('guard', `tier: Admin, priority: 0, ${SUBJECT}, ingress: [{ action: Deny, from: ${CLIENTS} }]`),
      {
        policiesEnforced: 'false',
      },
    )
    const hop = hopOf(snapshot)
    expect([hop.decision, explainPolicy(hop).en, hop.semantics]).toEqual([
      'not-enforced',
      'the network plugin enforces no policies',
      ['N28'],
    ])
  })

  test('a kind of that name in another group is another kind', () => {
    const antrea = cluster('deny', `tier: Admin, priority: 0, ${SUBJECT}, ingress: [{ action: Deny, from: ${CLIENTS} }]`)
    const { decision } = hopOf(clusterOf(PODS + antrea.replace('policy.networking.k8s.io/v1alpha2', 'crd.antrea.io/v1beta1')))
    expect(decision).toBe('not-isolated')
  })

  test('a peer of a newer version: Accept fits nobody, other actions deny everybody', () => {
    const rule = (action: string): string =>
      cluster('new', `tier: Admin, priority: 0, ${SUBJECT}, ingress: [{ action: ${action}, from: [{ moons: {} }] }]`)
    const decisions = ['Accept', 'Deny', 'Pass'].map((action) => hopOf(clusterOf(PODS + rule(action))).decision)
    expect(decisions).toEqual(['not-isolated', 'denied', 'denied'])
  })

  test('a whole walk names the tier', () => {
    const snapshot = clusterOf(
      PODS + cluster('guard', `tier: Admin, priority: 0, ${SUBJECT}, ingress: [{ action: Deny, from: ${CLIENTS} }]`),
    )
    const rows = explainWalk(connect(snapshot, question).outcomes[0]?.walk ?? { hops: [] })
    expect(rows.at(-1)).toMatchObject({
      detail: { en: 'tier Admin 0: guard spec.ingress[0]: Deny' },
      outcome: { en: 'denied', ko: '거부' },
    })
  })
})
