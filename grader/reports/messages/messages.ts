/** The words around a report; what was found speaks for itself (src/grading). */
import { resultWords } from '../../../src/grading/result-words.ts'
import type { Language } from '../../../src/grading/words.ts'

const english = {
  ...resultWords('en'),
  namespaces: (count: number): string => (count === 1 ? 'namespace' : 'namespaces'),
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
  namespaces: () => '네임스페이스',
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
