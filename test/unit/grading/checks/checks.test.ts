import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS, type PodFacts } from '../../../../src/network/facts.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { runCheck } from '../../../../src/grading/checks/checks.ts'
import { addressesIn } from '../../../../src/grading/checks/recorded.ts'
import type { AnyCheckSpec } from '../../../../src/grading/checks/specs.ts'

const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { addresses: [{ type: 'InternalIP', address: '172.18.0.2' }] },
}
const namespace = (name: string, labels = {}): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
const pod = (name: string, ip: string, labels = {}, inNamespace = 'default'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: inNamespace, name, labels },
  spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, name: 'http' }] }] },
  status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] },
})
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'default', name: 'web' },
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.50',
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
  },
}
const policy = (from: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace: 'default', name: 'p' },
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [from], ports: [{ protocol: 'TCP', port: 80 }] }],
  },
})
const shutIn = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace: 'default', name: 'shut-in' },
  spec: { podSelector: { matchLabels: { app: 'shut-in' } }, policyTypes: ['Egress'] },
}
const lookups = (text: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name: 'lookups' },
  data: { service: text },
})

const web: PodFacts = {
  complete: true,
  listeners: [
    {
      container: 'c',
      program: 'nginx',
      protocol: 'TCP',
      port: 80,
      address: '0.0.0.0',
      http: [{ path: '/', match: 'exact', status: 200, headers: {}, body: 'hello' }],
    },
  ],
}

const snapshot = (...more: readonly object[]): Snapshot => ({
  objects: [
    node,
    namespace('default'),
    namespace('team', { tier: 'a' }),
    pod('web', '10.244.0.5', { app: 'web' }),
    ...more,
  ] as KubernetesObject[],
  facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: { 'default/web': web } },
})

const to = { to: { pod: { namespace: 'default', name: 'web' } }, port: 80, protocol: 'TCP' } as const
const anybody = [{ namespace: 'default', podLabels: {} }] as const
const teamOnly = policy({ namespaceSelector: { matchLabels: { tier: 'a' } } })
const references = { 'wanted.yaml': [teamOnly] as KubernetesObject[] }

const run = (spec: AnyCheckSpec, ...more: readonly object[]): string => {
  const outcome = runCheck(spec, { snapshot: snapshot(...more), task: { namespaces: ['default'], references } })
  return outcome.passed ? 'passed' : outcome.finding.kind
}

const equalTo = (path: string, expectation: object): AnyCheckSpec =>
  ({
    kind: 'fields',
    object: { kind: 'Pod', namespace: 'default', name: 'web' },
    expect: [{ path, expectation }],
  }) as AnyCheckSpec

describe('exists and fields', () => {
  test.each([
    ['there', { kind: 'exists', object: { kind: 'Pod', namespace: 'default', name: 'web' }, labels: {} }, 'passed'],
    ['missing', { kind: 'exists', object: { kind: 'Pod', namespace: 'default', name: 'api' }, labels: {} }, 'object-missing'],
    [
      'in another namespace',
      { kind: 'exists', object: { kind: 'Pod', namespace: 'team', name: 'web' }, labels: {} },
      'object-missing',
    ],
    [
      'without a label',
      { kind: 'exists', object: { kind: 'Pod', namespace: 'default', name: 'web' }, labels: { tier: 'x' } },
      'labels-missing',
    ],
    ['equals', equalTo('spec.nodeName', { equals: 'n1' }), 'passed'],
    ['equals another', equalTo('spec.nodeName', { equals: 'n2' }), 'field'],
    ['equals, absent', equalTo('spec.hostname', { equals: 'n2' }), 'field'],
    ['one of', equalTo('spec.nodeName', { oneOf: ['n0', 'n1'] }), 'passed'],
    ['matches the whole', equalTo('spec.nodeName', { matches: 'n', means: { en: 'the letter n', ko: '글자 n' } }), 'field'],
    ['includes a part', equalTo('spec.containers[*].ports[*]', { includes: { name: 'http' } }), 'passed'],
    ['includes, other value', equalTo('spec.containers[*].ports[*]', { includes: { name: 'web' } }), 'field'],
  ] as const)('%s', (_, spec, expected) => {
    expect(run(spec)).toBe(expected)
  })
})

describe('connections', () => {
  test.each([
    ['connects, a hypothetical client', { kind: 'connects', from: anybody, target: to }, [], 'passed'],
    [
      'connects, whatever a Pod that happens to be there may not do',
      { kind: 'connects', from: anybody, target: to },
      [pod('shut-in', '10.244.0.9', { app: 'shut-in' }), shutIn],
      'passed',
    ],
    [
      'connects, from a Pod of these labels that is there',
      { kind: 'connects', from: [{ namespace: 'default', podLabels: { app: 'shut-in' } }], target: to },
      [pod('shut-in', '10.244.0.9', { app: 'shut-in' }), shutIn],
      'not-connected',
    ],
    [
      'blocked, but for one that is there',
      { kind: 'blocked', from: anybody, target: to },
      [pod('friend', '10.244.0.9', { app: 'friend' }), policy({ podSelector: { matchLabels: { app: 'friend' } } })],
      'not-blocked',
    ],
    ['connects, kept out', { kind: 'connects', from: anybody, target: to }, [teamOnly], 'not-connected'],
    [
      'connects, let in by its namespace',
      { kind: 'connects', from: [{ namespaceLabels: { tier: 'a' }, podLabels: {} }], target: to },
      [teamOnly],
      'passed',
    ],
    ['blocked, open', { kind: 'blocked', from: anybody, target: to }, [], 'not-blocked'],
    ['blocked, kept out', { kind: 'blocked', from: anybody, target: to }, [teamOnly], 'passed'],
    ['blocked means dropped, not refused', { kind: 'blocked', from: anybody, target: { ...to, port: 81 } }, [], 'not-blocked'],
    [
      'a client that does not exist',
      { kind: 'blocked', from: [{ pod: { namespace: 'default', name: 'nobody' } }], target: to },
      [],
      'object-missing',
    ],
    ['the node is never kept out', { kind: 'connects', from: [{ node: 'any' }], target: to }, [teamOnly], 'passed'],
  ] as const)('%s', (_, spec, more, expected) => {
    expect(run(spec as AnyCheckSpec, ...more)).toBe(expected)
  })
})

