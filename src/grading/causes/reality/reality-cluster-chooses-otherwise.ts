import { SWITCHES, type Switch } from '../../../network/switches.ts'
import { answerShortly } from '../../../network/depends-on.ts'
import { fits } from '../../observation/compare.ts'
import { words } from '../../words.ts'
import { example } from '../example.ts'
import { surprising, type Disagreement, type RealityCause } from './reality-cause.ts'

/** That policies may not be enforced at all is a cause of its own. */
const isAsked = ({ name }: Switch): boolean => name !== 'policiesEnforced'

/** Assumptions under which the model says what was seen, one at a time. */
const explaining = (disagreement: Disagreement): readonly string[] => {
  const { snapshot, comparison } = disagreement
  const here = { snapshot, asked: comparison.asked }
  const seen = surprising(disagreement)
  if (seen === undefined) return []
  return SWITCHES.filter(isAsked).flatMap((one) => {
    const value = one.read(here)
    const others = value === undefined ? [] : one.values.filter((other) => other !== value)
    return others.filter((other) => fits(answerShortly(one.turn(here, other)), seen)).map((other) => `${one.name}=${other}`)
  })
}

/** Kubernetes leaves it open, and this cluster does it in another way than it was taken to. */
export const realityClusterChoosesOtherwise: RealityCause = {
  code: 'reality-cluster-chooses-otherwise',
  section: '1-4',
  title: words(
    'The cluster does something in another way than it was taken to.',
    '클러스터가 가정한 것과 다른 방식으로 동작합니다.',
  ),
  explanation: words(
    'Some things are left to plugins, proxies and controllers: what a Service without endpoints answers, whose address a packet from a node has, whether ipBlock sees Pods. The model reads what the cluster’s objects tell of it and takes the usual for the rest. With --assume it answers for another way.',
    '엔드포인트가 없는 Service의 응답, 노드에서 온 패킷의 주소, ipBlock이 Pod에 적용되는지처럼 플러그인과 프록시, 컨트롤러에 맡겨진 것이 있습니다. 모델은 클러스터의 오브젝트가 알려 주는 대로 읽고 나머지는 보통의 방식으로 가정합니다. --assume을 쓰면 다른 방식으로 답합니다.',
  ),
  example: example(`
    - $ grade trace pod/shop/web service/shop/db:5432 --on kubeconfig --context kind-kind
    + $ grade trace pod/shop/web service/shop/db:5432 --on kubeconfig --context kind-kind --assume proxyMode=nftables
  `),
  explains: (disagreement) => {
    const found = explaining(disagreement)
    if (found.length === 0) return undefined
    return {
      weight: 2,
      facts: found
        .slice(0, 3)
        .map((one) => words(`it would be so with   --assume ${one}`, `이렇다면 설명됨   --assume ${one}`)),
    }
  },
}
