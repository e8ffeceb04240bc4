/** Selectors of policies as sets: two selectors of one peer are AND, two peers are OR. */
import { words, type Words } from '../../grading/words.ts'
import type { NetworkPolicy, NetworkPolicyPeer } from '../../kubernetes/generated/types.ts'
import type { CompiledPeer, CompiledPolicy, CompiledRule, Direction } from '../../network/policy/compile.ts'
import { selectorMatches } from '../../network/policy/selector.ts'
import { policyPodOf } from '../../network/policy/policy-hop.ts'
import { keyOfObject } from '../../network/state.ts'
import { findPolicy, type DrawContext, type Drawn } from '../context.ts'
import type { SelectorsDrawing } from '../drawing.ts'
import { compiledOf, countOwnPods, peerWords, podsOfPeer, writtenRule } from '../policy-peers.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'
import { linesOfSome, someOf } from '../names.ts'
import { shownPods } from '../own-namespaces.ts'
import { vennOf, type VennSet } from './venn.ts'

/** One rule with the sets that its peers mean. */
interface RuleSets {
  readonly direction: Direction
  readonly path: string
  readonly how: 'and' | 'or'
  readonly sets: readonly VennSet[]
  /** The Pods that the rule means in the end. */
  readonly result: readonly string[]
  /** How many Pods of the cluster's own namespaces it means besides. */
  readonly own: number
}

export const drawSelectors = (context: DrawContext, drawing: SelectorsDrawing): Drawn => {
  const { say } = context
  const policies = drawing.policies.map((name, index) => findPolicy(context, `policies[${index}]`, name))
  const shown = policies.map((policy) => ({ policy, rules: rulesOf(context, policy) }))
  const title = say(
    words(
      `Selectors of ${drawing.policies.map(({ name }) => name).join(', ')}`,
      `${drawing.policies.map(({ name }) => name).join(', ')}의 셀렉터`,
    ),
  )
  return {
    title,
    description: shown
      .flatMap(({ policy, rules }) =>
        rules.map(
          (rule) => `${policy.metadata.name ?? ''} ${rule.path}: ${spell(rule, say)} = ${rule.result.join(', ') || '∅'}.`,
        ),
      )
      .join(' '),
    table: {
      caption: title,
      head: [words('Rule', '규칙'), words('Sets', '집합'), words('Joined by', '묶는 방법'), words('Pods', 'Pod')].map(say),
      rows: shown.flatMap(({ policy, rules }) =>
        rules.flatMap((rule) => [
          ...rule.sets.map(({ name, members }) => [
            `${policy.metadata.name ?? ''} ${rule.path}`,
            name,
            '',
            members.join(', ') || '∅',
          ]),
          [
            `${policy.metadata.name ?? ''} ${rule.path}`,
            spell(rule, say),
            say(JOINS[rule.how]),
            [rule.result.join(', ') || '∅', ...(rule.own === 0 ? [] : [say(ownWords(rule.own))])].join('; '),
          ],
        ]),
      ),
    },
    picture: row(
      shown.map(({ policy, rules }) => policyBlock(context, policy, rules)),
      { gap: 24, isStretched: false },
    ),
  }
}

const JOINS: Readonly<Record<RuleSets['how'], Words>> = {
  and: words('AND: both at once', 'AND: 둘 다 맞아야 함'),
  or: words('OR: either will do', 'OR: 하나만 맞아도 됨'),
}

const spell = ({ sets, how }: RuleSets, say: DrawContext['say']): string =>
  sets.length < 2
    ? (sets[0]?.name ?? say(words('everyone', '누구나')))
    : sets.map(({ name }) => `(${name})`).join(how === 'and' ? ' AND ' : ' OR ')

const rulesOf = (context: DrawContext, policy: NetworkPolicy): readonly RuleSets[] => {
  const compiled = compiledOf(context.state, policy)
  if (compiled === undefined) return []
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    compiled.rules[direction].map((rule, index) => readRule(context, { policy, compiled }, { direction, index, rule })),
  )
}

interface RuleToRead {
  readonly direction: Direction
  readonly index: number
  readonly rule: CompiledRule
}

const readRule = (
  context: DrawContext,
  { policy, compiled }: { readonly policy: NetworkPolicy; readonly compiled: CompiledPolicy },
  { direction, index, rule }: RuleToRead,
): RuleSets => {
  const { path, peers = [] } = rule
  const { state, say } = context
  const written = writtenRule(policy, direction, index).peers
  const [only] = peers
  const isEveryone = peers.length === 0
  const meant = isEveryone
    ? shownPods(state).map(keyOfObject)
    : [...new Set(peers.flatMap((peer) => podsOfPeer(state, peer, compiled.namespace)))]
  const both =
    peers.length === 1 && only?.kind === 'pods' && only.podSelector !== undefined && only.namespaceSelector !== undefined
  const sets = both
    ? partsOf(context, only, written[0] ?? {})
    : peers.map((peer, at) => ({
        name: say(peerWords(written[at] ?? {})),
        members: podsOfPeer(state, peer, compiled.namespace),
      }))
  return {
    direction,
    path,
    how: both ? 'and' : 'or',
    sets: isEveryone ? [{ name: say(words('everyone', '누구나')), members: meant }] : sets,
    result: meant,
    own: countOwnPods(state, rule, compiled.namespace),
  }
}

