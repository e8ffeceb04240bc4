import { referenceTo } from '../../kubernetes/object.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { routeHopOf } from './evidence.ts'
import { failingIngress, receivedOf, rewriteEdits, rewriteTarget } from './ingress-evidence.ts'

/** The request comes to the right Service, but rewrite-target takes another group than the one that caught the rest of the path. */
export const ingressRewriteOtherGroup: Cause = {
  code: 'ingress-rewrite-other-group',
  section: '4-2',
  title: words(
    'rewrite-target uses a group of the path that does not hold what is asked for.',
    'rewrite-target이 쓰는 그룹에 필요한 경로가 들어 있지 않습니다.',
  ),
  explanation: words(
    'Groups are counted by their opening brackets, from 1. In /app(/|$)(.*) the first is the slash and the second is what follows it, so that rewrite-target: /$2 keeps the rest. A group that the path does not have is empty.',
    '그룹 번호는 여는 괄호 순서로 1부터 셉니다. /app(/|$)(.*)에서 첫째는 슬래시, 둘째는 그 뒷부분이므로 rewrite-target: /$2가 나머지를 남깁니다. 경로에 없는 그룹은 빈 값입니다.',
  ),
  matches: (failure) => {
    const { finding } = failure
    const ingress = failingIngress(failure)
    const received = receivedOf(failure)
    const target = ingress === undefined ? undefined : rewriteTarget(ingress)
    const hop = routeHopOf(failure)
    if (finding.kind !== 'http' || ingress === undefined || received === undefined || target === undefined) return undefined
    if (!/\$\d/u.test(target) || finding.wanted.path === undefined || received === finding.wanted.path) return undefined
    if (finding.wanted.backend !== undefined && hop?.service?.name !== finding.wanted.backend.name) return undefined
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
