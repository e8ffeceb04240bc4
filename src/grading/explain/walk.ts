/** A walk in words: one row for each hop, in every language. */
import { nameEnd } from '../../network/address.ts'
import type { Packet } from '../../network/hops.ts'
import type {
  Hop,
  LinkHop,
  ListenerHop,
  PolicyHop,
  ReplyHop,
  ResolveHop,
  Resolution,
  ServiceHop,
  Walk,
} from '../../network/model.ts'
import { same, words, type Words } from '../words.ts'
import { explainPolicy, POLICY_OUTCOMES } from './policy.ts'
import { verdictWords } from './verdict.ts'
import { explainRoute } from './route.ts'
import { ko } from '../korean.ts'

export interface WalkRow {
  /** Where it happens. */
  readonly place: Words
  /** What is decided there, and by what. */
  readonly detail: Words
  readonly outcome: Words
}

export const explainWalk = ({ hops }: Walk): readonly WalkRow[] =>
  hops.map((hop, index) => {
    const last = hops[index - 1]
    // A source is rewritten on the way out, behind the egress policies: they still see the Pod's own address.
    return hop.kind === 'policy' && hop.direction === 'egress' && last?.kind === 'service'
      ? explainPolicyHop(hop, last.before?.sourceIp)
      : explainHop(hop)
  })

export const explainHop = (hop: Hop): WalkRow => {
  switch (hop.kind) {
    case 'resolve':
      return explainResolve(hop)
    case 'service':
      return explainService(hop)
    case 'policy':
      return explainPolicyHop(hop)
    case 'link':
      return explainLink(hop)
    case 'listener':
      return explainListener(hop)
    case 'route':
      return explainRoute(hop)
    case 'reply':
      return explainReply(hop)
  }
}

/** What a look-up ended with: codes of DNS are the same in all languages. */
export const explainLookup = (outcome: Resolution['outcome']): Words =>
  outcome === 'timed-out' || outcome === 'refused' ? verdictWords(outcome) : same(outcome)

const explainResolve = ({ name, resolution }: ResolveHop): WalkRow => {
  const { outcome, addresses, steps } = resolution
  const queries = steps.map(({ query }) => query).join(', ')
  return {
    place: words(`DNS ${name}`, `DNS ${name}`),
    detail: words(`asked for ${queries}`, `질의 ${queries}`),
    outcome: addresses.length > 0 ? same(addresses.join(', ')) : explainLookup(outcome),
  }
}

const SERVICE: Readonly<Record<ServiceHop['decision'], Words>> = {
  translated: words('sent to an endpoint', '엔드포인트로 보냄'),
  'no-endpoints': words('no endpoint', '엔드포인트 없음'),
  'no-local-endpoints': words('no endpoint on this node', '이 노드에 엔드포인트 없음'),
  'no-such-port': words('no such port', '그런 포트 없음'),
  'source-not-allowed': words('source not allowed', '허용되지 않은 출발지'),
}

/** What follows where the source is replaced: the reader is to see which address the server will. A proxy's way has no addresses. */
const explainMasquerade = (isMasqueraded: boolean, after: Packet | undefined): Words => {
  const source = after?.sourceIp
  if (!isMasqueraded || source === undefined) return same('')
  return words(`, source becomes ${source}`, ko(`, 출발지를 ${source}(으)로 바꿈`))
}

const explainService = (hop: ServiceHop): WalkRow => {
  const { endpoint, candidates, decision, masqueraded, before, after } = hop
  const name = `service ${hop.service.namespace ?? ''}/${hop.service.name}`
  const from = before === undefined ? '' : nameEnd(before.destinationIp, before.destinationPort)
  const to = endpoint === undefined ? '' : ` → ${nameEnd(endpoint.ip, endpoint.port)}`
  const chosen = candidates > 1 ? words(`, 1 of ${candidates}`, `, ${candidates}개 중 하나`) : same('')
  const source = explainMasquerade(masqueraded, after)
  return {
    place: same(name),
    detail: words(`${from}${to}${chosen.en}${source.en}`, `${from}${to}${chosen.ko}${source.ko}`),
    outcome: SERVICE[decision],
  }
}

const explainPolicyHop = (hop: PolicyHop, sourceIp = hop.before?.sourceIp): WalkRow => {
  const { pod, direction, before } = hop
  const ip = (direction === 'ingress' ? before?.destinationIp : sourceIp) ?? ''
  return {
    place: same(`${pod.name}${ip === '' ? '' : ` ${ip}`}, ${direction}`),
    detail: explainPolicy(hop),
    outcome: POLICY_OUTCOMES[hop.decision],
  }
}

