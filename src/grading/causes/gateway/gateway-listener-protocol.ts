import { referenceTo } from '../../../kubernetes/object.ts'
import { isProtocolServed, listenersOfGateway } from '../../../network/gateway/listeners.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { detachedRoutes } from './gateway-evidence.ts'

/** The listener speaks a protocol that HTTPRoutes cannot be attached to. */
export const gatewayListenerProtocol: Cause = {
  code: 'gateway-listener-protocol',
  section: '4-1',
  title: words('The listener does not speak HTTP.', '리스너의 프로토콜이 HTTP가 아닙니다.'),
  explanation: words(
    'HTTPRoutes attach to listeners of protocol HTTP or HTTPS only. A listener of TCP or TLS hands connections on without reading requests, so it knows neither hosts nor paths.',
    'HTTPRoute는 프로토콜이 HTTP나 HTTPS인 리스너에만 붙습니다. TCP나 TLS 리스너는 요청을 읽지 않고 연결만 넘기므로 호스트도 경로도 모릅니다.',
  ),
  example: example(`
      kind: Gateway
      spec:
        gatewayClassName: eg
        listeners:
          - name: http
            port: 80
    -       protocol: TCP
    +       protocol: HTTP
  `),
  matches: (failure) => {
    const found = findListener(failure)
    if (found === undefined) return undefined
    const { gateway, index, listener } = found
    return {
      where: { object: referenceTo(gateway), path: `spec.listeners[${index}].protocol` },
      weight: 2,
      facts: [words(`the listener speaks   ${listener.protocol}`, `리스너의 프로토콜   ${listener.protocol}`)],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, 'HTTP')]),
}

const findListener = (failure: Failure) =>
  detachedRoutes(failure)
    .flatMap(({ gateway, refusal }) =>
      gateway === undefined || refusal !== 'NotAllowedByListeners' ? [] : listenersOfGateway(gateway),
    )
    .find(({ listener }) => !isProtocolServed(listener))
