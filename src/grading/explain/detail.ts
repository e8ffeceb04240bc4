/** The steps of a detailed walk in words, in every language. */
import { nameEnd } from '../../network/address.ts'
import type { Addresses, DetailStep, ReplyNote, TranslateStep } from '../../network/path/detail-step.ts'
import { same, words, type Words } from '../words.ts'
import { obstacleWords } from './walk.ts'
import { ko } from '../korean.ts'

export interface StepRow {
  readonly place: string
  /** The interface with its link and its largest packet, or the hook. */
  readonly at: string
  readonly what: Words
  /** Both ends, where the packet is first seen or changes. */
  readonly addresses: string
}

/** `10.244.1.5 → 10.96.0.10:80`; the client's own port is not known. */
export const nameEnds = ({ sourceIp, sourcePort, destinationIp, destinationPort }: Addresses): string =>
  `${nameEnd(sourceIp, sourcePort)} → ${nameEnd(destinationIp, destinationPort)}`

/** `isFirst`: no step has shown the addresses yet. */
export const explainStep = (step: DetailStep, isFirst: boolean): StepRow => {
  const { place, before, after } = step
  const changes = before !== undefined && after !== undefined && nameEnds(before) !== nameEnds(after)
  return {
    place,
    at: whereAt(step),
    what: explainWhat(step),
    addresses: after !== undefined && (isFirst || changes) ? nameEnds(after) : '',
  }
}

const whereAt = ({ device, hook }: DetailStep): string => {
  if (device === undefined) return hook ?? ''
  return device.mtu === undefined ? device.name : `${device.name} (${device.link}, MTU ${device.mtu})`
}

const explainWhat = (step: DetailStep): Words => {
  const { after } = step
  const source = after === undefined ? '' : nameEnd(after.sourceIp, after.sourcePort)
  const destination = after === undefined ? '' : nameEnd(after.destinationIp, after.destinationPort)
  switch (step.does) {
    case 'translate-destination': {
      const by = step.ipvs === true ? 'IPVS: ' : ''
      return words(
        `${by}destination becomes ${destination}${chainsOf(step)}`,
        ko(`${by}목적지를 ${destination}(으)로 바꿈${chainsOf(step)}`),
      )
    }
    case 'translate-source':
      return words(`source becomes ${source}`, ko(`출발지를 ${source}(으)로 바꿈`))
    case 'restore-destination':
      return words(`destination is ${destination} again`, ko(`목적지를 ${destination}(으)로 되돌림`))
    case 'restore-source':
      return words(`source is ${source} again`, ko(`출발지를 ${source}(으)로 되돌림`))
    case 'pass':
      return PASSES[step.hook ?? 'FORWARD']
    default:
      return explainOther(step)
  }
}

const chainsOf = ({ chains = [] }: TranslateStep): string => (chains.length === 0 ? '' : ` (${chains.join(' → ')})`)

type Other = Exclude<
  DetailStep,
  { does: 'translate-destination' | 'translate-source' | 'restore-destination' | 'restore-source' }
>

const explainOther = (step: Other): Words => {
  switch (step.does) {
    case 'look-up':
      return same(`${step.name}: ${step.found.length === 0 ? '–' : step.found.join(', ')}`)
    case 'match-set':
      return step.marks
        ? words(
            `in ipset ${step.set}: left to IPVS, source to be rewritten`,
            `ipset ${step.set}에 있음: IPVS로 넘김, 출발지를 바꿀 것`,
          )
        : words(`in ipset ${step.set}: left to IPVS`, `ipset ${step.set}에 있음: IPVS로 넘김`)
    case 'route':
      return same(explainRoute(step.route))
    case 'encapsulate': {
      const { sourceIp, destinationIp, destinationPort, vni, overhead } = step.outer
      const outer = `UDP ${sourceIp} → ${nameEnd(destinationIp, destinationPort)}`
      return words(
        `wrapped in ${outer}, VNI ${vni}: ${overhead} bytes more`,
        ko(`${outer}, VNI ${vni}(으)로 감쌈: ${overhead}바이트 늘어남`),
      )
    }
    case 'transmit':
    case 'receive': {
      if (step.outer === undefined) return PLAIN[step.does]
      const { sourceIp, destinationIp, destinationPort } = step.outer
      const outer = `UDP ${sourceIp} → ${nameEnd(destinationIp, destinationPort)}`
      return words(`${PLAIN[step.does].en}, as ${outer}`, ko(`${outer}(으)로 ${PLAIN[step.does].ko}`))
    }
    case 'policy':
      return explainPolicy(step)
    case 'answer-passes':
      return explainAnswer(step)
    case 'lost':
      return step.obstacle === 'no-rule-for-port'
        ? words('no rule for this port: out by the default route, and lost', '이 포트의 규칙이 없어 기본 경로로 나가 사라짐')
        : obstacleWords(step.obstacle)
    case 'choose-rule':
      return words(`rule for ${step.host}${step.path}`, `${step.host}${step.path}의 규칙`)
    case 'respond':
      return same(`HTTP ${step.status}`)
    default:
      return PLAIN[step.does]
  }
}

