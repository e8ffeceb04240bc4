/** The network model alone: all pairs of large clusters, and comparisons of large sets of policies. Inputs are made here, the same each time. */
import type { NetworkPolicy, Pod } from '../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { comparePolicies, relationOf } from '../../src/network/compare/compare.ts'
import { lintPolicies } from '../../src/network/compare/lint/lint.ts'
import { compareReadings } from '../../src/network/compare/readings.ts'
import { DEFAULT_CLUSTER_FACTS, type PodFacts } from '../../src/network/facts.ts'
import { connectOnPorts } from '../../src/network/matrix.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { createRandom } from './inputs.ts'

const NAMESPACES = 10
const PORTS = [80, 443, 5432]

const makePolicy = (index: number, random: (below: number) => number): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `policy-${index}`, namespace: `ns-${random(NAMESPACES)}` },
  spec: {
    podSelector: random(4) === 0 ? {} : { matchLabels: { app: `app-${random(30)}` } },
    policyTypes: random(2) === 0 ? ['Ingress'] : ['Ingress', 'Egress'],
    ingress: [
      {
        from: [
          { podSelector: { matchLabels: { app: `app-${random(30)}` } } },
          {
            namespaceSelector: { matchLabels: { tier: `tier-${random(3)}` } },
            podSelector: { matchLabels: { role: `role-${random(3)}` } },
          },
          { ipBlock: { cidr: `10.${random(4)}.0.0/16` } },
        ],
        ports: [{ port: PORTS[random(3)] ?? 80 }],
      },
    ],
    egress: [
      { to: [{ podSelector: { matchExpressions: [{ key: 'role', operator: 'NotIn', values: [`role-${random(3)}`] }] } }] },
    ],
  },
})

const makeCluster = (pods: number, policies: number): Snapshot => {
  const random = createRandom()
  const facts: Record<string, PodFacts> = {}
  const namespaces = Array.from({ length: NAMESPACES }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `ns-${index}`, labels: { tier: `tier-${index % 3}` } },
  })) satisfies readonly KubernetesObject[]
  const nodes = Array.from({ length: 3 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}` },
    status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${index + 2}` }] },
  })) satisfies readonly KubernetesObject[]
  const made = Array.from({ length: pods }, (_, index): Pod => {
    const namespace = `ns-${random(NAMESPACES)}`
    facts[`${namespace}/pod-${index}`] = {
      complete: true,
      listeners: PORTS.map((port) => ({ container: 'c', program: 'server', protocol: 'TCP', port, address: '0.0.0.0' })),
    }
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${index}`, namespace, labels: { app: `app-${random(30)}`, role: `role-${random(3)}` } },
      spec: { nodeName: `node-${random(3)}`, containers: [{ name: 'c', image: 'server' }] },
      status: { phase: 'Running', podIP: `10.244.${index >> 8}.${index & 255}` },
    }
  })
  const rules = Array.from({ length: policies }, (_, index) => makePolicy(index, random))
  return { objects: [...namespaces, ...nodes, ...made, ...rules], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: facts } }
}

const timed = <Value>(work: () => Value): { readonly ms: number; readonly value: Value } => {
  const start = performance.now()
  const value = work()
  return { ms: performance.now() - start, value }
}

const row = (name: string, ms: number, note: string): void =>
  console.log(`${name.padEnd(58)} ${ms.toFixed(0).padStart(9)} ms   ${note}`)

/** Pods, policies, and the aim in milliseconds. */
const SIZES = [
  [100, 300, undefined],
  [300, 300, undefined],
  [1000, 300, 1000],
  [3000, 300, undefined],
  [10_000, 300, 10_000],
  [1000, 30, undefined],
  [1000, 1000, undefined],
  [1000, 3000, undefined],
] as const

/** All pairs on three ports: how the time grows with Pods and with policies, as ratios to the first row. */
const benchMatrix = (): void => {
  const ports = PORTS.map((port) => ({ port }))
  connectOnPorts(makeCluster(50, 50), { ports })
  let first: number | undefined
  console.log(
    `\n${'all pairs, 3 ports'.padEnd(30)}${['Pods', 'policies', 'groups', 'ms', 'ratio'].map((head) => head.padStart(10)).join('')}`,
  )
  for (const [pods, policies, aim] of SIZES) {
    const snapshot = makeCluster(pods, policies)
    const { ms, value } = timed(() => connectOnPorts(snapshot, { ports }))
    first ??= ms
    const figures = [pods, policies, value[0]?.between.length ?? 0, ms.toFixed(0), (ms / first).toFixed(1)]
    const note = aim === undefined ? '' : `   aim: below ${aim} ms`
    console.log(`${''.padEnd(30)}${figures.map((figure) => String(figure).padStart(10)).join('')}${note}`)
  }
  console.log('')
}

const benchCompare = (): void => {
  const random = createRandom()
  const a = Array.from({ length: 50 }, (_, index) => makePolicy(index, random))
  const same = [...a].reverse()
  const other = a.map((policy, index) => (index === 25 ? { ...policy, spec: { ...policy.spec, podSelector: {} } } : policy))
  row('compare two sets of 50 policies that are equal', timed(() => comparePolicies(a, same)).ms, 'aim: below 1000 ms')
  const split = a.flatMap((policy) => [
    policy,
    { ...policy, metadata: { ...policy.metadata, name: `${policy.metadata.name ?? ''}-2` } },
  ])
  row('compare 50 policies and the same twice', timed(() => comparePolicies(a, split)).ms, 'aim: below 1000 ms')
  const { ms, value } = timed(() => comparePolicies(a, other))
  row('compare two sets of 50 policies that differ in one', ms, `${value.kind}   aim: below 1000 ms`)
  const usual = relationOf(value) ?? 'equal'
  row('the same under every reading', timed(() => compareReadings(a, other, { usual })).ms, '')
  const until = performance.now() + 60_000
  const lint = timed(() => lintPolicies(a, { limits: { shouldStop: () => performance.now() > until } }))
  row('lint 50 policies', lint.ms, `${lint.value.findings.length} findings, ${lint.value.undecided.length} not decided`)
}

/** A tautology of three-literal clauses, one label for each variable: hard for every engine that is exact. */
const benchHostile = (): void => {
  const random = createRandom()
  const peers = (variables: number): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'hostile', namespace: 'ns-0' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: Array.from({ length: Math.round(variables * 4.2) }, () => ({
            podSelector: {
              matchExpressions: Array.from({ length: 3 }, () => ({
                key: `k${random(variables)}`,
                operator: random(2) === 0 ? 'Exists' : 'DoesNotExist',
              })),
            },
          })),
        },
      ],
    },
  })
  const everyone: NetworkPolicy = {
    ...peers(1),
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
  }
  for (const variables of [10, 20, 40]) {
    const until = performance.now() + 10_000
    const limits = { shouldStop: () => performance.now() > until }
    const { ms, value } = timed(() => comparePolicies([peers(variables)], [everyone], { limits }))
    row(
      `compare a random 3-DNF over ${variables} labels with everyone`,
      ms,
      value.kind === 'undecided' ? `undecided: ${value.reason}` : value.kind,
    )
  }
}

export const benchModel = (): void => {
  benchMatrix()
  benchCompare()
  benchHostile()
}
