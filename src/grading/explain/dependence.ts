/** What an answer depends on that implementations do differently, in words. */
import type { Dependence, ShortAnswer } from '../../network/depends-on.ts'
import type { SwitchName } from '../../network/switch-values.ts'
import { same, words, type Words } from '../words.ts'
import { verdictWords } from './verdict.ts'

interface SwitchWords {
  readonly title: Words
  readonly values: Readonly<Record<string, Words>>
}

const EXEMPT = { exempt: words('not policed', '정책 적용 안 함'), policed: words('policed', '정책 적용') } as const
const YES_NO = { true: words('yes', '예'), false: words('no', '아니요') } as const

const SWITCHES: Readonly<Record<SwitchName, SwitchWords>> = {
  emptyService: {
    title: words('a Service without endpoints', '엔드포인트 없는 Service'),
    values: { rejected: words('rejected', '거부'), dropped: words('dropped', '버림') },
  },
  nodeToPodSource: {
    title: words('a node’s address towards Pods', 'Pod로 보낼 때 노드의 주소'),
    values: { 'internal-ip': same('InternalIP'), 'link-address': words('that of its link', '링크의 주소') },
  },
  endPort: {
    title: words('whether the plugin knows endPort', '플러그인의 endPort 지원'),
    values: { applied: words('yes', '예'), ignored: words('no', '아니요') },
  },
  hostNetworkPods: {
    title: words('Pods on the network of their node', '노드 네트워크를 쓰는 Pod'),
    values: { 'as-nodes': words('traffic of the node', '노드의 트래픽'), 'as-pods': words('Pods to policies', '정책에는 Pod') },
  },
  ownNode: { title: words('a Pod and its own node', 'Pod와 그 노드 사이'), values: EXEMPT },
  ownNodeRewritten: {
    title: words('traffic that has the address of the Pod’s own node', '출발지가 Pod의 노드 주소로 바뀐 트래픽'),
    values: EXEMPT,
  },
  ownService: { title: words('a Pod that reaches itself by its Service', '자기 Service로 자신에게 닿는 Pod'), values: EXEMPT },
  nodeLocalDns: { title: words('the DNS cache of the node', '노드의 DNS 캐시'), values: EXEMPT },
  equalPriority: {
    title: words('which of several cluster policies of one priority decides', '우선순위가 같은 클러스터 정책 가운데 정하는 것'),
    values: {
      'first-name': words('the first by name', '이름이 앞서는 것'),
      'deny-first': words('Deny before Accept', 'Deny가 먼저'),
      'accept-first': words('Accept before Deny', 'Accept가 먼저'),
    },
  },
  clusterPolicies: {
    title: words('whether the plugin knows ClusterNetworkPolicies', '플러그인의 ClusterNetworkPolicy 지원'),
    values: { enforced: words('yes', '예'), ignored: words('no', '아니요') },
  },
  ipBlocksMatchPods: {
    title: words('whether ipBlock matches addresses of Pods', 'ipBlock이 Pod 주소와 일치하는지'),
    values: YES_NO,
  },
  proxyMode: {
    title: words('the mode of kube-proxy', 'kube-proxy 모드'),
    values: { iptables: same('iptables'), nftables: same('nftables'), ipvs: same('ipvs') },
  },
  localhostNodePorts: { title: words('node ports on 127.0.0.1', '127.0.0.1의 노드 포트'), values: YES_NO },
  podRecords: {
    title: words('the mode of CoreDNS for names of Pod addresses', 'Pod 주소 이름에 대한 CoreDNS 모드'),
    values: { disabled: same('disabled'), insecure: same('insecure'), verified: same('verified') },
  },
  bridgeNetfilter: { title: same('bridge-nf-call-iptables'), values: YES_NO },
  ingressBehaviour: {
    title: words('the Ingress controller', 'Ingress 컨트롤러'),
    values: { 'ingress-nginx': same('ingress-nginx'), specification: words('as the specification says', '명세대로') },
  },
  plugin: {
    title: words('the network plugin', '네트워크 플러그인'),
    values: { ptp: words('routes to each Pod', 'Pod마다 경로'), bridge: words('a bridge', '브리지'), vxlan: same('VXLAN') },
  },
  policiesEnforced: { title: words('whether policies are enforced', '정책 시행 여부'), values: YES_NO },
  masqueradeAll: { title: same('masquerade-all'), values: YES_NO },
  nodeCache: {
    title: same('NodeLocal DNSCache'),
    values: {
      none: words('none', '없음'),
      'own-address': words('at its own address', '자신의 주소에서'),
      'service-address': words('at the address of kube-dns', 'kube-dns의 주소에서도'),
    },
  },
  library: {
    title: words('the C library of the client', '클라이언트의 C 라이브러리'),
    values: { glibc: same('glibc'), musl: same('musl') },
  },
}

/** `whether the plugin knows endPort: no`. */
export const explainSwitch = (name: SwitchName, value: string): Words => {
  const { title, values } = SWITCHES[name]
  const { en, ko } = values[value] ?? same(value)
  return { en: `${title.en}: ${en}`, ko: `${title.ko}: ${ko}` }
}

export const nameSwitch = (name: SwitchName): Words => SWITCHES[name].title

const answerWords = (answer: ShortAnswer): Words => {
  if (!('shares' in answer)) {
    const { outcome, addresses, race } = answer
    const text = [outcome, ...addresses].join(' ')
    return race === undefined ? same(text) : words(`${text}, or not`, `${text}, 아닐 수도 있음`)
  }
  const parts = answer.shares.map(({ verdict, status, share }) => {
    const { en, ko } = verdict === 'connected' && status !== undefined ? same(`HTTP ${status}`) : verdictWords(verdict)
    const percent = answer.shares.length === 1 ? '' : ` ${Math.round(share * 100)} %`
    return { en: `${en}${percent}`, ko: `${ko}${percent}` }
  })
  return { en: parts.map(({ en }) => en).join(' / '), ko: parts.map(({ ko }) => ko).join(' / ') }
}

/** `a Service without endpoints (dropped: timed out; V2)`. */
export const explainDependence = ({ on, semantics, otherwise }: Dependence): Words => {
  const { title, values } = SWITCHES[on]
  const parts = otherwise.map(({ value, answer }) => ({ value: values[value] ?? same(value), answer: answerWords(answer) }))
  const spell = (language: 'en' | 'ko'): string =>
    `${title[language]} (${parts.map((part) => `${part.value[language]}: ${part.answer[language]}`).join(', ')}; ${semantics.join(' ')})`
  return { en: spell('en'), ko: spell('ko') }
}
