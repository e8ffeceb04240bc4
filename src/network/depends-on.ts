/** Which of the things that implementations do differently would change an answer. */
import { choiceIn, type Choices } from './choices.ts'
import { connect } from './connect.ts'
import type { ClusterFacts } from './facts.ts'
import type { ConnectQuestion, RequestQuestion, Resolution, ResolveQuestion, ResolverLibrary, Snapshot } from './model.ts'
import { request } from './request.ts'
import { resolve } from './resolve.ts'
import { summarizeOutcomes, type AnswerShare } from './summarize.ts'

/** Any question that the model answers. */
export type ModelQuestion =
  | { readonly kind: 'connection'; readonly question: ConnectQuestion }
  | { readonly kind: 'request'; readonly question: RequestQuestion }
  | { readonly kind: 'name'; readonly question: ResolveQuestion }

export type SwitchName =
  | Exclude<keyof Choices, 'openConnections'>
  | 'ipBlocksMatchPods'
  | 'proxyMode'
  | 'localhostNodePorts'
  | 'podRecords'
  | 'bridgeNetfilter'
  | 'ingressBehaviour'
  | 'library'

/** What is answered, in short: shares of what a client sees, or the outcome of a look-up and its addresses. */
export type ShortAnswer = { readonly shares: readonly AnswerShare[] } | Pick<Resolution, 'outcome' | 'addresses' | 'race'>

export interface Dependence {
  readonly on: SwitchName
  /** Lines of semantics.md that leave it open. */
  readonly semantics: readonly string[]
  readonly here: { readonly value: string; readonly answer: ShortAnswer }
  /** The other values under which the answer is another. */
  readonly otherwise: readonly { readonly value: string; readonly answer: ShortAnswer }[]
}

interface Asked {
  readonly snapshot: Snapshot
  readonly asked: ModelQuestion
}

