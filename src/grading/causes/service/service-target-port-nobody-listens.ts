import { referenceTo } from '../../../kubernetes/object.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { ListenerHop } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, listenerHopOf, serviceHopOf, serviceOf } from '../evidence.ts'

/** The Service leads to a port of the Pod on which nothing listens. */
export const serviceTargetPortNobodyListens: Cause = {
  code: 'service-target-port-nobody-listens',
  section: '2-2',
  title: words(
    'targetPort leads to a port on which nothing listens.',
    'targetPort가 아무 프로그램도 수신하지 않는 포트를 가리킵니다.',
  ),
  explanation: words(
    'port is what clients use, targetPort is where the Pod’s program listens. Without targetPort both are the same. Where nothing listens, the connection is refused at once.',
    'port는 클라이언트가 쓰는 포트이고, targetPort는 Pod의 프로그램이 수신하는 포트입니다. targetPort를 쓰지 않으면 둘은 같습니다. 아무 프로그램도 수신하지 않으면 연결은 바로 거부됩니다.',
  ),
  example: example(`
      kind: Service
      spec:
        ports:
          - port: 8080
    -       targetPort: 8080
    +       targetPort: 80
  `),
  matches: (failure) => {
    const hop = serviceHopOf(failure)
    const listener = refusedAt(failure)
    const service = serviceOf(failure)
    if (hop?.decision !== 'translated' || listener === undefined || service === undefined) return undefined
    const index = indexOfPort(hop.port?.path)
    const target = String(service.spec?.ports?.[index]?.targetPort ?? '')
    const heard = listener.listening.join(', ')
    const reached = String(hop.endpoint?.port ?? '')
    return {
      where: { object: referenceTo(service), path: `spec.ports[${index}].targetPort` },
      weight: 2,
      facts: [
        words(`targetPort   ${target}, port ${reached} of the Pod`, `targetPort   ${target}, Pod의 ${reached} 포트`),
        words(`listening   ${heard || 'nothing'}`, `수신 포트   ${heard || '없음'}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const listener = listenerHopOf(failure)
    const pod = listener?.pod === undefined ? undefined : findPod(failure.snapshot, listener.pod)
    if (where === undefined || pod === undefined) return []
    return listenersOf(indexSnapshot(failure.snapshot), pod).map(({ port }) => editOf(where.object, where.path, port))
  },
}

const indexOfPort = (path = ''): number => Number(/ports\[(\d+)\]/u.exec(path)?.[1] ?? 0)

const refusedAt = (failure: Failure): ListenerHop | undefined => {
  const hop = listenerHopOf(failure)
  return hop?.decision === 'refused' ? hop : undefined
}
