/** The words of `grade forbid`. */
import type { Language } from '../../../src/grading/words.ts'
import type { Kept } from '../../../src/network/compare/invariant/invariant.ts'

const english = {
  holds: (ends: string) => `Never, in any possible cluster: ${ends}`,
  holdsButHere: (ends: string) => `Never, but for what policies usually do not apply to, which is here: ${ends}`,
  broken: (ends: string) => `It can happen: ${ends}`,
  depends: (usual: Kept, ends: string) =>
    usual === 'holds'
      ? `Never as most network plugins read policies, but it can happen as some do: ${ends}`
      : `It can happen as most network plugins read policies, but never as some do: ${ends}`,
  otherwise: 'This depends on the network plugin:',
  kept: { holds: 'never', broken: 'it can happen' } as Readonly<Record<Kept, string>>,
  notDecided: 'not decided',
  notCounted: (exceptions: string) => `Not counted, because policies usually do not apply to it: ${exceptions}.`,
  exceptions: {
    from: 'clients on the network of their node',
    to: 'servers on the network of their node',
    ownNodeRewritten: 'what comes by a node port, with that node’s address',
    itself: 'a Pod that reaches itself',
  },
  dependsOn: 'depends on:',
  exampleOf: (reading: string) => `For example, where this is so (${reading}):`,
  tryThem: 'Try it: the policies, and',
}

const korean: typeof english = {
  holds: (ends) => `어떤 클러스터에서도 일어나지 않음: ${ends}`,
  holdsButHere: (ends) => `정책이 보통 적용되지 않는 것을 빼면 일어나지 않지만, 그런 것이 여기에 있음: ${ends}`,
  broken: (ends) => `일어날 수 있음: ${ends}`,
  depends: (usual, ends) =>
    usual === 'holds'
      ? `대부분의 네트워크 플러그인에서는 일어나지 않지만, 어떤 플러그인에서는 일어날 수 있음: ${ends}`
      : `대부분의 네트워크 플러그인에서 일어날 수 있지만, 어떤 플러그인에서는 일어나지 않음: ${ends}`,
  otherwise: '네트워크 플러그인에 따라 다릅니다:',
  kept: { holds: '일어나지 않음', broken: '일어날 수 있음' },
  notDecided: '판정하지 못함',
  notCounted: (exceptions) => `정책이 보통 적용되지 않아 세지 않는 것: ${exceptions}.`,
  exceptions: {
    from: '노드 네트워크를 쓰는 클라이언트',
    to: '노드 네트워크를 쓰는 서버',
    ownNodeRewritten: '노드 포트로 들어와 그 노드의 주소를 가진 트래픽',
    itself: '자기 자신에게 닿는 Pod',
  },
  dependsOn: '달라질 수 있음:',
  exampleOf: (reading) => `다음과 같을 때의 예(${reading}):`,
  tryThem: '직접 해 보기: 정책과 함께',
}

export const forbidMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
