/** The words around a report; what was found speaks for itself (src/grading). */
import { resultWords } from '../../../src/grading/result-words.ts'
import type { Language } from '../../../src/grading/words.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  ...resultWords('en'),
  namespaces: 'namespace',
  policies: (count: number, cluster: number) =>
    [
      ...(count > 0 || cluster === 0 ? [count === 1 ? '1 NetworkPolicy' : `${count} NetworkPolicies`] : []),
      ...(cluster > 0 ? [cluster === 1 ? '1 ClusterNetworkPolicy' : `${cluster} ClusterNetworkPolicies`] : []),
    ].join(', '),
  equivalent: 'Equivalent: both allow the same connections in every possible cluster.',
  undecided: (limit: string) => `Not decided: the policies are too entangled (${limit}). Nothing is claimed.`,
  notWithin: (seconds: number) => `Not decided within ${seconds} s. Nothing is claimed; --limit gives more time.`,
  stricter: (strict: string, open: string) => `Different: ${open} allows all that ${strict} allows, and more.`,
  neither: 'Different: each allows something that the other does not.',
  onlyAllows: (side: string) => `Only ${side} allows`,
  tryIt: 'Try it: the policies of A or of B, and',
  flaky: 'it depends on the endpoint',
  nearly: 'nearly',
  asksFor: (wanted: string, found: string) => `asks for ${wanted}; there is ${found}`,
  lookups: {
    'hosts-file': '/etc/hosts',
    'search-list': 'search list',
    'as-is': 'as it stands',
    address: 'an address already',
  },
  environments: {
    manifests: 'manifests',
    embedded: 'embedded',
    kind: 'kind',
    kubeconfig: 'kubeconfig',
    questions: 'questions',
  } as Readonly<Record<string, string>>,
}

const korean: typeof english = {
  ...resultWords('ko'),
  namespaces: '네임스페이스',
  policies: (count, cluster) =>
    [
      ...(count > 0 || cluster === 0 ? [`NetworkPolicy ${count}개`] : []),
      ...(cluster > 0 ? [`ClusterNetworkPolicy ${cluster}개`] : []),
    ].join(', '),
  equivalent: '같음: 어떤 클러스터에서도 두 쪽이 허용하는 연결이 같습니다.',
  undecided: (limit) => `판정하지 못함: 정책이 너무 복잡하게 얽혀 있습니다(${limit}). 아무것도 주장하지 않습니다.`,
  notWithin: (seconds) => `${seconds}초 안에 판정하지 못함. 아무것도 주장하지 않습니다. --limit으로 시간을 늘릴 수 있습니다.`,
  stricter: (strict, open) => ko(`다름: ${open}은(는) ${strict}이(가) 허용하는 것을 모두 허용하고, 더 허용합니다.`),
  neither: '다름: 서로 상대가 허용하지 않는 것을 허용합니다.',
  onlyAllows: (side) => `${side}만 허용`,
  tryIt: '직접 해 보기: A 또는 B의 정책과 함께',
  flaky: '엔드포인트에 따라 다름',
  nearly: '거의 맞음',
  asksFor: (wanted, found) => `요구 ${wanted}, 실제 ${found}`,
  lookups: { 'hosts-file': '/etc/hosts', 'search-list': '검색 목록', 'as-is': '그대로', address: '이미 주소임' },
  environments: {
    manifests: '매니페스트',
    embedded: '내장 클러스터',
    kind: 'kind',
    kubeconfig: 'kubeconfig',
    questions: '문제',
  },
}

export type ReportMessages = typeof english

export const reportMessages = (language: Language): ReportMessages => (language === 'ko' ? korean : english)
