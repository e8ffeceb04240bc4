import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf, editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { serviceHopOf, serviceOf, wantedPort } from '../evidence.ts'

/** The Service exists and has no such port: targetPort or nodePort was taken for port, or the other way round. */
export const servicePortConfusion: Cause = {
  code: 'service-port-confusion',
  section: '2-1',
  title: words('The Service has no such port.', 'Service에 그 포트가 없습니다.'),
  explanation: words(
    'Three numbers stand in a Service: port, at its own address; targetPort, where the Pods listen; nodePort, on every node. Clients of the Service’s name or cluster address use port.',
    'Service에는 세 가지 번호가 있습니다. port는 Service 자신의 주소에서, targetPort는 Pod에서, nodePort는 모든 노드에서 쓰는 번호입니다. Service의 이름이나 클러스터 주소로 접속할 때는 port를 씁니다.',
  ),
  example: example(`
      kind: Service
      metadata:
        name: web
      spec:
        ports:
          - port: 80
            targetPort: 8080
      ---
    - $ wget -qO- http://web:8080
    + $ wget -qO- http://web:80
  `),
  matches: (failure) => {
    const hop = serviceHopOf(failure)
    const service = serviceOf(failure)
    if (hop?.decision !== 'no-such-port' || service === undefined) return undefined
    const ports = (service.spec?.ports ?? []).map(({ port, targetPort, nodePort }) =>
      [
        `port ${port}`,
        `targetPort ${String(targetPort ?? port)}`,
        ...(nodePort === undefined ? [] : [`nodePort ${nodePort}`]),
      ].join(', '),
    )
    const asked = wantedPort(failure) ?? ''
    return {
      where: { object: referenceTo(service), path: 'spec.ports[0].port' },
      weight: 2,
      facts: [
        words(`asked for   ${asked}`, `요구된 포트   ${asked}`),
        words(`there is   ${ports.join('; ')}`, `있는 포트   ${ports.join('; ')}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const port = wantedPort(failure)
    if (where === undefined || port === undefined) return []
    const withTarget = editsOf(where.object, [
      { path: where.path, value: port },
      { path: where.path.replace(/\.port$/u, '.targetPort'), value: undefined },
    ])
    return [editOf(where.object, where.path, port), withTarget]
  },
}
