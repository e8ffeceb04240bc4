import type { Service } from '../../../kubernetes/generated/types.ts'
import { findObject } from '../../checks/find-object.ts'
import type { Failure } from '../../failure.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editsOf } from '../../repair/patch.ts'
import { WITH_ADDRESS } from './service-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Service has no address of its own, where one is asked for. */
export const serviceIsHeadless: Cause = {
  code: 'service-is-headless',
  section: '2-1',
  title: words('The Service is headless: it has no address of its own.', '헤드리스 Service라서 자신의 주소가 없습니다.'),
  explanation: words(
    'clusterIP: None makes DNS answer with the addresses of the Pods. They change with the Pods, ports are not translated, and nothing balances connections. Leave clusterIP out, and the cluster gives the Service a lasting address.',
    'clusterIP: None이면 DNS가 Pod의 주소를 답합니다. 이 주소는 Pod와 함께 바뀌고, 포트가 변환되지 않으며, 연결이 분산되지도 않습니다. clusterIP를 빼면 클러스터가 Service에 바뀌지 않는 주소를 줍니다.',
  ),
  example: example(`
      kind: Service
      spec:
    -   clusterIP: None
        selector:
          app: web
  `),
  matches: (failure) => {
    const service = findHeadless(failure)
    if (service === undefined) return undefined
    return {
      where: { object: referenceTo(service), path: 'spec.clusterIP' },
      weight: 2,
      facts: [words('clusterIP   None', 'clusterIP   None')],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editsOf(where.object, WITH_ADDRESS)]),
}

/** Asked for by the field, or by a record of its address. */
const findHeadless = ({ finding, snapshot }: Failure): Service | undefined => {
  const service =
    finding.kind === 'field' && finding.path === 'spec.clusterIP' && !isEqual(finding.expectation, { equals: 'None' })
      ? finding.object
      : finding.kind === 'recorded' && 'service' in finding.spec.answers && !('headless' in finding.spec.answers)
        ? findObject(snapshot, { kind: 'Service', ...finding.spec.answers.service })
        : undefined
  return service !== undefined && isService(service) && service.spec?.clusterIP === 'None' ? service : undefined
}