/** Both selectors of a peer, each as if it stood alone. */
const partsOf = (
  { state, say }: DrawContext,
  { podSelector = [], namespaceSelector = [] }: Extract<CompiledPeer, { kind: 'pods' }>,
  written: NetworkPolicyPeer,
): readonly VennSet[] => {
  const pods = shownPods(state).map((pod) => ({ key: keyOfObject(pod), pod: policyPodOf(state, pod) }))
  const membersOf = (fits: (pod: (typeof pods)[number]['pod']) => boolean): readonly string[] =>
    pods.filter(({ pod }) => fits(pod)).map(({ key }) => key)
  const inNamespaces: NetworkPolicyPeer = { podSelector: {}, namespaceSelector: written.namespaceSelector ?? {} }
  const withLabels: NetworkPolicyPeer = { podSelector: written.podSelector ?? {}, namespaceSelector: {} }
  return [
    {
      name: say(peerWords(inNamespaces)),
      members: membersOf((pod) => selectorMatches(namespaceSelector, pod.namespaceLabels)),
    },
    { name: say(peerWords(withLabels)), members: membersOf((pod) => selectorMatches(podSelector, pod.labels)) },
  ]
}

const policyBlock = (context: DrawContext, policy: NetworkPolicy, rules: readonly RuleSets[]): Block => {
  const { state, say } = context
  const compiled = compiledOf(state, policy)
  const selected = shownPods(state)
    .filter(
      (pod) =>
        compiled !== undefined &&
        pod.metadata.namespace === compiled.namespace &&
        selectorMatches(compiled.selector, pod.metadata.labels ?? {}),
    )
    .map(keyOfObject)
  const everyone = shownPods(state).map(keyOfObject)
  const head: readonly Line[] = [
    { text: `NetworkPolicy ${keyOfObject(policy)}`, style: 'h' },
    {
      text: say(words(`isolates ${someOf(selected) || 'no Pod'}`, `격리하는 Pod: ${someOf(selected) || '없음'}`)),
      style: 'n',
      isMuted: true,
    },
  ]
  const blocks = rules.map((rule) => ruleBlock(context, rule, everyone))
  const none = lines(
    [{ text: say(words('no rule: nothing is allowed', '규칙 없음: 아무것도 허용하지 않음')), mark: 'no' }],
    320,
  )
  return card(column([lines(head, 420), ...(blocks.length === 0 ? [none] : blocks)], { gap: 14, isStretched: false }), {
    style: 'f',
    padding: 16,
  })
}

const ownWords = (count: number): Words =>
  words(`and ${count} Pods of the cluster’s own namespaces`, `그리고 클러스터 자체 네임스페이스의 Pod ${count}개`)

const ruleBlock = ({ say }: DrawContext, rule: RuleSets, everyone: readonly string[]): Block => {
  const { sets, how, path, result, own } = rule
  const head = lines([{ text: sets.length < 2 ? path : `${path}  ·  ${say(JOINS[how])}`, style: 'n' }], 420)
  const rest = everyone.filter((name) => !sets.some(({ members }) => members.includes(name)))
  const outside = lines(
    rest.length === 0
      ? []
      : [
          {
            text: say(words(`in neither: ${someOf(rest)}`, `어느 쪽도 아님: ${someOf(rest)}`)),
            style: 'n',
            isMuted: true,
          },
        ],
    420,
  )
  const [one, other] = sets
  const picture =
    one !== undefined && other !== undefined && sets.length === 2
      ? vennOf([one, other], how)
      : column(
          sets.map(({ name, members }) =>
            card(lines([{ text: name }, ...linesOfSome(members, { style: 'm', mark: 'yes' })], 320), {
              style: 'q',
              padding: 10,
            }),
          ),
          { gap: 10 },
        )
  const total = lines(
    [
      {
        text: say(words(`allowed: ${someOf(result) || 'no Pod'}`, `허용되는 Pod: ${someOf(result) || '없음'}`)),
        style: 'n',
      },
      ...(own === 0 ? [] : [{ text: say(ownWords(own)), style: 'n', isMuted: true } as const]),
    ],
    420,
  )
  return column([head, picture, ...(rest.length === 0 ? [] : [outside]), total], { gap: 8, isStretched: false })
}