describe('names and pages', () => {
  const answers = { service: { namespace: 'default', name: 'web' } }
  const http = { kind: 'http', from: anybody, url: 'http://web.default/', throughIngress: false, status: 200, header: {} }
  const recorded = { kind: 'recorded', configMap: { namespace: 'default', name: 'lookups' }, key: 'service', answers }
  test.each([
    ['resolves', { kind: 'resolves', from: anybody, name: 'web.default', type: 'A', answers }, [service], 'passed'],
    ['resolves another name', { kind: 'resolves', from: anybody, name: 'wob', type: 'A', answers }, [service], 'name'],
    ['resolves, no such Service', { kind: 'resolves', from: anybody, name: 'web', type: 'A', answers }, [], 'object-missing'],
    ['http', { ...http, backend: { namespace: 'default', name: 'web' } }, [service], 'passed'],
    ['http, no Service', http, [], 'object-missing'],
    [
      'http, other backend',
      { ...http, backend: { namespace: 'default', name: 'other' } },
      [service, pod('other', '10.244.0.6')],
      'http',
    ],
    ['http, no such page', { ...http, url: 'http://web.default/x' }, [service], 'http'],
    ['http, body', { ...http, body: 'hello' }, [service], 'passed'],
    ['http, other body', { ...http, body: 'bye' }, [service], 'http'],
    ['recorded', recorded, [service, lookups('Address 1: 10.96.0.50 web.default.svc.cluster.local')], 'passed'],
    ['recorded by its short name', recorded, [service, lookups('Name:   web\nAddress 1: 10.96.0.50')], 'passed'],
    [
      'recorded as an absolute name',
      recorded,
      [service, lookups('web.default.svc.cluster.local. 30 IN A 10.96.0.50')],
      'passed',
    ],
    ['recorded an address alone', recorded, [service, lookups('10.96.0.50')], 'recorded'],
    ['recorded the name of another', recorded, [service, lookups('Name:   web-2\nAddress 1: 10.96.0.50')], 'recorded'],
    ['recorded another', recorded, [service, lookups('Address 1: 10.96.0.51')], 'recorded'],
    ['recorded a longer address', recorded, [service, lookups('Address 1: 10.96.0.501')], 'recorded'],
    ['recorded nothing', recorded, [service], 'object-missing'],
  ] as const)('%s', (_, spec, more, expected) => {
    expect(run(spec as AnyCheckSpec, ...more)).toBe(expected)
  })
})

describe('policy-equals', () => {
  const spec = { kind: 'policy-equals', file: 'wanted.yaml', selecting: { namespace: 'default', name: 'web' } } as const
  test.each([
    ['the same', [teamOnly], 'passed'],
    ['none at all', [], 'policy-differs'],
    [
      'the same said otherwise',
      [policy({ namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }] } })],
      'passed',
    ],
    [
      'a name that only one namespace has',
      [policy({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } } })],
      'policy-differs',
    ],
    [
      'fewer Pods',
      [policy({ namespaceSelector: { matchLabels: { tier: 'a' } }, podSelector: { matchLabels: { app: 'x' } } })],
      'policy-differs',
    ],
    ['own namespace besides', [policy({ namespaceSelector: {} })], 'policy-differs'],
  ] as const)('%s', (_, policies, expected) => {
    expect(run(spec, ...policies)).toBe(expected)
  })
})

describe('addresses in a text', () => {
  test.each([
    ['', []],
    ['Address 1: 10.96.5.2 web.default.svc', ['10.96.5.2']],
    ["can't resolve '10.244.1.52.default.pod'", []],
    ['Address: 10.0.0.1#53', ['10.0.0.1']],
    ['fd00::5', ['fd00::5']],
  ])('%s', (text, expected) => {
    expect(addressesIn(text)).toEqual(expected)
  })
})

test('what has to match is said in words, never as a regular expression', () => {
  const spec = equalTo('spec.nodeName', { matches: 'm[0-9]+', means: { en: 'a node such as m2', ko: 'm2 같은 노드' } })
  const outcome = runCheck(spec, { snapshot: snapshot(), task: { namespaces: ['default'], references } })
  expect(outcome.passed ? undefined : outcome.expected).toEqual({
    en: 'Pod default/web spec.nodeName: a node such as m2',
    ko: 'Pod default/web spec.nodeName: m2 같은 노드',
  })
})
