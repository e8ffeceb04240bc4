/** What may come into a Pod and go out of it: the policies of each direction, and whom their rules mean. */
import { words, type Words } from '../../grading/words.ts'
import type { NetworkPolicy, Pod } from '../../kubernetes/generated/types.ts'
import { policiesOf, type CompiledPolicy, type CompiledRule, type Direction } from '../../network/policy/compile.ts'
import { isolatingPolicies } from '../../network/policy/evaluate.ts'
import { policyPodOf } from '../../network/policy/policy-hop.ts'
import { addressesOfPod, keyOfObject, nameOf } from '../../network/state.ts'
import { findPod, findPolicy, type DrawContext, type Drawn } from '../context.ts'
import type { IsolationDrawing } from '../drawing.ts'
import { someOf } from '../names.ts'
import { peerWords, podsOfRule, portWords, writtenRule } from '../policy-peers.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'

interface RuleShown {
  readonly policy: string
  readonly path: string
  readonly peers: readonly Words[]
  readonly ports: readonly string[]
  readonly pods: readonly string[]
}

interface DirectionShown {
  readonly direction: Direction
  readonly isolatedBy: readonly string[]
  readonly rules: readonly RuleShown[]
}

export const drawIsolation = (context: DrawContext, drawing: IsolationDrawing): Drawn => {
  const { say } = context
  const pod = findPod(context, 'pod', drawing.pod)
  const name = keyOfObject(pod)
  const [ingress, egress] = [readSide(context, pod, 'ingress'), readSide(context, pod, 'egress')]
  const title = say(words(`What may reach ${name}, and what it may reach`, `${name}에 들어오고 나갈 수 있는 것`))
  return {
    title,
    description: [ingress, egress].map((shown) => say(describe(shown))).join(' '),
    table: {
      caption: title,
      head: HEAD.map(say),
      rows: [ingress, egress].flatMap((shown) => rowsOf(context, shown)),
    },
    picture: row([sideBlock(context, ingress), podBlock(context, pod), sideBlock(context, egress)], {
      gap: 56,
      isStretched: false,
      align: 'middle',
    }),
    finish: (sheet) => {
      const [left, middle, right] = [sheet.find('ingress'), sheet.find('pod'), sheet.find('egress')]
      if (left === undefined || middle === undefined || right === undefined) return
      const y = middle.y + middle.height / 2
      const join = (from: number, to: number, shown: DirectionShown): void =>
        sheet.line(
          [
            { x: from, y },
            { x: to, y },
          ],
          isClosed(shown) ? 'e' : 'w',
          { arrow: true },
        )
      join(left.x + left.width, middle.x, ingress)
      join(middle.x + middle.width, right.x, egress)
    },
  }
}

const HEAD: readonly Words[] = [
  words('Direction', '방향'),
  words('Decided by', '정하는 것'),
  words('Who', '상대'),
  words('Ports', '포트'),
  words('Pods of this state', '이 상태의 Pod'),
]

const podBlock = ({ state, say }: DrawContext, pod: Pod): Block => {
  const clusterNote: readonly Line[] =
    state.clusterPolicies.length === 0
      ? []
      : [
          {
            text: say(words('ClusterNetworkPolicies are asked before these', 'ClusterNetworkPolicy를 이보다 먼저 물음')),
            style: 'n',
            isMuted: true,
          },
        ]
  const addresses = addressesOfPod(pod).map((text): Line => ({ text, style: 'm' }))
  return card(lines([{ text: `Pod ${keyOfObject(pod)}`, style: 'h' }, ...addresses, ...clusterNote], 240), {
    style: 'p',
    id: 'pod',
    padding: 14,
  })
}

const isClosed = ({ isolatedBy, rules }: DirectionShown): boolean => isolatedBy.length > 0 && rules.length === 0

const readSide = (context: DrawContext, pod: Pod, direction: Direction): DirectionShown => {
  const { state } = context
  const isolating = state.facts.policiesEnforced
    ? isolatingPolicies(policiesOf(state), { direction, pod: policyPodOf(state, pod) })
    : []
  const { namespace } = nameOf(pod)
  return {
    direction,
    isolatedBy: isolating.map(({ reference }) => reference.name),
    rules: isolating.flatMap((compiled) => {
      const policy = findPolicy(context, 'pod', { namespace, name: compiled.reference.name })
      return compiled.rules[direction].map((rule, index) => readRule(context, { policy, compiled, rule }, { direction, index }))
    }),
  }
}

