import { nearest } from '../../../kubernetes/nearest.ts'
import { namespaceOf } from '../../../network/state.ts'
import { editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { fullName } from '../evidence.ts'
import { detachedRoutes, gatewaysIn } from './gateway-evidence.ts'

/** The route names a Gateway that does not exist there. */
export const gatewayParentMissing: Cause = {
  code: 'gateway-parent-missing',
  section: '4-1',
  title: words('The HTTPRoute belongs to no Gateway that exists.', 'HTTPRoute가 가리키는 Gateway가 없습니다.'),
  explanation: words(
    'An HTTPRoute does nothing by itself: parentRefs names the Gateway that uses it. Without a namespace there, the Gateway is looked for in the route’s own namespace. kubectl describe httproute shows under Parents which Gateways have taken it.',
    'HTTPRoute만으로는 아무 일도 일어나지 않습니다. parentRefs가 이 경로를 쓸 Gateway의 이름을 댑니다. 네임스페이스를 쓰지 않으면 HTTPRoute와 같은 네임스페이스에서 찾습니다. kubectl describe httproute의 Parents에서 어떤 Gateway가 받아들였는지 볼 수 있습니다.',
  ),
  example: example(`
      kind: HTTPRoute
      spec:
        parentRefs:
    -     - name: gateway
    +     - name: shop
    +       namespace: infra
  `),
  matches: (failure) => {
    const found = detachedRoutes(failure).find(({ refusal }) => refusal === 'NoSuchParent')
    if (found === undefined) return undefined
    const parent = found.route.spec?.parentRefs?.[Number(/\d+/u.exec(found.where.path)?.[0] ?? 0)]
    const wanted = `${parent?.namespace ?? namespaceOf(found.route)}/${parent?.name ?? ''}`
    const known = gatewaysIn(failure).map(fullName).join(', ') || '<none>'
    return {
      where: found.where,
      weight: 2,
      facts: [
        words(`the route names   ${wanted}`, `HTTPRoute가 쓴 이름   ${wanted}`),
        words(`Gateways there are   ${known}`, `있는 Gateway   ${known}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = detachedRoutes(failure).find(({ refusal }) => refusal === 'NoSuchParent')
    if (where === undefined || found === undefined) return []
    const gateways = gatewaysIn(failure)
    const names = gateways.map(({ metadata }) => metadata.name ?? '')
    const likely = new Set([...nearest(found.route.spec?.parentRefs?.[0]?.name ?? '', names), ...names])
    return [...likely].flatMap((name) =>
      gateways
        .filter(({ metadata }) => metadata.name === name)
        .map((gateway) => {
          const namespace = namespaceOf(gateway)
          return editsOf(where.object, [
            { path: `${where.path}.name`, value: name },
            { path: `${where.path}.namespace`, value: namespace === namespaceOf(found.route) ? undefined : namespace },
          ])
        }),
    )
  },
}
