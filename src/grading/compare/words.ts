/** The words of comparisons: what holds, what that rests on, and what was expected. */
import { ko } from '../korean.ts'
import type { Language } from '../words.ts'
import type { Expectation, Masked, Relation } from '../../network/compare/compare.ts'
import type { Standing } from '../../network/compare/standing.ts'

const english = {
  policies: (count: number, cluster: number) =>
    [
      ...(count > 0 || cluster === 0 ? [count === 1 ? '1 NetworkPolicy' : `${count} NetworkPolicies`] : []),
      ...(cluster > 0 ? [cluster === 1 ? '1 ClusterNetworkPolicy' : `${cluster} ClusterNetworkPolicies`] : []),
    ].join(', '),
  equivalent: 'Equivalent: both allow the same connections in every possible cluster.',
  undecided: (limit: string) => `Not decided: the policies are too entangled (${limit}). Nothing is claimed.`,
  notWithin: (seconds: number) =>
    `Not decided within ${seconds} s. Nothing is claimed; the terminal’s --limit gives more time.`,
  stricter: (strict: string, open: string) => `Different: ${open} allows all that ${strict} allows, and more.`,
  neither: 'Different: each allows something that the other does not.',
  onlyAllows: (side: string) => `Only ${side} allows`,
  tryIt: 'Try it: the policies of A or of B, and',
  unknownKinds: (kinds: string) =>
    `There are policies of a kind that is not known here (${kinds}), so nothing can be said of all of them.`,
  usuallyEqual: {
    depends: 'Equivalent as most network plugins read policies, but different as some do.',
    undecided: 'Equivalent as most network plugins read policies; for others it was not decided.',
  },
  usuallyDifferent: (different: string) => `${different} As some network plugins read policies, both allow the same.`,
  holdsUnder: (switches: string) => `This holds whatever the network plugin makes of these: ${switches}.`,
  otherwise: 'This depends on the network plugin:',
  relations: {
    equal: 'equivalent',
    'a-within-b': 'B allows all that A allows, and more',
    'b-within-a': 'A allows all that B allows, and more',
    neither: 'each allows something that the other does not',
  } satisfies Record<Relation, string> as Readonly<Record<Relation, string>>,
  notDecided: 'not decided',
  expected: {
    equal: 'Expected: both allow the same.',
    'at-least-as-strict': 'Expected: B is at least as strict as A.',
    'at-least-as-open': 'Expected: B is at least as open as A.',
  } satisfies Record<Expectation, string> as Readonly<Record<Expectation, string>>,
  outcome: {
    met: 'It is so.',
    'not-met': 'It is not so.',
    depends: 'It is so for some network plugins and not for others.',
    undecided: 'It was not decided for all network plugins.',
  } satisfies Record<Standing, string> as Readonly<Record<Standing, string>>,
  masked: ({ namespace, direction }: Masked) =>
    `The ${direction} policies of namespace ${namespace} differ, but the policies at the other end hide that: no connection shows it.`,
}

const korean: typeof english = {
  policies: (count, cluster) =>
    [
      ...(count > 0 || cluster === 0 ? [`NetworkPolicy ${count}개`] : []),
      ...(cluster > 0 ? [`ClusterNetworkPolicy ${cluster}개`] : []),
    ].join(', '),
  equivalent: '같음: 어떤 클러스터에서도 두 쪽이 허용하는 연결이 같습니다.',
  undecided: (limit) => `판정하지 못함: 정책이 너무 복잡하게 얽혀 있습니다(${limit}). 아무것도 주장하지 않습니다.`,
  notWithin: (seconds) =>
    `${seconds}초 안에 판정하지 못함. 아무것도 주장하지 않습니다. 터미널의 --limit으로 시간을 늘릴 수 있습니다.`,
  stricter: (strict, open) => ko(`다름: ${open}은(는) ${strict}이(가) 허용하는 것을 모두 허용하고, 더 허용합니다.`),
  neither: '다름: 서로 상대가 허용하지 않는 것을 허용합니다.',
  onlyAllows: (side) => `${side}만 허용`,
  tryIt: '직접 해 보기: A 또는 B의 정책과 함께',
  unknownKinds: (kinds) => `여기서 알지 못하는 종류의 정책(${kinds})이 있어, 정책 전체에 대해 말할 수 없습니다.`,
  usuallyEqual: {
    depends: '대부분의 네트워크 플러그인에서는 같지만, 어떤 플러그인에서는 다름.',
    undecided: '대부분의 네트워크 플러그인에서는 같음. 나머지에 대해서는 판정하지 못함.',
  },
  usuallyDifferent: (different) => `${different} 어떤 네트워크 플러그인에서는 두 쪽이 허용하는 것이 같습니다.`,
  holdsUnder: (switches) => `네트워크 플러그인이 다음을 어떻게 다루든 성립합니다: ${switches}.`,
  otherwise: '네트워크 플러그인에 따라 다릅니다:',
  relations: {
    equal: '같음',
    'a-within-b': 'B는 A가 허용하는 것을 모두 허용하고 더 허용함',
    'b-within-a': 'A는 B가 허용하는 것을 모두 허용하고 더 허용함',
    neither: '서로 상대가 허용하지 않는 것을 허용함',
  },
  notDecided: '판정하지 못함',
  expected: {
    equal: '기대: 두 쪽이 같은 것을 허용함.',
    'at-least-as-strict': '기대: B가 A만큼 또는 더 엄격함.',
    'at-least-as-open': '기대: B가 A만큼 또는 더 열려 있음.',
  },
  outcome: {
    met: '그렇습니다.',
    'not-met': '그렇지 않습니다.',
    depends: '네트워크 플러그인에 따라 그렇기도 하고 그렇지 않기도 합니다.',
    undecided: '모든 네트워크 플러그인에 대해 판정하지는 못했습니다.',
  },
  masked: ({ namespace, direction }) =>
    `${namespace} 네임스페이스의 ${direction} 정책은 서로 다르지만 상대 쪽 정책에 가려 어떤 연결에서도 드러나지 않습니다.`,
}

export type CompareMessages = typeof english

export const compareMessages = (language: Language): CompareMessages => (language === 'ko' ? korean : english)
