import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { serviceHopOf, serviceOf } from '../evidence.ts'

/** A policy of local traffic, and no endpoint on the node that was asked. */
export const serviceLocalPolicyDrops: Cause = {
  code: 'service-local-policy-drops',
  section: '2-3',
  title: words(
    'The Service answers only on nodes that run one of its Pods.',
    'Service가 자기 Pod가 실행되는 노드에서만 응답합니다.',
  ),
  explanation: words(
    'externalTrafficPolicy: Local keeps the client’s address by sending to Pods of the same node only; other nodes drop the packets. internalTrafficPolicy does the same for clients inside. With Cluster, the default, every node answers.',
    'externalTrafficPolicy: Local은 같은 노드의 Pod로만 보내 클라이언트 주소를 보존하며, 다른 노드에서는 패킷을 버립니다. internalTrafficPolicy는 클러스터 안의 클라이언트에 대해 같은 일을 합니다. 기본값인 Cluster에서는 모든 노드가 응답합니다.',
  ),
  example: example(`
      kind: Service
      spec:
        type: NodePort
    -   externalTrafficPolicy: Local
    +   externalTrafficPolicy: Cluster
        ports:
          - port: 80
  `),
  matches: (failure) => {
    const service = serviceOf(failure)
    const hop = serviceHopOf(failure)
    if (service === undefined || hop?.decision !== 'no-local-endpoints') return undefined
    const field = hop.via === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
    return {
      where: { object: referenceTo(service), path: `spec.${field}` },
      weight: 2,
      facts: [words(`${field}   Local`, `${field}   Local`)],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, 'Cluster')]),
}
