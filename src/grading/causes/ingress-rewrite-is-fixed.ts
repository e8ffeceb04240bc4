import { referenceTo } from '../../kubernetes/object.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { routeHopOf } from './evidence.ts'
import { failingIngress, receivedOf, rewriteEdits, rewriteTarget } from './ingress-evidence.ts'

/** rewrite-target without a group sends every path to the same page. */
export const ingressRewriteIsFixed: Cause = {
  code: 'ingress-rewrite-is-fixed',
  section: '4-2',
  title: words('rewrite-target gives every request the same path.', 'rewrite-target이 모든 요청에 같은 경로를 줍니다.'),
  explanation: words(
    'rewrite-target replaces the whole path. To keep what follows, catch it in a group of the rule’s path, /app(/|$)(.*), and use it: rewrite-target: /$2. The annotation holds for every path of the Ingress, so each needs the same groups.',
    'rewrite-target은 경로 전체를 바꿉니다. 뒷부분을 남기려면 규칙의 경로에 그룹을 쓰고(/app(/|$)(.*)) rewrite-target: /$2로 넘기세요. 이 애너테이션은 Ingress의 모든 경로에 적용되므로 경로마다 같은 그룹이 필요합니다.',
  ),
  matches: (failure) => {
    const { finding } = failure
    const ingress = failingIngress(failure)
    const received = receivedOf(failure)
    const target = ingress === undefined ? undefined : rewriteTarget(ingress)
    if (finding.kind !== 'http' || ingress === undefined || received === undefined || target === undefined) return undefined
    // A target with groups depends on the path: what is wrong with it lies elsewhere.
    if (/\$\d/u.test(target) || routeHopOf(failure)?.decision === 'redirect') return undefined
    if (finding.wanted.path === undefined || received === finding.wanted.path) return undefined
    return {
      where: { object: referenceTo(ingress), path: 'metadata.annotations[nginx.ingress.kubernetes.io/rewrite-target]' },
      weight: 2,
      facts: [
        words(`rewrite-target   ${target}`, `rewrite-target   ${target}`),
        words(
          `the server receives ${received}, not ${finding.wanted.path}`,
          `서버가 받는 경로는 ${finding.wanted.path}이(가) 아니라 ${received}`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const ingress = failingIngress(failure)
    return ingress === undefined ? [] : [{ changes: [{ kind: 'edit', ...rewriteEdits(ingress) }] }]
  },
}
