/**
 * What is said of every possible cluster, held against clusters: a promise that holds is broken by no matrix, what is equivalent has the
 * same matrix, and a part that lint calls vain changes none by going. Under every reading that plugins have, with Pods on the network of
 * their node, both address families, ports by name that some Pods lack, and ClusterNetworkPolicies.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnyNetworkPolicy } from '../../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type { NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { isClusterNetworkPolicy } from '../../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import type { Choices } from '../../../../../src/network/choices.ts'
import { comparePolicies, relationOf } from '../../../../../src/network/compare/compare.ts'
import { objectsWith } from '../../../../../src/network/compare/invariant/exceptions.ts'
import { checkInvariant } from '../../../../../src/network/compare/invariant/invariant.ts'
import { lintPolicies, withTypes, type LintFinding } from '../../../../../src/network/compare/lint/lint.ts'
import { partsOf, REDUNDANT_KINDS } from '../../../../../src/network/compare/lint/lint-parts.ts'
import type { Invariant, PodKind } from '../../../../../src/network/compare/invariant/promise.ts'
import { readingsOf, USUAL_READING, type Reading } from '../../../../../src/network/compare/reading.ts'
import { compareReadings } from '../../../../../src/network/compare/readings.ts'
import { standingOf } from '../../../../../src/network/compare/standing.ts'
import { DEFAULT_CLUSTER_FACTS, type Facts } from '../../../../../src/network/facts.ts'
import { connectOnPorts, verdictAt, type Matrix } from '../../../../../src/network/matrix.ts'
import { compileSelector, selectorMatches } from '../../../../../src/network/policy/selector.ts'
import { clusterPoliciesOver, selectorOver } from '../../policy/arbitraries.ts'
import { anyCluster, anyPolicy, named } from './clusters.ts'
import { MUTATIONS } from './mutations.ts'
import type { NaiveCluster, NaivePod } from './naive.ts'
import { REWRITES } from './rewrites.ts'

const ALPHABET = { keys: ['a', 'b'], values: ['x', 'y'] }
const NAME = 'kubernetes.io/metadata.name'
const PORTS = [
  { port: 80, protocol: 'TCP' },
  { port: 81, protocol: 'TCP' },
  { port: 85, protocol: 'TCP' },
  { port: 81, protocol: 'UDP' },
  { port: 443, protocol: 'SCTP' },
] as const

const NODES = ['node-a', 'node-b']
const nodeAddress = (index: number, isIpv6: boolean): string => (isIpv6 ? `fd00:172::${index + 2}` : `172.18.0.${index + 2}`)

interface Made {
  readonly objects: readonly KubernetesObject[]
  readonly pods: readonly NaivePod[]
  readonly isOnHost: readonly boolean[]
}

const put = (object: KubernetesObject & { readonly spec?: object; readonly status?: object }): KubernetesObject => object

/** Every third Pod uses its node's network. */
const makeCluster = ({ namespaces, pods }: NaiveCluster): Made => {
  const isOnHost = pods.map((_, index) => index % 3 === 2)
  return {
    pods,
    isOnHost,
    objects: [
      ...NODES.map((name, index) =>
        put({
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name, labels: index === 0 ? { a: 'x' } : {} },
          status: { addresses: [false, true].map((isIpv6) => ({ type: 'InternalIP', address: nodeAddress(index, isIpv6) })) },
        }),
      ),
      ...Object.entries(namespaces).map(([name, labels]) =>
        put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels } } }),
      ),
      ...pods.map(({ namespace, name, labels, ip, ports }, index) => {
        const node = index % NODES.length
        const address = isOnHost[index] === true ? nodeAddress(node, ip.includes(':')) : ip
        return put({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { namespace, name, labels: { ...labels } },
          spec: {
            nodeName: NODES[node],
            ...(isOnHost[index] === true ? { hostNetwork: true } : {}),
            containers: [{ name: 'c', image: 'i', ports: [...ports] }],
          },
          status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
        })
      }),
    ],
  }
}

const factsOf = ({ pods }: Made, ipBlocksMatchPods: boolean, choices: Partial<Choices>): Facts => ({
  cluster: { ...DEFAULT_CLUSTER_FACTS, ipBlocksMatchPods, choices },
  pods: Object.fromEntries(
    pods.map(({ namespace, name, ip }) => [
      `${namespace}/${name}`,
      {
        complete: true,
        listeners: PORTS.map((each) => ({
          container: 'c',
          program: 'p',
          ...each,
          address: ip.includes(':') ? '::' : '0.0.0.0',
        })),
      },
    ]),
  ),
})

/** Which of two Pods connect, on each port. */
const matricesOf = (
  made: Made,
  policies: readonly AnyNetworkPolicy[],
  { ipBlocksMatchPods, endPort, ownService, equalPriority }: Reading,
  more: Partial<Choices> = {},
): readonly Matrix[] =>
  connectOnPorts(
    {
      objects: [...made.objects, ...policies],
      facts: factsOf(made, ipBlocksMatchPods, { endPort, ownService, equalPriority, ...more }),
    },
    { ports: PORTS },
  )

