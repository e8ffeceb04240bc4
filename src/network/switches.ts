/** The things that implementations do differently, each as a switch that a question can be asked under. */
import { choiceIn, type Choices } from './choices.ts'
import type { ClusterFacts } from './facts.ts'
import type { ConnectQuestion, RequestQuestion, ResolveQuestion, ResolverLibrary, Snapshot } from './model.ts'
import { indexSnapshot } from './state.ts'
import { SWITCH_VALUES, type SwitchName } from './switch-values.ts'

/** Any question that the model answers. */
export type ModelQuestion =
  | {
      /** Which of the alternatives this is. */ readonly kind: 'connection'
      /** What was asked. */ readonly question: ConnectQuestion
    }
  | {
      /** Which of the alternatives this is. */ readonly kind: 'request'
      /** What was asked. */ readonly question: RequestQuestion
    }
  | {
      /** Which of the alternatives this is. */ readonly kind: 'name'
      /** What was asked. */ readonly question: ResolveQuestion
    }

/** A question and the cluster that it is asked about. */
export interface Asked {
  readonly snapshot: Snapshot
  readonly asked: ModelQuestion
}

/** One thing that clusters have in common in one of several ways. */
export interface Switch {
  readonly name: SwitchName
  /** Whether answers are asked for again under its other values: not where every cluster's owner knows how it is. */
  readonly varies: boolean
  readonly semantics: readonly string[]
  readonly values: readonly string[]
  /** Undefined where the switch does not exist in this cluster. */
  readonly read: (asked: Asked) => string | undefined
  readonly turn: (asked: Asked, value: string) => Asked
}

const withFacts = ({ snapshot, asked }: Asked, change: (facts: ClusterFacts) => Partial<ClusterFacts>): Asked => {
  const { cluster } = snapshot.facts
  return { asked, snapshot: { ...snapshot, facts: { ...snapshot.facts, cluster: { ...cluster, ...change(cluster) } } } }
}

const choice = (name: Extract<SwitchName, keyof Choices>, semantics: readonly string[]): Switch => ({
  name,
  varies: true,
  semantics,
  values: SWITCH_VALUES[name],
  read: ({ snapshot }) => choiceIn(snapshot.facts.cluster, name),
  turn: (asked, value) => withFacts(asked, ({ choices }) => ({ choices: { ...choices, [name]: value } })),
})

const readIfClusterPolicies = ({ snapshot }: Asked, name: 'equalPriority' | 'clusterPolicies'): string | undefined =>
  indexSnapshot(snapshot).clusterPolicies.length === 0 ? undefined : choiceIn(snapshot.facts.cluster, name)

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | undefined =>
  values.find((value) => value === text)