const LINKS: Readonly<Record<LinkHop['how'], Words>> = {
  'same-pod': words('within the Pod', 'Pod 안'),
  'same-node': words('on the same node', '같은 노드'),
  'node-to-node': words('Pod network, from node to node', 'Pod 네트워크, 노드 사이'),
  'node-to-pod': words('from the node to the Pod', '노드에서 Pod로'),
  'outside-to-node': words('from outside to the node', '밖에서 노드로'),
  'to-outside': words('out of the cluster', '클러스터 밖으로'),
  'host-port': words('through a hostPort', 'hostPort를 통해'),
  'no-route': words('there is no way', '길이 없음'),
}

const OBSTACLES: Readonly<Record<NonNullable<LinkHop['obstacle']>, Words>> = {
  'source-not-running': words('the client does not run', '클라이언트가 실행되지 않음'),
  'destination-not-running': words('the Pod does not run', 'Pod가 실행되지 않음'),
  'no-such-source': words('there is no such client', '그런 클라이언트 없음'),
  'no-such-destination': words('there is nothing of that name', '그런 이름 없음'),
  'no-such-port-name': words('no port has that name', '그런 이름의 포트 없음'),
  'unused-pod-address': words('no Pod has this address', '이 주소의 Pod 없음'),
  'unused-service-address': words('no Service has this address', '이 주소의 Service 없음'),
  'cluster-address-from-outside': words('cluster addresses do not exist outside', '클러스터 주소는 밖에서 쓸 수 없음'),
  'loopback-of-the-client': words('the client’s own loopback', '클라이언트 자신의 루프백'),
  'no-address-of-family': words('no address of this family', '같은 주소 체계의 주소 없음'),
  'reply-not-translated': words(
    'the answer comes from an address the client did not ask',
    '클라이언트가 요청하지 않은 주소에서 응답이 옴',
  ),
  'forwarding-loop': words('it would go round for ever', '끝없이 맴돎'),
}

export const obstacleWords = (obstacle: NonNullable<LinkHop['obstacle']>): Words => OBSTACLES[obstacle]

const explainLink = ({ from, to, how, masqueraded, after, obstacle }: LinkHop): WalkRow => {
  const source = explainMasquerade(masqueraded, after)
  const detail = LINKS[how]
  return {
    place: same(`${from} → ${to}`),
    detail: words(`${detail.en}${source.en}`, `${detail.ko}${source.ko}`),
    outcome: obstacle === undefined ? same('') : OBSTACLES[obstacle],
  }
}

const LISTENER: Readonly<Record<Exclude<ListenerHop['decision'], 'unknown'>, Words>> = {
  accepted: words('accepted', '수락'),
  refused: words('refused', '거부됨'),
}

/** Where it is not known what listens, the verdict goes by what is declared, and the row says so. */
const explainUnknown = ({ pod, stops }: ListenerHop): Pick<WalkRow, 'detail' | 'outcome'> => ({
  detail:
    pod === undefined
      ? words('what listens outside is not known', '클러스터 밖에서 무엇이 수신하는지 알 수 없음')
      : stops
        ? words(
            'what the image runs is not known, no containerPort names the port',
            '이미지가 무엇을 실행하는지 알 수 없고, 이 포트의 containerPort가 없음',
          )
        : words(
            'what the image runs is not known, a containerPort names the port',
            '이미지가 무엇을 실행하는지 알 수 없고, 이 포트의 containerPort가 있음',
          ),
  outcome: stops ? words('taken to refuse', '거부하는 것으로 봄') : words('taken to accept', '수락하는 것으로 봄'),
})

const explainListener = (hop: ListenerHop): WalkRow => {
  const { pod, program, listening, decision, before } = hop
  const name = pod?.name ?? before?.destinationIp ?? ''
  const heard = listening.join(', ')
  const place = same(before === undefined ? name : nameEnd(name, before.destinationPort))
  if (decision === 'unknown') return { place, ...explainUnknown(hop) }
  return {
    place,
    detail:
      program !== undefined && decision === 'accepted'
        ? words(`${program} listens`, ko(`${program}이(가) 수신 중`))
        : heard === ''
          ? words('nothing listens there', '수신하는 프로그램 없음')
          : words(`listening: ${heard}`, `수신 포트: ${heard}`),
    outcome: LISTENER[decision],
  }
}

const explainReply = ({ status, path, program }: ReplyHop): WalkRow => ({
  place: same(program),
  detail: same(`GET ${path}`),
  outcome: same(String(status)),
})
