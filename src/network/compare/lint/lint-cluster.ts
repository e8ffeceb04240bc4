/** The parts of ClusterNetworkPolicies that may be without effect, and those whose order nothing settles. */
import type { ClusterNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import { parsePath, setPath } from '../../../kubernetes/field-path.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import type { CompiledPeer, CompiledPolicies, Direction } from '../../policy/compile.ts'
import type { CompiledSelector } from '../../policy/selector.ts'
import {
  allOfTiers,
  groupByPriority,
  hasTies,
  type CompiledClusterPolicy,
  type CompiledClusterRule,
} from '../../policy/tiers/compile-tiers.ts'
import { firstActions, type TierFormulas } from '../cluster-policies.ts'
import type { CompareOptions } from '../compare.ts'
import { NEVER, stopInTime, type Diagram } from '../diagram.ts'
import { Formulas } from '../formula.ts'
import { canMatch } from './lint-certain.ts'
import { DIRECTIONS, type RedundantKind } from './lint-parts.ts'
import { DEFAULT_LIMITS } from '../search.ts'
import { situationsOf } from '../situation.ts'

/** A part, and the policy without it: the others keep their places. */
export interface ClusterPart {
  readonly where: FieldReference
  readonly leaveOut: (policy: ClusterNetworkPolicy) => ClusterNetworkPolicy | undefined
}

/** Nobody: stands where a peer was. */
const NOBODY = {
  namespaces: {
    matchExpressions: [
      { key: 'nobody', operator: 'Exists' },
      { key: 'nobody', operator: 'DoesNotExist' },
    ],
  },
}

const withValue = (policy: ClusterNetworkPolicy, path: string, value: unknown): ClusterNetworkPolicy =>
  setPath(policy, parsePath(path), value) as ClusterNetworkPolicy

export const clusterPartsOf = ({ tiers }: CompiledPolicies, kind: RedundantKind): readonly ClusterPart[] =>
  allOfTiers(tiers).flatMap((policy): readonly ClusterPart[] => {
    const object = policy.reference
    if (kind === 'redundant-policy') return [{ where: { object, path: '' }, leaveOut: () => undefined }]
    return DIRECTIONS.flatMap((direction) =>
      policy.rules[direction]
        .flatMap((rule) => partsOfRule(rule, direction, kind))
        .map(({ path, leaveOut }) => ({
          where: { object, path },
          leaveOut,
        })),
    )
  })

interface RulePart {
  readonly path: string
  readonly leaveOut: ClusterPart['leaveOut']
}

const partsOfRule = (
  { path, peers = [], ports = [] }: CompiledClusterRule,
  direction: Direction,
  kind: Exclude<RedundantKind, 'redundant-policy'>,
): readonly RulePart[] => {
  switch (kind) {
    case 'redundant-rule':
      return [{ path, leaveOut: (one) => withValue(one, `${path}.${direction === 'ingress' ? 'from' : 'to'}`, [NOBODY]) }]
    case 'redundant-peer':
      return peers.length < 2 ? [] : peers.map((peer) => ({ path: peer.path, leaveOut: (one) => withoutPeer(one, peer) }))
    case 'redundant-port': {
      const entries = [...new Set(ports.map((port) => port.path.replace(/\.(?:tcp|udp|sctp)$/u, '')))]
      return entries.length < 2
        ? []
        : entries.map((entry) => ({ path: entry, leaveOut: (one) => withValue(one, entry, NO_PORT) }))
    }
    case 'redundant-exception':
      return []
  }
}

/** No connection has it. */
const NO_PORT = { tcp: { destinationPort: { number: 0 } } }

/** One network of several goes; of any other peer nobody is left. */
const withoutPeer = (policy: ClusterNetworkPolicy, { kind, path }: CompiledPeer): ClusterNetworkPolicy =>
  kind === 'block' ? withValue(policy, path, undefined) : withValue(policy, path.replace(/\.(?:pods|nodes)$/u, ''), NOBODY)

/** Selectors whose conditions contradict each other. */
export const emptyClusterSelectors = ({
  reference: object,
  subject,
  rules,
}: CompiledClusterPolicy): readonly EmptySelector[] => {
  const isPods = subject.path === 'spec.subject.pods'
  const selectors: readonly WrittenSelector[] = [
    { path: isPods ? `${subject.path}.namespaceSelector` : subject.path, selector: subject.namespaces, ofNamespaces: true },
    { path: `${subject.path}.podSelector`, selector: subject.pods },
    ...[...rules.ingress, ...rules.egress].flatMap(({ peers = [] }) => peers).flatMap(selectorsOf),
  ]
  return selectors.flatMap(({ path, selector, ofNamespaces = false }): readonly EmptySelector[] =>
    canMatch(selector, ofNamespaces) ? [] : [{ kind: 'selects-nothing', where: { object, path } }],
  )
}

interface EmptySelector {
  readonly kind: 'selects-nothing'
  readonly where: FieldReference
}

interface WrittenSelector {
  readonly path: string
  readonly selector: CompiledSelector
  readonly ofNamespaces?: boolean
}

const selectorsOf = (peer: CompiledPeer): readonly WrittenSelector[] => {
  if (peer.kind === 'block') return []
  if (peer.kind === 'nodes') return [{ path: peer.path, selector: peer.selector }]
  return [
    {
      path: peer.namespacePath ?? `${peer.path}.namespaceSelector`,
      selector: peer.namespaceSelector ?? [],
      ofNamespaces: true,
    },
    { path: `${peer.path}.podSelector`, selector: peer.podSelector ?? [] },
  ]
}

/** Two policies that nothing orders. */
export interface Tie {
  readonly one: CompiledClusterPolicy
  readonly other: CompiledClusterPolicy
}

/**
 * Pairs of one tier and priority that some connection in some cluster meets with different actions first, where the strictest
 * and the laxest of the policies make it come about or not (N34). Throws `Undecided` beyond the limits.
 */
export const findTies = (policies: CompiledPolicies, options: CompareOptions): readonly Tie[] => {
  const { tiers } = policies
  if (tiers === undefined || !hasTies(tiers)) return []
  const { ipBlocksMatchPods = true } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const pairs = [tiers.Admin, tiers.Baseline].flatMap(pairsOf)
  const found = new Set<Tie>()
  for (const situation of situationsOf(policies, { all: [], byNamespace: new Map() }, { ipBlocksMatchPods })) {
    stopInTime(limits)
    const formulas = new Formulas(situation, { ipBlocksMatchPods }, limits)
    const { diagrams } = formulas
    const [strict, lax] = (['deny-first', 'accept-first'] as const).map((order) => formulas.allowed(situation.a, order))
    const open = diagrams.and(lax ?? NEVER, diagrams.not(strict ?? NEVER), formulas.possible())
    if (open === NEVER) continue
    for (const direction of DIRECTIONS) {
      if (situation.a.tiers?.[direction] === undefined) continue
      const parts = formulas.tiers(direction, 'first-name')
      for (const { tie, before } of pairs)
        if (!found.has(tie) && diagrams.and(open, meetsBoth(tie, before, parts)) !== NEVER) found.add(tie)
    }
  }
  return pairs.flatMap(({ tie }) => (found.has(tie) ? [tie] : []))
}

interface Pair {
  readonly tie: Tie
  /** What is asked before either of them. */
  readonly before: readonly CompiledClusterPolicy[]
}

const pairsOf = (policies: readonly CompiledClusterPolicy[]): readonly Pair[] =>
  groupByPriority(policies).flatMap((group, index, groups) => {
    const before = groups.slice(0, index).flat()
    return group.flatMap((one, at) => group.slice(at + 1).map((other) => ({ tie: { one, other }, before })))
  })

/** The first rules of both fit with different actions, and nothing before them does. */
const meetsBoth = ({ one, other }: Tie, before: readonly CompiledClusterPolicy[], parts: TierFormulas): Diagram => {
  const { diagrams } = parts
  const [here, there] = [firstActions(one, parts), firstActions(other, parts)]
  const differs = (['Accept', 'Deny', 'Pass'] as const).map((action) =>
    diagrams.and(
      here[action],
      diagrams.or(...(['Accept', 'Deny', 'Pass'] as const).filter((name) => name !== action).map((name) => there[name])),
    ),
  )
  const earlier = before.flatMap((policy) => Object.values(firstActions(policy, parts)))
  return diagrams.and(diagrams.or(...differs), diagrams.not(diagrams.or(...earlier)))
}
