import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Service has an address of its own, where a headless one is asked for. */
export const serviceIsNotHeadless: Cause = {
  code: 'service-is-not-headless',
  section: '5-1',
  title: words(
    'The Service has a cluster address, so its Pods have no names below it.',
    'Service에 클러스터 주소가 있어 그 아래에 Pod의 이름이 생기지 않습니다.',
  ),
  explanation: words(
    'Only with clusterIP: None does DNS answer with the addresses of the Pods, and knows each by HOSTNAME.SERVICE. A Service that has an address keeps it: delete it, and make it anew with clusterIP: None.',
    'clusterIP: None일 때만 DNS가 Pod의 주소를 답하고 Pod마다 HOSTNAME.SERVICE라는 이름이 생깁니다. 주소가 있는 Service는 바꿀 수 없으므로 지우고 clusterIP: None으로 다시 만드세요.',
  ),
  example: example(`
      kind: Service
      spec:
    +   clusterIP: None
        selector:
          app: db
  `),
  matches: ({ finding }) => {
    if (finding.kind !== 'field' || finding.path !== 'spec.clusterIP' || !isService(finding.object)) return undefined
    const isWanted = 'equals' in finding.expectation && finding.expectation.equals === 'None'
    const { clusterIP = '' } = finding.object.spec ?? {}
    if (!isWanted || clusterIP === 'None') return undefined
    return {
      where: { object: referenceTo(finding.object), path: 'spec.clusterIP' },
      weight: 2,
      facts: [words(`clusterIP   ${clusterIP}`, `clusterIP   ${clusterIP}`)],
    }
  },
  repairs: (_failure, { where }) =>
    where === undefined
      ? []
      : [
          editsOf(where.object, [
            { path: 'spec.type', value: 'ClusterIP' },
            { path: 'spec.clusterIP', value: 'None' },
            { path: 'spec.clusterIPs', value: undefined },
          ]),
        ],
}
