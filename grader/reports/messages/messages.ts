/** The words around a report; what was found speaks for itself (src/grading). */
import type { Language } from '../../../src/grading/words.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  namespaces: 'namespace',
  expected: 'expected',
  actual: 'actual',
  why: 'why',
  where: 'where',
  walk: 'walk',
  repair: 'repair',
  learn: 'learn',
  also: 'or',
  joint: 'and',
  shouldStop: '← should stop here',
  stops: '← ends here',
  blocked: (by: string) => `waits for: ${by}`,
  tried: (passing: number, of: number) =>
    passing === of ? `tried: all ${of} checks pass` : `tried: ${passing} of ${of} checks pass`,
  points: (score: number, max: number) => `${score} of ${max} points`,
  failed: (count: number) => (count === 1 ? '1 check failed' : `${count} checks failed`),
  blockedCount: (count: number) => `${count} blocked`,
  allPassed: 'every check passed',
  invalid: (count: number) =>
    `The manifests cannot be used: ${count === 1 ? '1 problem' : `${count} problems`}. Nothing was graded, and no attempt is lost.`,
  noCause: 'Nothing in the catalogue of causes fits; the walk shows what happened.',
  remove: (name: string) => `delete ${name}`,
  lint: {
    'selects-nothing': 'nothing can meet this selector: its conditions contradict each other',
    'rules-ignored': 'these rules are never read: policyTypes leaves their direction out',
    'equal-priority':
      'another policy has the same priority and another action for the same connections: which decides is not defined',
    'redundant-policy': 'the other policies say all of this already',
    'redundant-rule': 'other rules say all of this already',
    'redundant-peer': 'another peer says all of this already',
    'redundant-port': 'another port of the rule says all of this already',
    'redundant-exception': 'the exception keeps nobody out: other peers or rules let them in',
    'empty-block': 'its exceptions leave nothing of the block',
    'exception-in-exception': 'another exception contains this one',
    by: (policy: string) => `see ${policy}`,
    notInTime: (count: number, seconds: number) =>
      `${count === 1 ? '1 part' : `${count} parts`} not decided within ${seconds} s. Nothing is claimed of ${count === 1 ? 'it' : 'them'}.`,
    undecided: 'not decided: too entangled',
    nothing: 'every part has an effect in some cluster',
  },
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
  holds: (ends: string) => `Never, in any possible cluster: ${ends}`,
  broken: (ends: string) => `It can happen: ${ends}`,
  tryThem: 'Try it: the policies, and',
  onlyAllows: (side: string) => `Only ${side} allows`,
  tryIt: 'Try it: the policies of A or of B, and',
  dependsOnTies:
    'This depends on which of several ClusterNetworkPolicies of equal priority decides, which is not defined: under another order it cannot.',
  flaky: 'it depends on the endpoint',
  nearly: 'nearly',
  asksFor: (wanted: string, found: string) => `asks for ${wanted}; there is ${found}`,
  lookups: {
    'hosts-file': '/etc/hosts',
    'search-list': 'search list',
    'as-is': 'as it stands',
    address: 'an address already',
  },
  environments: { manifests: 'manifests', embedded: 'embedded', kind: 'kind', kubeconfig: 'kubeconfig' } as Readonly<
    Record<string, string>
  >,
}

const korean: typeof english = {
  namespaces: '네임스페이스',
  expected: '예상',
  actual: '실제',
  why: '이유',
  where: '위치',
  walk: '경로',
  repair: '수정',
  learn: '학습',
  also: '또는',
  joint: '그리고',
  shouldStop: '← 여기서 막혀야 함',
  stops: '← 여기서 끝남',
  blocked: (by) => `먼저 필요한 검사: ${by}`,
  tried: (passing, of) =>
    passing === of ? `적용해 봄: 검사 ${of}개 모두 통과` : `적용해 봄: 검사 ${of}개 중 ${passing}개 통과`,
  points: (score, max) => `${max}점 중 ${score}점`,
  failed: (count) => `실패한 검사 ${count}개`,
  blockedCount: (count) => `막힌 검사 ${count}개`,
  allPassed: '모든 검사 통과',
  invalid: (count) => `매니페스트를 쓸 수 없습니다. 문제 ${count}개. 채점하지 않았으며 시도 횟수도 줄지 않습니다.`,
  noCause: '원인 목록에 맞는 것이 없습니다. 무슨 일이 있었는지는 경로를 보세요.',
  remove: (name) => `${name} 삭제`,
  lint: {
    'selects-nothing': '조건이 서로 모순되어 아무것도 이 셀렉터와 일치할 수 없음',
    'rules-ignored': 'policyTypes에 이 방향이 없어 규칙이 무시됨',
    'equal-priority': '다른 정책이 우선순위가 같고 같은 연결에 다른 동작을 정함: 어느 것이 정하는지 정의되지 않음',
    'redundant-policy': '다른 정책이 이미 모두 말하고 있음',
    'redundant-rule': '다른 규칙이 이미 모두 말하고 있음',
    'redundant-peer': '다른 상대 항목이 이미 모두 말하고 있음',
    'redundant-port': '규칙의 다른 포트가 이미 모두 말하고 있음',
    'redundant-exception': '예외가 아무도 막지 못함: 다른 상대나 규칙이 허용함',
    'empty-block': '예외를 빼면 블록에 남는 주소가 없음',
    'exception-in-exception': '다른 예외에 이미 들어 있음',
    by: (policy) => `${policy} 참고`,
    notInTime: (count, seconds) => `${seconds}초 안에 판정하지 못한 부분 ${count}개. 이에 대해서는 아무것도 주장하지 않습니다.`,
    undecided: '너무 얽혀 있어 판정하지 못함',
    nothing: '모든 부분이 어떤 클러스터에서는 효과가 있음',
  },
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
  holds: (ends) => `어떤 클러스터에서도 일어나지 않음: ${ends}`,
  broken: (ends) => `일어날 수 있음: ${ends}`,
  tryThem: '직접 해 보기: 정책과 함께',
  onlyAllows: (side) => `${side}만 허용`,
  tryIt: '직접 해 보기: A 또는 B의 정책과 함께',
  dependsOnTies:
    '우선순위가 같은 ClusterNetworkPolicy 가운데 어느 것이 정하는지에 따라 다릅니다. 이는 정의되어 있지 않으며, 다른 순서에서는 일어나지 않습니다.',
  flaky: '엔드포인트에 따라 다름',
  nearly: '거의 맞음',
  asksFor: (wanted, found) => `요구 ${wanted}, 실제 ${found}`,
  lookups: { 'hosts-file': '/etc/hosts', 'search-list': '검색 목록', 'as-is': '그대로', address: '이미 주소임' },
  environments: { manifests: '매니페스트', embedded: '내장 클러스터', kind: 'kind', kubeconfig: 'kubeconfig' },
}

export type ReportMessages = typeof english

export const reportMessages = (language: Language): ReportMessages => (language === 'ko' ? korean : english)