interface Switch {
  readonly name: SwitchName
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

const choice = (
  name: Exclude<keyof Choices, 'openConnections'>,
  semantics: readonly string[],
  values: readonly string[],
): Switch => ({
  name,
  semantics,
  values,
  read: ({ snapshot }) => choiceIn(snapshot.facts.cluster, name),
  turn: (asked, value) => withFacts(asked, ({ choices }) => ({ choices: { ...choices, [name]: value } })),
})

const EXEMPT = ['exempt', 'policed'] as const
const PROXY_MODES = ['iptables', 'nftables', 'ipvs'] as const
const POD_RECORDS = ['disabled', 'insecure', 'verified'] as const
const BEHAVIOURS = ['ingress-nginx', 'specification'] as const
const LIBRARIES = ['glibc', 'musl'] as const

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | undefined =>
  values.find((value) => value === text)

const SWITCHES: readonly Switch[] = [
  choice('emptyService', ['V2'], ['rejected', 'dropped']),
  choice('nodeToPodSource', ['P14'], ['internal-ip', 'link-address']),
  choice('endPort', ['N23'], ['applied', 'ignored']),
  choice('hostNetworkPods', ['N24'], ['as-nodes', 'as-pods']),
  choice('ownNode', ['N25'], EXEMPT),
  choice('ownNodeRewritten', ['N32'], EXEMPT),
  choice('ownService', ['N26'], EXEMPT),
  {
    ...choice('nodeLocalDns', ['D30'], EXEMPT),
    read: ({ snapshot: { facts } }) =>
      facts.cluster.nodeLocalDns === undefined ? undefined : choiceIn(facts.cluster, 'nodeLocalDns'),
  },
  {
    name: 'ipBlocksMatchPods',
    semantics: ['N19'],
    values: ['true', 'false'],
    read: ({ snapshot }) => String(snapshot.facts.cluster.ipBlocksMatchPods),
    turn: (asked, value) => withFacts(asked, () => ({ ipBlocksMatchPods: value === 'true' })),
  },
  {
    name: 'proxyMode',
    semantics: ['S2', 'K13', 'K-nft', 'K-ipvs'],
    values: PROXY_MODES,
    read: ({ snapshot }) => snapshot.facts.cluster.proxyMode,
    turn: (asked, value) => withFacts(asked, ({ proxyMode }) => ({ proxyMode: oneOf(PROXY_MODES, value) ?? proxyMode })),
  },
  {
    name: 'localhostNodePorts',
    semantics: ['K13'],
    values: ['true', 'false'],
    read: ({ snapshot }) => String(snapshot.facts.cluster.localhostNodePorts !== false),
    turn: (asked, value) => withFacts(asked, () => ({ localhostNodePorts: value === 'true' })),
  },
  {
    name: 'podRecords',
    semantics: ['D7'],
    values: POD_RECORDS,
    read: ({ snapshot }) => snapshot.facts.cluster.podRecords,
    turn: (asked, value) => withFacts(asked, ({ podRecords }) => ({ podRecords: oneOf(POD_RECORDS, value) ?? podRecords })),
  },
  {
    name: 'bridgeNetfilter',
    semantics: ['P10'],
    values: ['true', 'false'],
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
    semantics: ['I6', 'I9'],
    values: BEHAVIOURS,
    read: ({ snapshot, asked }) =>
      asked.kind === 'request' ? snapshot.facts.cluster.ingressControllers[0]?.behaviour : undefined,
    turn: (asked, value) =>
      withFacts(asked, ({ ingressControllers }) => ({
        ingressControllers: ingressControllers.map((one) => ({ ...one, behaviour: oneOf(BEHAVIOURS, value) ?? one.behaviour })),
      })),
  },
  {
    name: 'library',
    semantics: ['D23'],
    values: LIBRARIES,
    read: ({ asked }) => asked.question.library ?? 'glibc',
    turn: ({ snapshot, asked }, value) => ({ snapshot, asked: withLibrary(asked, oneOf(LIBRARIES, value) ?? 'glibc') }),
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

/**
 * Asks again under each other value of each switch, one at a time, and reports those that change what a client sees. That a
 * plugin enforces no policies at all (N28) is not among them: it would be said of every connection that is denied.
 */
export const dependsOn = (snapshot: Snapshot, asked: ModelQuestion): readonly Dependence[] => {
  const here = { snapshot, asked }
  const answer = answerShortly(here)
  return SWITCHES.flatMap((one): readonly Dependence[] => {
    const value = one.read(here)
    if (value === undefined) return []
    const otherwise = one.values
      .filter((other) => other !== value)
      .map((other) => ({ value: other, answer: answerShortly(one.turn(here, other)) }))
      .filter((other) => !isSame(other.answer, answer))
    return otherwise.length === 0 ? [] : [{ on: one.name, semantics: one.semantics, here: { value, answer }, otherwise }]
  })
}

const answerShortly = ({ snapshot, asked }: Asked): ShortAnswer => {
  switch (asked.kind) {
    case 'connection':
      return { shares: summarizeOutcomes(connect(snapshot, asked.question).outcomes).shares }
    case 'request':
      return { shares: summarizeOutcomes(request(snapshot, asked.question).outcomes).shares }
    case 'name': {
      const { outcome, addresses, race } = resolve(snapshot, asked.question)
      return { outcome, addresses, ...(race === undefined ? {} : { race }) }
    }
  }
}

const isSame = (one: ShortAnswer, other: ShortAnswer): boolean => textOf(one) === textOf(other)

const textOf = (answer: ShortAnswer): string =>
  'shares' in answer
    ? answer.shares
        .map(({ verdict, status, share }) => `${verdict} ${status ?? ''} ${share.toFixed(6)}`)
        .sort()
        .join()
    : [answer, ...(answer.race ?? [])].map(({ outcome, addresses }) => [outcome, ...addresses.toSorted()].join(' ')).join()