const PLAIN: Readonly<
  Record<
    'send' | 'receive' | 'transmit' | 'pass' | 'untracked' | 'bridge' | 'decapsulate' | 'reject' | 'drop' | 'accept' | 'refuse',
    Words
  >
> = {
  send: words('sends', '보냄'),
  receive: words('comes in', '들어옴'),
  transmit: words('goes out', '나감'),
  pass: words('passes', '지나감'),
  untracked: words('taken by the DNS cache of this node, untracked', '이 노드의 DNS 캐시가 추적 없이 받음'),
  bridge: words('across the bridge', '브리지를 지나감'),
  decapsulate: words('unwrapped', '포장을 풂'),
  reject: words('rejected', '거부함'),
  drop: words('dropped', '버림'),
  accept: words('accepted', '수락'),
  refuse: words('refused', '거부됨'),
}

const PASSES: Readonly<Record<NonNullable<DetailStep['hook']>, Words>> = {
  PREROUTING: words('no Service: nothing to translate', 'Service 아님: 변환 없음'),
  OUTPUT: words('no Service: nothing to translate', 'Service 아님: 변환 없음'),
  INPUT: words('for the node itself', '노드 자신에게 온 것'),
  FORWARD: words('passes', '지나감'),
  POSTROUTING: words('source stays', '출발지 그대로'),
}

const explainRoute = ({ destination, via, device }: Extract<DetailStep, { does: 'route' }>['route']): string =>
  `${destination}${via === undefined ? '' : ` via ${via}`} dev ${device}`

const DECISIONS: Readonly<Record<Extract<DetailStep, { does: 'policy' }>['decision'], Words>> = {
  'not-isolated': words('no policy selects it', '선택하는 정책 없음'),
  allowed: words('allowed', '허용'),
  denied: words('denied: no rule fits', '거부: 맞는 규칙 없음'),
  exempt: words('policies do not apply', '정책이 적용되지 않음'),
  'not-enforced': words('policies are not enforced', '정책이 시행되지 않음'),
}

const DENIED_BY_CLUSTER = words('denied by a ClusterNetworkPolicy', 'ClusterNetworkPolicy가 거부')

const explainPolicy = ({ direction, pod, decision, by }: Extract<DetailStep, { does: 'policy' }>): Words => {
  const isByCluster = decision === 'denied' && by.some(({ object }) => object.kind === 'ClusterNetworkPolicy')
  const { en, ko } = isByCluster ? DENIED_BY_CLUSTER : DECISIONS[decision]
  const end = `${pod.namespace}/${pod.name}, ${direction}`
  return words(`${end}: ${en}`, `${end}: ${ko}`)
}

const explainAnswer = ({ pod, despite }: Extract<DetailStep, { does: 'answer-passes' }>): Words => {
  const names = despite.map(({ name }) => name).join(', ')
  return names === ''
    ? words('an answer: policies are not asked', '응답: 정책을 묻지 않음')
    : words(
        `an answer: passes though ${names} isolates ${pod.namespace}/${pod.name}`,
        ko(`응답: ${names}이(가) ${pod.namespace}/${pod.name}을(를) 격리해도 지나감`),
      )
}

/** Why the answer goes this way. */
export const explainReplyNote = (note: ReplyNote): Words => {
  switch (note.code) {
    case 'returns-by-node':
      return words(
        `The source was rewritten on ${note.node}, so that the answer returns there: only that node can undo the translation. The server does not see the client's address.`,
        `${note.node}에서 출발지를 바꾸었으므로 응답이 그 노드로 돌아옵니다. 변환을 되돌릴 수 있는 것은 그 노드뿐입니다. 서버는 클라이언트의 주소를 보지 못합니다.`,
      )
    case 'answers-directly':
      return words(
        `The endpoint is on ${note.node}, which received the packet: the client's address can be kept, and the answer needs no other node.`,
        `엔드포인트가 패킷을 받은 ${note.node}에 있으므로 클라이언트의 주소가 유지되고, 응답에 다른 노드가 필요 없습니다.`,
      )
    case 'hairpin':
      return words(
        `The Pod reaches itself: with its own address as the source it would answer itself directly, so ${note.node} puts its address there.`,
        ko(
          `Pod가 자기 자신에게 닿습니다. 출발지가 자기 주소이면 바로 자신에게 응답하므로, ${note.node}이(가) 출발지를 자신의 주소로 바꿉니다.`,
        ),
      )
    case 'service-address-restored':
      return words(
        `${note.node} remembers the connection and puts the address asked for back: the client never sees the endpoint's.`,
        ko(`${note.node}이(가) 연결을 기억해 처음 요청한 주소로 되돌립니다. 클라이언트는 엔드포인트의 주소를 보지 못합니다.`),
      )
    case 'policies-do-not-matter': {
      const names = note.policies.map(({ name }) => name).join(', ')
      const pod = `${note.pod.namespace}/${note.pod.name}`
      return words(
        `${names} would be asked if ${pod} began a connection this way; answers to an allowed connection need no rule.`,
        ko(`${pod}이(가) 이 방향으로 연결을 시작하면 ${names}을(를) 묻지만, 허용된 연결의 응답에는 규칙이 필요 없습니다.`),
      )
    }
  }
}
