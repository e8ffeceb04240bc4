import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { serviceHopOf, serviceOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The server sees a node’s address instead of the client’s. */
export const serviceSourceAddressLost: Cause = {
  code: 'service-source-address-lost',
  section: '2-3',
  title: words('The server sees a node’s address instead of the client’s.', '서버가 클라이언트 대신 노드의 주소를 봅니다.'),
  explanation: words(
    'With externalTrafficPolicy: Cluster, the default, any node may hand a connection on to a Pod of another node, and puts its own address in so that the reply comes back. Local keeps the client’s address; then only nodes that run a Pod of the Service answer.',
    '기본값인 externalTrafficPolicy: Cluster에서는 어느 노드나 다른 노드의 Pod로 연결을 넘길 수 있고, 응답이 돌아오도록 출발지를 자기 주소로 바꿉니다. Local이면 클라이언트의 주소가 남는 대신 Service의 Pod가 있는 노드만 응답합니다.',
  ),
  example: example(`
      kind: Service
      spec:
        type: NodePort
    +   externalTrafficPolicy: Local
        ports:
          - port: 80
  `),
  matches: (failure) => {
    const { finding } = failure
    const hop = serviceHopOf(failure)
    const service = serviceOf(failure)
    if (finding.kind !== 'http' || finding.mismatch !== 'body' || hop?.masqueraded !== true || service === undefined)
      return undefined
    const { from } = finding.question
    if (!('outside' in from) || finding.wanted.body?.includes(from.outside) !== true) return undefined
    return {
      where: { object: referenceTo(service), path: 'spec.externalTrafficPolicy' },
      weight: 2,
      facts: [
        words(`the client   ${from.outside}`, `클라이언트   ${from.outside}`),
        words(`the server sees   ${hop.after?.sourceIp ?? ''}`, `서버가 보는 주소   ${hop.after?.sourceIp ?? ''}`),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, 'Local')]),
}
