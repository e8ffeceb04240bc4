import type { Service } from '../../../kubernetes/generated/types.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { podsWith, serviceHopOf, serviceOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The load balancer’s nodes have no Pod of the controller. */
export const ingressHealthCheckBlocked: Cause = {
  code: 'ingress-health-check-blocked',
  section: '4-1',
  title: words(
    'The nodes behind the load balancer have no Pod of the Ingress controller.',
    '로드 밸런서 뒤의 노드에 Ingress 컨트롤러의 Pod가 없습니다.',
  ),
  explanation: words(
    'With externalTrafficPolicy: Local only nodes that run a Pod of the controller answer, and the load balancer finds out which by the health check port. Where it cannot ask, or sends to another node, the reply is empty. Open that port to it, or use Cluster.',
    'externalTrafficPolicy: Local이면 컨트롤러의 Pod가 있는 노드만 응답하며, 로드 밸런서는 헬스 체크 포트로 그런 노드를 알아냅니다. 이 포트가 막혔거나 다른 노드로 보내면 응답이 오지 않습니다. 포트를 열거나 Cluster를 쓰세요.',
  ),
  example: example(`
      kind: Service
      metadata:
        name: ingress-nginx-controller
      spec:
        type: LoadBalancer
    -   externalTrafficPolicy: Local
    +   externalTrafficPolicy: Cluster
  `),
  matches: (failure) => {
    const service = findController(failure)
    if (service === undefined) return undefined
    const port = service.spec?.healthCheckNodePort
    return {
      where: { object: referenceTo(service), path: 'spec.externalTrafficPolicy' },
      weight: 2,
      facts: [
        words('externalTrafficPolicy   Local', 'externalTrafficPolicy   Local'),
        ...(port === undefined ? [] : [words(`health check port   ${port}`, `헬스 체크 포트   ${port}`)]),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, 'Cluster')]),
}

/** The Service in front of an Ingress controller, where the node that was asked runs none of its Pods. */
const findController = (failure: Failure): Service | undefined => {
  const service = serviceOf(failure)
  const hop = serviceHopOf(failure)
  if (service === undefined || hop?.decision !== 'no-local-endpoints' || hop.via === 'cluster-ip') return undefined
  const { selector = {} } = service.spec ?? {}
  const isController = failure.snapshot.facts.cluster.ingressControllers.some(
    ({ namespace, podLabels }) =>
      service.metadata.namespace === namespace &&
      Object.keys(selector).length > 0 &&
      podsWith(failure.snapshot, namespace, podLabels).some(({ metadata }) => matchesMap(selector, metadata.labels ?? {})),
  )
  return isController ? service : undefined
}
