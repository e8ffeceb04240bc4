/** The parts of a policy that may be left out one at a time, the largest kind first. */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../kubernetes/generated/types.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { compilePolicies, type CompiledRule, type Direction } from '../../policy/compile.ts'

/** In the order in which they are tried: what is left out whole is not asked about in parts. */
export const REDUNDANT_KINDS = [
  'redundant-policy',
  'redundant-rule',
  'redundant-peer',
  'redundant-port',
  'redundant-exception',
] as const

export type RedundantKind = (typeof REDUNDANT_KINDS)[number]

export interface Part {
  readonly where: FieldReference
  /** Undefined: nothing is left of the policy. Other parts keep their places. */
  readonly leaveOut: (policy: NetworkPolicy) => NetworkPolicy | undefined
}

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly NetworkPolicyPort[]
}

/** Nobody: stands where a part was, so that the others keep their places. */
const NOBODY: NetworkPolicyPeer = {
  podSelector: {
    matchExpressions: [
      { key: 'nobody', operator: 'Exists' },
      { key: 'nobody', operator: 'DoesNotExist' },
    ],
  },
}

/** No connection has it. */
const NO_PORT: NetworkPolicyPort = { port: 0 }

export const DIRECTIONS: readonly Direction[] = ['ingress', 'egress']

/** All parts of one kind of NetworkPolicies. Rules of directions that are not isolated are none. */
export const partsOf = (policies: readonly NetworkPolicy[], kind: RedundantKind): readonly Part[] =>
  compilePolicies(policies).all.flatMap(({ reference: object, isolates, rules }): readonly Part[] => {
    if (kind === 'redundant-policy') return [{ where: { object, path: '' }, leaveOut: () => undefined }]
    return DIRECTIONS.filter((direction) => isolates[direction]).flatMap((direction) =>
      rules[direction].flatMap((rule, index) =>
        changesOf(kind, rule).map(({ path, change }) => ({
          where: { object, path },
          leaveOut: (policy: NetworkPolicy) => withRule(policy, direction, { index, change }),
        })),
      ),
    )
  })

interface Change {
  readonly path: string
  readonly change: (rule: Rule) => Rule
}

const changesOf = (
  kind: Exclude<RedundantKind, 'redundant-policy'>,
  { path, peers = [], ports = [] }: CompiledRule,
): readonly Change[] => {
  switch (kind) {
    case 'redundant-rule':
      return [{ path, change: (rule) => ({ ...rule, peers: [NOBODY] }) }]
    case 'redundant-peer':
      // A rule without peers allows everyone: the last one stays.
      return peers.length < 2
        ? []
        : peers.map((peer, at) => ({
            path: peer.path,
            change: (rule) => ({ ...rule, peers: replaceAt(rule.peers, at, () => NOBODY) }),
          }))
    case 'redundant-port':
      // A rule without ports allows every port: the last one stays.
      return ports.length < 2
        ? []
        : ports.map((port, at) => ({
            path: port.path,
            change: (rule) => ({ ...rule, ports: replaceAt(rule.ports, at, () => NO_PORT) }),
          }))
    case 'redundant-exception':
      return peers.flatMap((peer, at) =>
        peer.kind === 'block'
          ? peer.except.map((_, hole) => ({
              path: `${peer.path}.ipBlock.except[${hole}]`,
              change: (rule) => ({ ...rule, peers: replaceAt(rule.peers, at, (one) => withoutException(one, hole)) }),
            }))
          : [],
      )
  }
}

/** An address of the other family, which is none of the block's, takes its place. */
const withoutException = (peer: NetworkPolicyPeer, hole: number): NetworkPolicyPeer => {
  const { ipBlock } = peer
  if (ipBlock === undefined) return peer
  const nowhere = ipBlock.cidr.includes(':') ? '0.0.0.0/32' : '::/128'
  return { ...peer, ipBlock: { ...ipBlock, except: replaceAt(ipBlock.except, hole, () => nowhere) } }
}

interface RuleChange {
  readonly index: number
  readonly change: (rule: Rule) => Rule
}

const withRule = (policy: NetworkPolicy, direction: Direction, { index, change }: RuleChange): NetworkPolicy => {
  const spec = policy.spec ?? { podSelector: {} }
  if (direction === 'ingress')
    return {
      ...policy,
      spec: {
        ...spec,
        ingress: replaceAt(spec.ingress, index, ({ from = [], ports = [] }) => {
          const changed = change({ peers: from, ports })
          return { from: [...changed.peers], ports: [...changed.ports] }
        }),
      },
    }
  return {
    ...policy,
    spec: {
      ...spec,
      egress: replaceAt(spec.egress, index, ({ to = [], ports = [] }) => {
        const changed = change({ peers: to, ports })
        return { to: [...changed.peers], ports: [...changed.ports] }
      }),
    },
  }
}

const replaceAt = <Item>(items: readonly Item[] | undefined, index: number, change: (item: Item) => Item): Item[] =>
  (items ?? []).map((item, at) => (at === index ? change(item) : item))