interface OwnedRule {
  readonly policy: NetworkPolicy
  readonly compiled: CompiledPolicy
  readonly rule: CompiledRule
}

const readRule = (
  { state }: DrawContext,
  { policy, compiled, rule }: OwnedRule,
  { direction, index }: { readonly direction: Direction; readonly index: number },
): RuleShown => {
  const { peers, ports } = writtenRule(policy, direction, index)
  return {
    policy: compiled.reference.name,
    path: rule.path,
    peers: peers.length === 0 ? [words('everyone', '누구나')] : peers.map(peerWords),
    ports: ports.map(portWords),
    pods: podsOfRule(state, rule, compiled.namespace),
  }
}

const HEADINGS: Readonly<Record<Direction, Words>> = {
  ingress: words('Ingress: what may come in', 'ingress: 들어올 수 있는 것'),
  egress: words('Egress: what may go out', 'egress: 나갈 수 있는 것'),
}
const OPEN = words('no policy isolates it: everything', '격리하는 정책 없음: 모두 허용')
const CLOSED = words('no rule: nothing', '규칙 없음: 모두 거부')
const ALL_PORTS = words('all ports', '모든 포트')

const describe = ({ direction, isolatedBy, rules }: DirectionShown): Words => {
  if (isolatedBy.length === 0) return words(`${direction}: ${OPEN.en}.`, `${direction}: ${OPEN.ko}.`)
  const by = isolatedBy.join(', ')
  return words(
    `${direction}: isolated by ${by}, ${rules.length} rules allow.`,
    `${direction}: ${by} 정책으로 격리, 허용 규칙 ${rules.length}개.`,
  )
}

const ruleLines = ({ say }: DrawContext, { policy, path, peers, ports, pods }: RuleShown): readonly Line[] => [
  { text: `${policy}: ${path}`, style: 'm', isMuted: true },
  ...peers.map((peer): Line => ({ text: say(peer), mark: 'yes' })),
  { text: ports.join(', ') || say(ALL_PORTS), style: 'm' },
  {
    text: pods.length === 0 ? say(words('no Pod of this state', '이 상태에는 맞는 Pod 없음')) : `= ${someOf(pods)}`,
    style: 'n',
    isMuted: true,
  },
]

const sideBlock = (context: DrawContext, shown: DirectionShown): Block => {
  const { say } = context
  const { direction, isolatedBy, rules } = shown
  const head: readonly Line[] = [
    { text: say(HEADINGS[direction]), style: 'h' },
    ...(isolatedBy.length === 0
      ? []
      : [
          {
            text: say(words(`isolated by ${isolatedBy.join(', ')}`, `격리하는 정책: ${isolatedBy.join(', ')}`)),
            style: 'n',
            isMuted: true,
          } as const,
        ]),
  ]
  const bodies =
    isolatedBy.length === 0
      ? [card(lines([{ text: say(OPEN), mark: 'yes' }], WIDTH), { padding: 10 })]
      : rules.length === 0
        ? [card(lines([{ text: say(CLOSED), mark: 'no' }], WIDTH), { style: 'x', padding: 10 })]
        : rules.map((rule) => card(lines(ruleLines(context, rule), WIDTH), { style: 'q', padding: 10 }))
  return card(column([lines(head, WIDTH), ...bodies], { gap: 10 }), { style: 'f', padding: 14, id: direction })
}

const WIDTH = 260

const rowsOf = ({ say }: DrawContext, { direction, isolatedBy, rules }: DirectionShown): readonly (readonly string[])[] => {
  if (isolatedBy.length === 0)
    return [[direction, say(words('no policy', '정책 없음')), say(words('everyone', '누구나')), say(ALL_PORTS), '']]
  if (rules.length === 0) return [[direction, isolatedBy.join(', '), say(words('nobody', '아무도')), '–', '']]
  return rules.map(({ policy, path, peers, ports, pods }) => [
    direction,
    `${policy} ${path}`,
    peers.map(say).join('; '),
    ports.join(', ') || say(ALL_PORTS),
    pods.join(', ') || '–',
  ])
}
