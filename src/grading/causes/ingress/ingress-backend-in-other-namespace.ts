import { isService } from '../../../kubernetes/guards.ts'
import type { Service } from '../../../kubernetes/generated/types.ts'
import { referenceTo, type FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { moveOf } from '../../repair/patch.ts'
import { fullName, ownObjects, routeHopOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The backend is a Service of another namespace. */
export const ingressBackendInOtherNamespace: Cause = {
  code: 'ingress-backend-in-other-namespace',
  section: '4-1',
  title: words('The backend’s Service is in another namespace.', '백엔드 Service가 다른 네임스페이스에 있습니다.'),
  explanation: words(
    'An Ingress looks for its backends in its own namespace only. Create the Ingress where the Service is; Ingresses of several namespaces may share a host.',
    'Ingress는 자기 네임스페이스에서만 백엔드를 찾습니다. Service가 있는 네임스페이스에 Ingress를 만드세요. 여러 네임스페이스의 Ingress가 한 호스트를 함께 쓸 수 있습니다.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        name: web
    -   namespace: default
    +   namespace: shop
      spec:
        defaultBackend:
          service:
            name: web
            port:
              number: 80
      ---
      kind: Service
      metadata:
        name: web
        namespace: shop
  `),
  matches: (failure) => {
    const found = findElsewhere(failure)
    if (found === undefined) return undefined
    const { rule, service } = found
    return {
      where: { object: rule.object, path: 'metadata.namespace' },
      weight: 2,
      facts: [
        words(`the Ingress is in   ${rule.object.namespace ?? ''}`, `Ingress의 네임스페이스   ${rule.object.namespace ?? ''}`),
        words(`the Service is   ${fullName(service)}`, `Service   ${fullName(service)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findElsewhere(failure)
    if (found === undefined || where === undefined) return []
    const { service } = found
    const { namespace = '', name = '' } = service.metadata
    const isOwn = ownObjects(failure).some((one) => isService(one) && fullName(one) === fullName(service))
    return [
      { changes: [moveOf(where.object, { namespace, name: where.object.name })] },
      ...(isOwn && where.object.namespace !== undefined
        ? [{ changes: [moveOf(referenceTo(service), { namespace: where.object.namespace, name })] }]
        : []),
    ]
  },
}

interface Elsewhere {
  readonly rule: FieldReference
  readonly service: Service
}

const findElsewhere = (failure: Failure): Elsewhere | undefined => {
  const hop = routeHopOf(failure)
  const name = hop?.service?.name
  if (hop?.decision !== 'backend-missing' || hop.rule === undefined || name === undefined) return undefined
  const service = failure.snapshot.objects
    .filter(isService)
    .find(({ metadata }) => metadata.name === name && metadata.namespace !== hop.rule?.object.namespace)
  return service === undefined ? undefined : { rule: hop.rule, service }
}
