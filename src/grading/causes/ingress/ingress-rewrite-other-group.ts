import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf } from '../evidence.ts'
import { hasGroup, misrewritten, rewriteRepairs } from './ingress-evidence.ts'

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
  example: example(`
      kind: Ingress
      metadata:
        annotations:
    -     nginx.ingress.kubernetes.io/rewrite-target: /$1
    +     nginx.ingress.kubernetes.io/rewrite-target: /$2
      spec:
        rules:
          - http:
              paths:
                - path: /app(/|$)(.*)
                  pathType: ImplementationSpecific
  `),
  matches: (failure) => {
    const { finding } = failure
    const found = misrewritten(failure)
    if (finding.kind !== 'http' || found === undefined || !hasGroup(found.target)) return undefined
    const { backend } = finding.wanted
    return backend === undefined || routeHopOf(failure)?.service?.name === backend.name ? found.evidence : undefined
  },
  repairs: rewriteRepairs,
}