/** In the order in which they are told. */
export const SWITCHES: readonly Switch[] = [
  choice('emptyService', ['V2']),
  choice('nodeToPodSource', ['P14']),
  choice('endPort', ['N23']),
  choice('hostNetworkPods', ['N24']),
  choice('ownNode', ['N25']),
  choice('ownNodeRewritten', ['N32']),
  choice('ownService', ['N26']),
  {
    ...choice('nodeLocalDns', ['D30']),
    read: ({ snapshot: { facts } }) =>
      facts.cluster.nodeLocalDns === undefined ? undefined : choiceIn(facts.cluster, 'nodeLocalDns'),
  },
  {
    ...choice('equalPriority', ['N34']),
    read: (asked) => readIfClusterPolicies(asked, 'equalPriority'),
  },
  {
    ...choice('clusterPolicies', ['N33']),
    varies: false,
    read: (asked) => readIfClusterPolicies(asked, 'clusterPolicies'),
  },
  {
    name: 'ipBlocksMatchPods',
    varies: true,
    semantics: ['N19'],
    values: SWITCH_VALUES.ipBlocksMatchPods,
    read: ({ snapshot }) => String(snapshot.facts.cluster.ipBlocksMatchPods),
    turn: (asked, value) => withFacts(asked, () => ({ ipBlocksMatchPods: value === 'true' })),
  },
  {
    name: 'proxyMode',
    varies: true,
    semantics: ['S2', 'K13', 'K-nft', 'K-ipvs'],
    values: SWITCH_VALUES.proxyMode,
    read: ({ snapshot }) => snapshot.facts.cluster.proxyMode,
    turn: (asked, value) =>
      withFacts(asked, ({ proxyMode }) => ({ proxyMode: oneOf(SWITCH_VALUES.proxyMode, value) ?? proxyMode })),
  },
  {
    name: 'localhostNodePorts',
    varies: true,
    semantics: ['K13'],
    values: SWITCH_VALUES.localhostNodePorts,
    read: ({ snapshot }) => String(snapshot.facts.cluster.localhostNodePorts !== false),
    turn: (asked, value) => withFacts(asked, () => ({ localhostNodePorts: value === 'true' })),
  },
  {
    name: 'podRecords',
    varies: true,
    semantics: ['D7'],
    values: SWITCH_VALUES.podRecords,
    read: ({ snapshot }) => snapshot.facts.cluster.podRecords,
    turn: (asked, value) =>
      withFacts(asked, ({ podRecords }) => ({ podRecords: oneOf(SWITCH_VALUES.podRecords, value) ?? podRecords })),
  },
  {
    name: 'bridgeNetfilter',
    varies: true,
    semantics: ['P10'],
    values: SWITCH_VALUES.bridgeNetfilter,
    read: ({ snapshot: { facts } }) => {
      const { podNetwork } = facts.cluster
      return podNetwork === undefined || podNetwork.plugin === 'ptp' ? undefined : String(podNetwork.bridgeNetfilter !== false)
    },
    turn: (asked, value) =>
      withFacts(asked, ({ podNetwork }) =>
        podNetwork === undefined ? {} : { podNetwork: { ...podNetwork, bridgeNetfilter: value === 'true' } },
      ),
  },
  {
    name: 'ingressBehaviour',
    varies: true,
    semantics: ['I6', 'I9'],
    values: SWITCH_VALUES.ingressBehaviour,
    read: ({ snapshot, asked }) =>
      asked.kind === 'request' ? snapshot.facts.cluster.ingressControllers[0]?.behaviour : undefined,
    turn: (asked, value) =>
      withFacts(asked, ({ ingressControllers }) => ({
        ingressControllers: ingressControllers.map((one) => ({
          ...one,
          behaviour: oneOf(SWITCH_VALUES.ingressBehaviour, value) ?? one.behaviour,
        })),
      })),
  },
  {
    name: 'library',
    varies: true,
    semantics: ['D23'],
    values: SWITCH_VALUES.library,
    read: ({ asked }) => asked.question.library ?? 'glibc',
    turn: ({ snapshot, asked }, value) => ({
      snapshot,
      asked: withLibrary(asked, oneOf(SWITCH_VALUES.library, value) ?? 'glibc'),
    }),
  },
  {
    name: 'plugin',
    varies: false,
    semantics: ['P8', 'P9', 'P11'],
    values: SWITCH_VALUES.plugin,
    read: ({ snapshot }) => snapshot.facts.cluster.podNetwork?.plugin ?? 'ptp',
    turn: (asked, value) =>
      withFacts(asked, ({ podNetwork }) => ({
        podNetwork: { ...podNetwork, plugin: oneOf(SWITCH_VALUES.plugin, value) ?? 'ptp' },
      })),
  },
  {
    name: 'policiesEnforced',
    varies: false,
    semantics: ['N28'],
    values: SWITCH_VALUES.policiesEnforced,
    read: ({ snapshot }) => String(snapshot.facts.cluster.policiesEnforced),
    turn: (asked, value) => withFacts(asked, () => ({ policiesEnforced: value === 'true' })),
  },
  {
    name: 'masqueradeAll',
    varies: false,
    semantics: ['K11'],
    values: SWITCH_VALUES.masqueradeAll,
    read: ({ snapshot }) => String(snapshot.facts.cluster.masqueradeAll === true),
    turn: (asked, value) => withFacts(asked, () => ({ masqueradeAll: value === 'true' })),
  },
  {
    name: 'nodeCache',
    varies: false,
    semantics: ['D28', 'D29'],
    values: SWITCH_VALUES.nodeCache,
    read: ({ snapshot: { facts } }) => {
      const { nodeLocalDns } = facts.cluster
      return nodeLocalDns === undefined ? 'none' : nodeLocalDns.bindsServiceIp ? 'service-address' : 'own-address'
    },
    turn: (asked, value) => {
      const { nodeLocalDns, ...cluster } = asked.snapshot.facts.cluster
      const without = { ...asked, snapshot: { ...asked.snapshot, facts: { ...asked.snapshot.facts, cluster } } }
      const ip = nodeLocalDns?.ip ?? '169.254.20.10'
      return value === 'none'
        ? without
        : withFacts(without, () => ({ nodeLocalDns: { ip, bindsServiceIp: value === 'service-address' } }))
    },
  },
]

const withLibrary = (asked: ModelQuestion, library: ResolverLibrary): ModelQuestion => {
  switch (asked.kind) {
    case 'connection':
      return { kind: 'connection', question: { ...asked.question, library } }
    case 'request':
      return { kind: 'request', question: { ...asked.question, library } }
    case 'name':
      return { kind: 'name', question: { ...asked.question, library } }
  }
}

/** The cluster as it would be with a switch turned; undefined where the switch has no such value. */
export const assume = (snapshot: Snapshot, name: string, value: string): Snapshot | undefined => {
  const found = SWITCHES.find((one) => one.name === name && one.name !== 'library' && one.values.includes(value))
  const asked = { kind: 'name', question: { from: { outside: '' }, name: '' } } as const
  return found?.turn({ snapshot, asked }, value).snapshot
}
