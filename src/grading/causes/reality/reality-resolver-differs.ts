import { words } from '../../words.ts'
import { example } from '../example.ts'
import { surprising, type RealityCause } from './reality-cause.ts'

/** A name leads elsewhere than the cluster's records say. */
export const realityResolverDiffers: RealityCause = {
  code: 'reality-resolver-differs',
  section: '5-1',
  title: words('The resolver does not answer as CoreDNS usually would.', '리졸버가 보통의 CoreDNS와 다르게 응답합니다.'),
  explanation: words(
    'The Corefile may hold further plugins, such as rewrite, hosts or a stub domain; a cache answers for some seconds with what was; and programs search in their own way: nslookup is not what curl asks. Read the Corefile, and ask with a full name that ends with a dot.',
    'Corefile에 rewrite, hosts, 스텁 도메인 같은 플러그인이 더 있을 수 있고, 캐시는 몇 초 동안 이전 응답을 돌려주며, 프로그램마다 검색 방식이 다릅니다. nslookup이 묻는 방식은 curl과 다릅니다. Corefile을 읽고, 마침표로 끝나는 전체 이름으로 물어보세요.',
  ),
  example: example(`
    - $ nslookup db.shop
    + $ nslookup db.shop.svc.cluster.local.
  `),
  explains: (disagreement) => {
    const seen = surprising(disagreement)
    const { tool } = disagreement.comparison.observation
    if (seen?.kind !== 'name') return undefined
    return { weight: 0, facts: tool === undefined ? [] : [words(`asked with   ${tool}`, `물어본 프로그램   ${tool}`)] }
  },
}
