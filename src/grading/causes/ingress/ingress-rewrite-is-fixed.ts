import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf } from '../evidence.ts'
import { hasGroup, misrewritten, rewriteRepairs } from './ingress-evidence.ts'

/** rewrite-target without a group sends every path to the same page. */
export const ingressRewriteIsFixed: Cause = {
  code: 'ingress-rewrite-is-fixed',
  section: '4-2',
  title: words('rewrite-target gives every request the same path.', 'rewrite-target이 모든 요청에 같은 경로를 줍니다.'),
  explanation: words(
    'rewrite-target replaces the whole path. To keep what follows, catch it in a group of the rule’s path, /app(/|$)(.*), and use it: rewrite-target: /$2. The annotation holds for every path of the Ingress, so each needs the same groups.',
    'rewrite-target은 경로 전체를 바꿉니다. 뒷부분을 남기려면 규칙의 경로에 그룹을 쓰고(/app(/|$)(.*)) rewrite-target: /$2로 넘기세요. 이 애너테이션은 Ingress의 모든 경로에 적용되므로 경로마다 같은 그룹이 필요합니다.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        annotations:
    -     nginx.ingress.kubernetes.io/rewrite-target: /
    +     nginx.ingress.kubernetes.io/rewrite-target: /$2
      spec:
        rules:
          - http:
              paths:
    -           - path: /app
    +           - path: /app(/|$)(.*)
                  pathType: ImplementationSpecific
  `),
  matches: (failure) => {
    const found = misrewritten(failure)
    // A target with groups depends on the path: what is wrong with it lies elsewhere.
    if (found === undefined || hasGroup(found.target) || routeHopOf(failure)?.decision === 'redirect') return undefined
    return found.evidence
  },
  repairs: rewriteRepairs,
}