const spell = (matrices: readonly Matrix[]): readonly string[] =>
  matrices.map((matrix) =>
    matrix.pods.map((_, row) => matrix.pods.map((__, column) => verdictAt(matrix, row, column)).join(' ')).join('\n'),
  )

const allReadings = (...sides: readonly (readonly AnyNetworkPolicy[])[]): readonly Reading[] => [
  USUAL_READING,
  ...readingsOf(sides, { usual: USUAL_READING, ownService: false }),
]

/** Lets in what one rule says, so that promises are often kept. */
const closed: fc.Arbitrary<NetworkPolicy> = anyPolicy.map((policy) => ({
  ...policy,
  spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: (policy.spec?.ingress ?? []).slice(0, 1) },
}))

const policySet = fc
  .tuple(
    fc.oneof(fc.array(anyPolicy, { maxLength: 3 }), fc.array(closed, { minLength: 1, maxLength: 2 })),
    fc.oneof(fc.constant([]), clusterPoliciesOver(ALPHABET, 2)),
  )
  .map(([own, cluster]): readonly AnyNetworkPolicy[] => [...named(own), ...cluster])

const podKind: fc.Arbitrary<PodKind> = fc.record({
  pods: fc.oneof(fc.constant({}), selectorOver(ALPHABET)),
  namespaces: fc.oneof(
    fc.constant({}),
    fc.constantFrom('one', 'two', 'three').map((name) => ({ matchLabels: { [NAME]: name } })),
  ),
})

const invariant: fc.Arbitrary<Invariant> = fc
  .record({ from: podKind, to: podKind, on: fc.oneof(fc.constant(undefined), fc.constantFrom(...PORTS)) })
  .map(({ from, to, on }) => ({ from, to, ...on }))

const isOfKind = ({ labels }: NaivePod, namespaceLabels: Readonly<Record<string, string>>, kind: PodKind): boolean =>
  selectorMatches(compileSelector(kind.pods), labels) && selectorMatches(compileSelector(kind.namespaces), namespaceLabels)

/** Pairs of different Pods that break the promise, and whether one of them is on the network of its node. */
const breaches = (
  made: Made,
  { namespaces }: NaiveCluster,
  { from, to, port, protocol }: Invariant,
  matrices: readonly Matrix[],
): readonly { readonly source: NaivePod; readonly destination: NaivePod; readonly isOnHost: boolean }[] =>
  matrices
    .filter(
      (_, index) =>
        (port === undefined || PORTS[index]?.port === port) && (protocol === undefined || PORTS[index]?.protocol === protocol),
    )
    .flatMap((matrix) =>
      made.pods.flatMap((source, row) =>
        made.pods.flatMap((destination, column) => {
          const isMeant =
            row !== column &&
            from !== 'outside' &&
            isOfKind(source, namespaces[source.namespace] ?? {}, from) &&
            isOfKind(destination, namespaces[destination.namespace] ?? {}, to)
          if (!isMeant || verdictAt(matrix, row, column) !== 'connected') return []
          return [{ source, destination, isOnHost: made.isOnHost[row] === true || made.isOnHost[column] === true }]
        }),
      ),
    )

test('N24 a promise that holds is broken by nobody but those that it names', { timeout: 300_000 }, () => {
  const seen = { holds: 0, onHost: 0, depends: 0 }
  fc.assert(
    fc.property(policySet, invariant, anyCluster, (policies, promise, cluster) => {
      const answer = checkInvariant(policies, promise)
      expect(answer.kind).not.toBe('undecided')
      if (answer.kind === 'broken' || answer.kind === 'undecided') return
      seen[answer.kind]++
      const made = makeCluster(cluster)
      const named = new Set(
        answer.exceptions
          .flatMap((exception) => objectsWith(exception, promise, made.objects))
          .map(({ namespace, name }) => `${namespace ?? ''}/${name}`),
      )
      const holding =
        answer.kind === 'holds'
          ? allReadings(policies)
          : [
              ...(answer.usual === 'holds' ? [USUAL_READING] : []),
              ...answer.otherwise.flatMap((one) => (one.answer === 'holds' ? [one.reading] : [])),
            ]
      for (const reading of holding)
        for (const { source, destination, isOnHost } of breaches(made, cluster, promise, matricesOf(made, policies, reading))) {
          const pair = [source, destination].map(({ namespace, name }) => `${namespace}/${name}`)
          expect(isOnHost, JSON.stringify({ policies, promise, pair, reading })).toBe(true)
          expect(
            pair.some((name) => named.has(name)),
            JSON.stringify({ policies, promise, pair }),
          ).toBe(true)
          seen.onHost++
        }
    }),
    { numRuns: 200, seed: 24 },
  )
  expect(seen.holds).toBeGreaterThan(10)
  expect(seen.onHost).toBeGreaterThan(10)
  expect(seen.depends).toBeGreaterThan(0)
})

