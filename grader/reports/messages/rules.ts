/** What the chains of kube-proxy are for, in a sentence each. */
import type { Language } from '../../../src/grading/words.ts'
import type { RulePurpose } from '../../../src/network/service/rules/traversal.ts'

interface RuleWords {
  readonly purposes: Readonly<Record<RulePurpose, string>>
  readonly title: (name: string, node: string, mode: string, family: string) => string
  readonly nothing: string
}

const english: RuleWords = {
  purposes: {
    arrive: 'whatever comes in from Pods and other machines is looked at before the node decides on its way',
    leave: 'whatever the node itself sends is looked at, too',
    dispatch: 'which Service has this address and port?',
    'node-ports': 'sent to the node itself: which Service has this node port?',
    'source-ranges': 'loadBalancerSourceRanges: whoever is not in one of them does not get on',
    'from-outside': 'not the cluster address: externalTrafficPolicy decides between all endpoints and those of this node',
    choose: 'all usable endpoints: chance takes one, each with the same share',
    'choose-here': 'policy Local: only the endpoints of this node',
    endpoint: 'the destination becomes this Pod; a Pod that has met itself is marked, to be answered by the node',
    mark: 'marked: the source will become the node’s address',
    firewall: 'sent to the load balancer’s address from a source that is not allowed: dropped',
    'refuse-inside': 'nobody to send it to: rejected without any endpoint, dropped without one that the policy allows here',
    'refuse-outside': 'the same for node ports, load balancer and external addresses',
    'health-check': 'the load balancer may ask whether this node has an endpoint',
    masquerade: 'on the way out: what is marked gets the node’s address as its source',
    'unused-ports': 'a cluster address, but none of its ports: rejected; an address that no Service has: dropped',
    'bound-addresses': 'the node takes these addresses for its own',
    'virtual-server': 'the kernel’s balancer: one endpoint after the other',
    ipset: 'a list that kube-proxy’s few iptables rules look things up in',
  },
  title: (name, node, mode, family) => `${name} on ${node}, kube-proxy in ${mode} mode, ${family}`,
  nothing: 'kube-proxy writes nothing for it: only Services with a cluster address have rules.',
}

const korean: RuleWords = {
  purposes: {
    arrive: '파드나 다른 머신에서 들어온 패킷을, 노드가 길을 정하기 전에 살펴봅니다',
    leave: '노드 자신이 보내는 패킷도 살펴봅니다',
    dispatch: '이 주소와 포트는 어느 서비스의 것인가?',
    'node-ports': '노드 자신에게 온 패킷: 이 노드 포트는 어느 서비스의 것인가?',
    'source-ranges': 'loadBalancerSourceRanges: 이 범위에 들지 않는 출발지는 더 나아가지 못합니다',
    'from-outside': '클러스터 주소가 아닌 경우: externalTrafficPolicy가 모든 엔드포인트와 이 노드의 엔드포인트 가운데 정합니다',
    choose: '쓸 수 있는 모든 엔드포인트: 같은 확률로 하나를 고릅니다',
    'choose-here': 'Local 정책: 이 노드의 엔드포인트만 씁니다',
    endpoint: '목적지가 이 파드로 바뀝니다. 자기 자신을 만난 파드는 노드가 응답하도록 표시됩니다',
    mark: '표시: 출발지가 노드의 주소로 바뀔 것입니다',
    firewall: '허용되지 않은 출발지에서 로드 밸런서 주소로 온 패킷: 버려집니다',
    'refuse-inside': '보낼 곳이 없음: 엔드포인트가 전혀 없으면 거부하고, 정책이 여기서 허용하는 것이 없으면 버립니다',
    'refuse-outside': '노드 포트, 로드 밸런서 주소, 외부 주소에도 똑같이 적용됩니다',
    'health-check': '로드 밸런서가 이 노드에 엔드포인트가 있는지 물을 수 있습니다',
    masquerade: '나가는 길: 표시된 패킷은 노드의 주소를 출발지로 갖습니다',
    'unused-ports': '클러스터 주소이지만 없는 포트: 거부합니다. 어느 서비스도 갖지 않은 주소: 버립니다',
    'bound-addresses': '노드가 이 주소들을 자기 것으로 여깁니다',
    'virtual-server': '커널의 로드 밸런서: 엔드포인트를 차례로 씁니다',
    ipset: 'kube-proxy의 몇 안 되는 iptables 규칙이 찾아보는 목록',
  },
  title: (name, node, mode, family) => `${node}의 ${name}, kube-proxy ${mode} 모드, ${family}`,
  nothing: 'kube-proxy가 이 서비스에 쓰는 규칙이 없습니다. 클러스터 주소가 있는 서비스에만 규칙이 있습니다.',
}

export const ruleWords = (language: Language): RuleWords => (language === 'ko' ? korean : english)
