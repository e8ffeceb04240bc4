import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { allowsNamespace, listenersOfGateway } from '../../../network/gateway/listeners.ts'
import { indexSnapshot, namespaceOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { detachedRoutes } from './gateway-evidence.ts'

/** The listener takes routes of other namespaces only. */
export const gatewayRefusesNamespace: Cause = {
  code: 'gateway-refuses-namespace',
  section: '4-1',
  title: words(
    'The Gateway takes no routes from the namespace of this HTTPRoute.',
    'Gateway가 이 HTTPRoute의 네임스페이스에서 오는 경로를 받지 않습니다.',
  ),
  explanation: words(
    'Each listener says in allowedRoutes.namespaces whose routes it takes. Where nothing is said, only those of the Gateway’s own namespace: otherwise anybody could take over the Gateway’s hosts. Let in the namespace by a selector, or all with from: All.',
    '리스너마다 allowedRoutes.namespaces에 어느 네임스페이스의 경로를 받을지 정합니다. 정하지 않으면 Gateway와 같은 네임스페이스만 받습니다. 그렇지 않으면 누구나 Gateway의 호스트를 가로챌 수 있기 때문입니다. 셀렉터로 네임스페이스를 허용하거나, from: All로 모두 허용하세요.',
  ),
  example: example(`
      kind: Gateway
      spec:
        gatewayClassName: eg
        listeners:
          - name: http
            port: 80
            protocol: HTTP
    +       allowedRoutes:
    +         namespaces:
    +           from: Selector
    +           selector:
    +             matchLabels:
    +               kubernetes.io/metadata.name: shop
  `),
  matches: (failure) => {
    const found = findRefused(failure)
    if (found === undefined) return undefined
    const { gateway, index, from, namespace } = found
    return {
      where: { object: referenceTo(gateway), path: `spec.listeners[${index}].allowedRoutes.namespaces` },
      weight: 2,
      facts: [
        words(`the listener takes routes   from: ${from}`, `리스너가 받는 경로   from: ${from}`),
        words(`the route is in   ${namespace}`, `HTTPRoute의 네임스페이스   ${namespace}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findRefused(failure)
    if (found === undefined || where === undefined) return []
    const matchLabels = { [METADATA_NAME]: found.namespace }
    return [editOf(where.object, where.path, { from: 'Selector', selector: { matchLabels } })]
  },
}

const findRefused = (failure: Failure) => {
  const state = indexSnapshot(failure.snapshot)
  for (const { route, gateway, refusal } of detachedRoutes(failure)) {
    if (gateway === undefined || refusal !== 'NotAllowedByListeners') continue
    const namespace = namespaceOf(route)
    const place = listenersOfGateway(gateway).find((one) => !allowsNamespace(state, one, namespace))
    const from = place?.listener.allowedRoutes?.namespaces?.from ?? 'Same'
    if (place !== undefined) return { gateway, index: place.index, from, namespace }
  }
  return undefined
}
