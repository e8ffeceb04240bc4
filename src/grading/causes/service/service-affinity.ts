import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Session affinity keeps each client at one Pod. */
export const serviceAffinity: Cause = {
  code: 'service-affinity',
  section: '2-1',
  title: words(
    'Session affinity keeps each client at the same Pod.',
    '세션 어피니티 때문에 클라이언트가 같은 Pod에만 연결됩니다.',
  ),
  explanation: words(
    'sessionAffinity: ClientIP sends all connections of one client address to the same Pod, for three hours by default. Where connections were to be spread over the Pods, leave it out or write None.',
    'sessionAffinity: ClientIP는 같은 주소에서 온 연결을 모두 같은 Pod로 보내며, 기본으로 3시간 동안 유지됩니다. 연결을 여러 Pod에 나누려면 생략하거나 None으로 쓰세요.',
  ),
  example: example(`
      kind: Service
      spec:
    -   sessionAffinity: ClientIP
    +   sessionAffinity: None
        ports:
          - port: 80
  `),
  matches: ({ finding }) => {
    if (finding.kind !== 'field' || !isService(finding.object) || !finding.path.startsWith('spec.sessionAffinity'))
      return undefined
    if (finding.object.spec?.sessionAffinity !== 'ClientIP') return undefined
    const seconds = finding.object.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0
    return {
      where: { object: referenceTo(finding.object), path: 'spec.sessionAffinity' },
      weight: 2,
      facts: [words(`ClientIP, for ${seconds} s`, `ClientIP, ${seconds}초 동안`)],
    }
  },
  repairs: (_failure, { where }) =>
    where === undefined
      ? []
      : [
          editsOf(where.object, [
            { path: 'spec.sessionAffinity', value: 'None' },
            { path: 'spec.sessionAffinityConfig', value: undefined },
          ]),
        ],
}
