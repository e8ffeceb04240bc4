import type { Service } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editsOf } from '../../repair/patch.ts'
import { headlessServiceOf, WITH_ADDRESS } from './service-evidence.ts'
import { listenerHopOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A headless Service has no address, so nothing translates its port. */
export const serviceHeadlessDoesNotTranslate: Cause = {
  code: 'service-headless-does-not-translate',
  section: '2-1',
  title: words('A headless Service does not translate ports.', '헤드리스 Service는 포트를 바꾸지 않습니다.'),
  explanation: words(
    'With clusterIP: None DNS answers with the Pods’ own addresses, and clients connect to them directly: targetPort is not used. Either clients use the port on which the program listens, or the Service gets an address: leave clusterIP out.',
    'clusterIP: None이면 DNS가 Pod의 주소를 답하고 클라이언트는 그 주소로 바로 연결하므로 targetPort는 쓰이지 않습니다. 프로그램이 수신하는 포트를 쓰거나, clusterIP를 빼서 Service에 주소를 주세요.',
  ),
  example: example(`
      kind: Service
      spec:
    -   clusterIP: None
        ports:
          - port: 80
            targetPort: 8080
  `),
  matches: (failure) => {
    const found = findUntranslated(failure)
    if (found === undefined) return undefined
    const { service, asked, target } = found
    return {
      where: { object: referenceTo(service), path: 'spec.clusterIP' },
      weight: 2,
      facts: [
        words(`the packet arrives with   ${asked}`, `패킷이 도착하는 포트   ${asked}`),
        words(`targetPort, which nobody applies   ${target}`, `적용되지 않는 targetPort   ${target}`),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editsOf(where.object, WITH_ADDRESS)]),
}

interface Untranslated {
  readonly service: Service
  readonly asked: number
  readonly target: number | string
}

const findUntranslated = (failure: Failure): Untranslated | undefined => {
  const service = headlessServiceOf(failure)
  const asked = listenerHopOf(failure)?.before?.destinationPort
  if (service === undefined || asked === undefined || listenerHopOf(failure)?.decision !== 'refused') return undefined
  const target = service.spec?.ports?.find(({ port }) => port === asked)?.targetPort
  return target === undefined || target === asked ? undefined : { service, asked, target }
}