const NEIGHBOURS: readonly Partial<Choices>[] = (['as-nodes', 'as-pods'] as const).flatMap((hostNetworkPods) =>
  (['exempt', 'policed'] as const).map((ownNode) => ({ hostNetworkPods, ownNode, ownNodeRewritten: ownNode })),
)

const pairs = fc
  .tuple(
    fc.array(anyPolicy, { minLength: 1, maxLength: 3 }),
    fc.oneof(
      fc.constantFrom(...REWRITES),
      fc.constantFrom(...Object.values(MUTATIONS)).map((mutate) => (all: readonly NetworkPolicy[]) => all.map(mutate)),
    ),
    fc.oneof(fc.constant([]), clusterPoliciesOver(ALPHABET, 2)),
    fc.boolean(),
  )
  .map(([policies, change, cluster, isTurned]): readonly [readonly AnyNetworkPolicy[], readonly AnyNetworkPolicy[]] => [
    [...named(policies), ...cluster],
    // With other names, equal priorities are decided otherwise.
    [
      ...named(change(policies)),
      ...(isTurned ? cluster.map((one, index) => ({ ...one, metadata: { name: `z-${9 - index}` } })) : cluster),
    ],
  ])

test('what is equivalent has the same matrix', { timeout: 300_000 }, () => {
  const seen = { met: 0, depends: 0, 'not-met': 0, undecided: 0 }
  fc.assert(
    fc.property(pairs, anyCluster, ([a, b], cluster) => {
      const relation = relationOf(comparePolicies(a, b))
      const readings = relation === undefined ? undefined : compareReadings(a, b, { usual: relation })
      const standing = standingOf({ relation, readings }, 'equal')
      seen[standing]++
      if (standing === 'not-met') return
      const made = makeCluster(cluster)
      const equal =
        standing === 'met'
          ? allReadings(a, b)
          : [
              ...(relation === 'equal' ? [USUAL_READING] : []),
              ...(readings?.otherwise ?? []).flatMap((one) => (one.relation === 'equal' ? [one.reading] : [])),
            ]
      for (const reading of equal)
        for (const more of reading === USUAL_READING ? NEIGHBOURS : [{}])
          expect(spell(matricesOf(made, a, reading, more)), JSON.stringify({ a, b, reading, more })).toEqual(
            spell(matricesOf(made, b, reading, more)),
          )
    }),
    { numRuns: 60, seed: 35 },
  )
  expect(seen.met).toBeGreaterThan(20)
  expect(seen.depends).toBeGreaterThan(0)
  expect(seen.undecided).toBe(0)
})

/** Without the part of a finding; parts of ClusterNetworkPolicies stay, unless it is all of one. */
const without = (policies: readonly AnyNetworkPolicy[], { kind, where }: LintFinding): readonly AnyNetworkPolicy[] => {
  const isMeant = (policy: AnyNetworkPolicy): boolean =>
    policy.kind === where.object.kind && policy.metadata.name === where.object.name
  if (kind === 'redundant-policy') return policies.filter((policy) => !isMeant(policy))
  const own = policies.filter((policy): policy is NetworkPolicy => !isClusterNetworkPolicy(policy))
  const part = REDUNDANT_KINDS.filter((one) => one === kind)
    .flatMap((one) => partsOf(own, one))
    .find((one) => one.where.path === where.path && one.where.object.name === where.object.name)
  return policies.flatMap((policy) =>
    part === undefined || isClusterNetworkPolicy(policy) || !isMeant(policy) ? [policy] : (part.leaveOut(policy) ?? []),
  )
}

test('a part that is vain changes no matrix by going, but where lint says so', { timeout: 300_000 }, () => {
  let found = 0
  fc.assert(
    fc.property(policySet, anyCluster, (policies, cluster) => {
      const made = makeCluster(cluster)
      let left: readonly AnyNetworkPolicy[] = policies.map((policy) =>
        isClusterNetworkPolicy(policy) ? policy : withTypes(policy),
      )
      for (const finding of lintPolicies(policies).findings) {
        if (!finding.kind.startsWith('redundant')) continue
        const rest = without(left, finding)
        const readings = finding.otherwise === undefined ? allReadings(policies) : [USUAL_READING]
        for (const reading of readings)
          expect(spell(matricesOf(made, left, reading)), JSON.stringify({ policies, finding, reading })).toEqual(
            spell(matricesOf(made, rest, reading)),
          )
        left = rest
        found++
      }
    }),
    { numRuns: 20, seed: 7 },
  )
  expect(found).toBeGreaterThan(20)
})
