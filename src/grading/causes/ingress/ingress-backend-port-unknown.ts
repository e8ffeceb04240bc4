import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf, serviceOf } from '../evidence.ts'

/** The backend's port is none of the Service's. */
export const ingressBackendPortUnknown: Cause = {
  code: 'ingress-backend-port-unknown',
  section: '4-1',
  title: words('The backend’s port is not one of the Service’s.', '백엔드의 포트가 Service에 없습니다.'),
  explanation: words(
    'backend.service.port is a port of the Service, by number or name, not the container’s. With any other the controller answers 503.',
    'backend.service.port에는 컨테이너의 포트가 아니라 Service의 포트를 번호나 이름으로 씁니다. 다른 포트를 쓰면 컨트롤러는 503으로 답합니다.',
  ),
  example: example(`
      kind: Ingress
      spec:
        defaultBackend:
          service:
            name: web
            port:
    -         number: 8080
    +         number: 80
      ---
      kind: Service
      metadata:
        name: web
      spec:
        ports:
          - port: 80
            targetPort: 8080
  `),
  matches: (failure) => {
    const hop = routeHopOf(failure)
    if (hop?.decision !== 'backend-port-unknown' || hop.rule === undefined) return undefined
    const ports = (serviceOf(failure)?.spec?.ports ?? []).map(({ name, port }) =>
      name === undefined ? `${port}` : `${name}=${port}`,
    )
    return {
      where: { object: hop.rule.object, path: `${hop.rule.path.replace(/\.backend.*$/u, '')}.backend.service.port` },
      weight: 2,
      facts: [
        words(
          `Service ${hop.service?.name ?? ''} has   ${ports.join(', ')}`,
          `Service ${hop.service?.name ?? ''}의 포트   ${ports.join(', ')}`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) =>
    where === undefined
      ? []
      : (serviceOf(failure)?.spec?.ports ?? []).map(({ port }) => editOf(where.object, where.path, { number: port })),
}
