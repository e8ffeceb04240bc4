import { GATEWAY_GROUP } from '../../../kubernetes/extensions/gateway-api/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { namespaceOf } from '../../../network/state.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeDecision } from './gateway-evidence.ts'

/** The backend is in another namespace, and nobody there permits the reference. */
export const gatewayReferenceNotPermitted: Cause = {
  code: 'gateway-reference-not-permitted',
  section: '4-1',
  title: words(
    'The HTTPRoute refers to another namespace, and no ReferenceGrant there permits it.',
    'HTTPRoute가 다른 네임스페이스를 가리키지만, 그곳에 이를 허용하는 ReferenceGrant가 없습니다.',
  ),
  explanation: words(
    'Whoever owns a Service decides whether routes of other namespaces may lead to it: by a ReferenceGrant in the Service’s namespace, which names the kind and namespace of the route. Until then the Gateway answers 500.',
    '다른 네임스페이스의 경로가 Service로 이어져도 되는지는 Service의 주인이 정합니다. Service의 네임스페이스에 만드는 ReferenceGrant에 경로의 종류와 네임스페이스를 씁니다. 그 전까지 Gateway는 500으로 답합니다.',
  ),
  example: example(`
    + kind: ReferenceGrant
    + metadata:
    +   name: from-shop
    +   namespace: backend
    + spec:
    +   from:
    +     - group: gateway.networking.k8s.io
    +       kind: HTTPRoute
    +       namespace: shop
    +   to:
    +     - group: ""
    +       kind: Service
  `),
  matches: (failure) => {
    const found = routeDecision(failure, 'reference-not-permitted')
    if (found === undefined) return undefined
    const { hop, route, where } = found
    const target = `${hop.service?.namespace ?? ''}/${hop.service?.name ?? ''}`
    return {
      where: { ...where, path: `${where.path}.namespace` },
      weight: 2,
      facts: [
        words(`the route is in   ${namespaceOf(route)}`, `HTTPRoute의 네임스페이스   ${namespaceOf(route)}`),
        words(`it leads to   ${target}`, `이어지는 곳   ${target}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = routeDecision(failure, 'reference-not-permitted')
    const service = found?.hop.service
    if (found === undefined || service?.namespace === undefined) return []
    const from = namespaceOf(found.route)
    const grant = {
      apiVersion: `${GATEWAY_GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: `from-${from}`, namespace: service.namespace },
      spec: {
        from: [{ group: GATEWAY_GROUP, kind: 'HTTPRoute', namespace: from }],
        to: [{ group: '', kind: 'Service', name: service.name }],
      },
    } as KubernetesObject
    return [{ changes: [{ kind: 'create', object: grant }] }]
  },
}
