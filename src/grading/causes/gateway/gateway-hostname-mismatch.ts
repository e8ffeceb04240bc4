import { referenceTo } from '../../../kubernetes/object.ts'
import { listenersOfGateway } from '../../../network/gateway/listeners.ts'
import { fitsHostname } from '../../../network/gateway/hostnames.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { detachedRoutes, gatewaysIn } from './gateway-evidence.ts'
import { askedUrl } from '../ingress/ingress-evidence.ts'

/** No host of the route is one of the listener's. */
export const gatewayHostnameMismatch: Cause = {
  code: 'gateway-hostname-mismatch',
  section: '4-1',
  title: words(
    'The hostnames of the HTTPRoute and of the listener have nothing in common.',
    'HTTPRoute의 호스트와 리스너의 호스트가 겹치지 않습니다.',
  ),
  explanation: words(
    'A listener with a hostname takes requests for that host alone, and a route is attached only where its hostnames and the listener’s meet. *.example.com meets every host below example.com, but not example.com itself.',
    'hostname이 있는 리스너는 그 호스트의 요청만 받으며, HTTPRoute는 자신의 hostnames가 리스너의 것과 겹칠 때만 붙습니다. *.example.com은 example.com 아래의 모든 호스트와 겹치지만 example.com 자체와는 겹치지 않습니다.',
  ),
  example: example(`
      kind: HTTPRoute
      spec:
        hostnames:
    -     - shop.example.org
    +     - shop.example.com
  `),
  matches: (failure) => {
    const found = findMismatch(failure)
    if (found === undefined) return undefined
    const { where, stated, listening } = found
    return {
      where,
      weight: 2,
      facts: [
        words(`the route has   ${stated}`, `HTTPRoute의 호스트   ${stated}`),
        words(`the listener has   ${listening}`, `리스너의 호스트   ${listening}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findMismatch(failure)
    const host = askedUrl(failure)?.hostname
    if (found === undefined || host === undefined) return []
    const listener = gatewaysIn(failure)
      .flatMap(listenersOfGateway)
      .find((one) => !fitsHostname(one.listener.hostname, host))
    return [
      editOf(found.where.object, 'spec.hostnames', [host]),
      ...(listener === undefined
        ? []
        : [editOf(referenceTo(listener.gateway), `spec.listeners[${listener.index}].hostname`, host)]),
    ]
  },
}

const findMismatch = (failure: Failure) => {
  const found = detachedRoutes(failure).find(({ refusal }) => refusal === 'NoMatchingListenerHostname')
  if (found?.gateway === undefined) return undefined
  const listening = listenersOfGateway(found.gateway).map(({ listener }) => listener.hostname ?? '*')
  return {
    where: { object: found.where.object, path: 'spec.hostnames' },
    stated: (found.route.spec?.hostnames ?? []).join(', '),
    listening: listening.join(', '),
  }
}
