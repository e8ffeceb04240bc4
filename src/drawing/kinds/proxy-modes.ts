/** One Service under three modes of kube-proxy, side by side: a process in user space, a list of rules, a map. */
import { words, type Words } from '../../grading/words.ts'
import type { Service } from '../../kubernetes/generated/types.ts'
import { familyOf, nameEnd } from '../../network/address.ts'
import { endpointsOfPort } from '../../network/service/endpoints.ts'
import { traverseService, type RulePurpose, type RuleStep } from '../../network/service/rules/traversal.ts'
import { addressesOfNode, clusterIpsOf, keyOfObject } from '../../network/state.ts'
import { findService, MissingPart, type DrawContext, type Drawn } from '../context.ts'
import type { ProxyModesDrawing } from '../drawing.ts'
import { atLeast, card, column, lines, row, type Block, type Line } from '../surface/block.ts'
import type { BoxStyle, Sheet } from '../surface/sheet.ts'

interface Stage {
  readonly lines: readonly Line[]
  readonly style: BoxStyle
}

interface Mode {
  readonly name: string
  readonly note: Words
  readonly stages: readonly Stage[]
  readonly rows: readonly (readonly [name: string, what: Words, count: string])[]
}

interface Facts {
  readonly service: Service
  /** `10.96.0.10:80`, of the first port. */
  readonly asked: string
  readonly endpoints: readonly string[]
  readonly node: string
  readonly nodeIp: string
  readonly family: 'IPv4' | 'IPv6'
}

export const drawProxyModes = (context: DrawContext, drawing: ProxyModesDrawing): Drawn => {
  const { say } = context
  const facts = readFacts(context, findService(context, drawing.service))
  const modes = [userspace(context, facts), byRules(context, facts, 'iptables'), byRules(context, facts, 'nftables')]
  const title = say(
    words(
      `Service ${keyOfObject(facts.service)}: three ways of kube-proxy`,
      `Service ${keyOfObject(facts.service)}: kube-proxy의 세 가지 모드`,
    ),
  )
  return {
    title,
    description: modes.map(({ name, note }) => `${name}: ${say(note)}.`).join(' '),
    table: {
      caption: title,
      head: [words('Mode', '모드'), words('Step', '단계'), words('What for', '하는 일'), words('Rules', '규칙 수')].map(say),
      rows: modes.flatMap(({ name, rows }) => rows.map(([step, what, count]) => [name, step, say(what), count])),
    },
    picture: row(modeBlocks(context, modes), { gap: 20 }),
    finish: (sheet) => {
      for (const [index, { stages }] of modes.entries()) joinStages(sheet, index, stages.length)
    },
  }
}

const readFacts = ({ state }: DrawContext, service: Service): Facts => {
  const [ip] = clusterIpsOf(service)
  const port = service.spec?.ports?.[0]
  if (ip === undefined || port === undefined)
    throw new MissingPart('service', 'kube-proxy has no rules for a Service without a cluster address and a port: name another')
  const family = familyOf(ip)
  const node = [...state.nodes.values()][0]
  if (node === undefined) throw new MissingPart('service', 'the state has no node')
  const endpoints = endpointsOfPort(state, service, port, { family }).filter(({ ready }) => ready)
  return {
    service,
    asked: nameEnd(ip, port.port),
    endpoints: endpoints.map((endpoint) => nameEnd(endpoint.ip, endpoint.port)),
    node: node.metadata.name ?? '',
    nodeIp: addressesOfNode(node).find((own) => familyOf(own) === family) ?? '',
    family,
  }
}

const MANY = 4

const endpointLines = ({ say }: DrawContext, { endpoints }: Facts): readonly Line[] =>
  endpoints.length === 0
    ? [{ text: say(words('no endpoint', '엔드포인트 없음')), mark: 'no' }]
    : [
        ...endpoints.slice(0, MANY).map((text): Line => ({ text, style: 'm', mark: 'dot' })),
        ...(endpoints.length > MANY ? [{ text: `… (${endpoints.length})`, style: 'm' } as const] : []),
      ]

const packetStage = ({ say }: DrawContext, { asked }: Facts): Stage => ({
  style: 'k',
  lines: [{ text: say(words('packet of a Pod', 'Pod의 패킷')) }, { text: `dst ${asked}`, style: 'm' }],
})

