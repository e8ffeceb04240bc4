import { isService } from '../../../kubernetes/guards.ts'
import { nearest } from '../../../kubernetes/nearest.ts'
import { namespaceOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeDecision } from './gateway-evidence.ts'

/** The route leads to a Service that does not exist. */
export const gatewayBackendMissing: Cause = {
  code: 'gateway-backend-missing',
  section: '4-1',
  title: words('The HTTPRoute leads to a Service that does not exist.', 'HTTPRoute가 없는 Service로 이어집니다.'),
  explanation: words(
    'A Gateway answers 500 for a rule whose backend is missing, and the route’s condition ResolvedRefs is False with reason BackendNotFound. Without a namespace, backendRefs names a Service of the route’s own namespace.',
    '백엔드가 없는 규칙에 Gateway는 500으로 답하고, HTTPRoute의 조건 ResolvedRefs는 BackendNotFound 이유로 False가 됩니다. 네임스페이스를 쓰지 않은 backendRefs는 HTTPRoute와 같은 네임스페이스의 Service를 가리킵니다.',
  ),
  example: example(`
      kind: HTTPRoute
      spec:
        rules:
          - backendRefs:
    -         - name: wep
    +         - name: web
                port: 80
  `),
  matches: (failure) => {
    const found = routeDecision(failure, 'backend-missing')
    if (found === undefined) return undefined
    const { hop, where } = found
    const here = servicesBeside(failure, hop.service?.namespace).join(', ') || '<none>'
    return {
      where: { ...where, path: `${where.path}.name` },
      weight: 2,
      facts: [
        words(`named   ${hop.service?.name ?? ''}`, `쓴 이름   ${hop.service?.name ?? ''}`),
        words(`Services there   ${here}`, `있는 Service   ${here}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = routeDecision(failure, 'backend-missing')
    if (found === undefined || where === undefined) return []
    const here = servicesBeside(failure, found.hop.service?.namespace ?? namespaceOf(found.route))
    const names = new Set([...nearest(found.hop.service?.name ?? '', here), ...here])
    return [...names].map((name) => editOf(where.object, where.path, name))
  },
}

const servicesBeside = ({ snapshot }: Failure, namespace: string | undefined): readonly string[] =>
  snapshot.objects
    .filter(isService)
    .flatMap(({ metadata }) =>
      metadata.namespace === namespace && metadata.name !== 'kubernetes' ? [metadata.name ?? ''] : [],
    )