const userspace = (context: DrawContext, facts: Facts): Mode => {
  const { say } = context
  const redirect = words('every packet goes to a port of kube-proxy', '모든 패킷을 kube-proxy의 포트로 보냄')
  const process = words(
    'accepts, takes the next endpoint in turn, connects anew',
    '연결을 받아 차례대로 엔드포인트를 골라 새로 연결함',
  )
  const seen = words(`servers see ${facts.nodeIp}`, `서버에 보이는 출발지 ${facts.nodeIp}`)
  return {
    name: 'userspace',
    note: words(
      'a process copies every byte; gone since Kubernetes 1.26',
      '프로세스가 모든 바이트를 복사. 쿠버네티스 1.26에서 없어짐',
    ),
    stages: [
      packetStage(context, facts),
      {
        style: 'c',
        lines: [
          { text: 'iptables REDIRECT', style: 'm' },
          { text: say(redirect), style: 'n', isMuted: true },
        ],
      },
      {
        style: 'p',
        lines: [
          { text: `kube-proxy (${facts.node})`, style: 'h' },
          { text: say(words('a process in user space', '사용자 공간의 프로세스')), style: 'n', isMuted: true },
          { text: say(process), style: 'n' },
        ],
      },
      { style: 'c', lines: [...endpointLines(context, facts), { text: say(seen), style: 'n', isMuted: true }] },
    ],
    rows: [
      ['iptables REDIRECT', redirect, ''],
      ['kube-proxy', process, ''],
      [facts.endpoints.join(', ') || '–', seen, ''],
    ],
  }
}

const PURPOSES: Readonly<Partial<Record<RulePurpose, Words>>> = {
  dispatch: words('finds the Service by its address', '주소로 Service를 찾음'),
  choose: words('chooses an endpoint at random', '엔드포인트를 무작위로 고름'),
  'choose-here': words('chooses an endpoint of this node', '이 노드의 엔드포인트를 고름'),
  endpoint: words('rewrites the destination (DNAT)', '목적지를 바꿈 (DNAT)'),
}

const NOTES: Readonly<Record<'iptables' | 'nftables', Words>> = {
  iptables: words('the kernel goes through a list, rule by rule', '커널이 규칙 목록을 하나씩 살펴봄'),
  nftables: words('the kernel looks the address up in a map', '커널이 주소를 맵에서 바로 찾음'),
}

const byRules = (context: DrawContext, facts: Facts, mode: 'iptables' | 'nftables'): Mode => {
  const { state, say } = context
  const place = { name: facts.node, family: facts.family }
  const steps = traverseService(state, facts.service, { place, mode }).filter(({ purpose }) => PURPOSES[purpose] !== undefined)
  const groups = [...new Set(steps.map(({ purpose }) => purpose))].map((purpose) =>
    steps.filter((step) => step.purpose === purpose),
  )
  return {
    name: mode,
    note: NOTES[mode],
    stages: [
      packetStage(context, facts),
      ...groups.map((group): Stage => ({
        style: 'c',
        lines: [...namesOf(group), { text: say(purposeOf(group)), style: 'n', isMuted: true }],
      })),
      {
        style: 'c',
        lines: [
          ...endpointLines(context, facts),
          {
            text: say(words('servers see the Pod’s own address', '서버에 보이는 출발지는 Pod의 주소')),
            style: 'n',
            isMuted: true,
          },
        ],
      },
    ],
    rows: steps.map((step) => [step.name, purposeOf([step]), String(step.rules.length)]),
  }
}

const purposeOf = ([first]: readonly RuleStep[]): Words =>
  (first === undefined ? undefined : PURPOSES[first.purpose]) ?? words('', '')

const namesOf = (steps: readonly RuleStep[]): readonly Line[] => [
  ...steps.slice(0, MANY).map(({ name }): Line => ({ text: name, style: 'm' })),
  ...(steps.length > MANY ? [{ text: `… (${steps.length})`, style: 'm' } as const] : []),
]

const GAP = 26

/** The stages of all modes begin and end at the same height. */
const modeBlocks = (context: DrawContext, modes: readonly Mode[]): readonly Block[] => {
  const parts = modes.map((mode, index) => partsOf(context, mode, index))
  const heads = Math.max(...parts.map(({ head }) => head.height))
  const tallest = Math.max(...parts.map(({ cards }) => column(cards, { gap: GAP }).height))
  return parts.map(({ head, cards }) => {
    const spare = tallest - column(cards, { gap: GAP }).height
    const stages = column(cards, { gap: GAP + spare / Math.max(1, cards.length - 1) })
    return card(column([atLeast(head, { height: heads }), stages], { gap: 14 }), { style: 'f', padding: 14 })
  })
}

const partsOf = (
  { say }: DrawContext,
  { name, note, stages }: Mode,
  index: number,
): { readonly head: Block; readonly cards: readonly Block[] } => ({
  head: lines(
    [
      { text: name, style: 'h' },
      { text: say(note), style: 'n', isMuted: true },
    ],
    WIDTH,
  ),
  cards: stages.map(({ lines: content, style }, stage) =>
    card(lines(content, WIDTH - 20), { style, padding: 10, id: `${index} ${stage}` }),
  ),
})

const WIDTH = 250

const joinStages = (sheet: Sheet, mode: number, count: number): void => {
  for (let stage = 1; stage < count; stage += 1) {
    const [above, below] = [sheet.find(`${mode} ${stage - 1}`), sheet.find(`${mode} ${stage}`)]
    if (above === undefined || below === undefined) continue
    const x = above.x + 24
    sheet.line(
      [
        { x, y: above.y + above.height },
        { x, y: below.y },
      ],
      'w',
      { arrow: true },
    )
  }
}
