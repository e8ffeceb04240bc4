import type { Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editsOf } from '../../repair/patch.ts'
import { serviceOf } from '../evidence.ts'
import { sourceOf } from '../policy/policy-evidence.ts'
import { nodePortEdits } from './wanted-node-port.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Nothing in the cluster gives the load balancer an address. */
export const serviceLoadBalancerPending: Cause = {
  code: 'service-load-balancer-pending',
  section: '2-3',
  title: words('Nothing here gives the load balancer an address.', '여기에는 로드 밸런서에 주소를 줄 구성 요소가 없습니다.'),
  explanation: words(
    'type: LoadBalancer asks a controller outside Kubernetes for an address, which clouds bring along. Where none runs, EXTERNAL-IP stays <pending>. The Service’s node port works all the same: use type NodePort here.',
    'type: LoadBalancer는 클라우드가 제공하는 외부 컨트롤러에 주소를 요청합니다. 그런 컨트롤러가 없으면 EXTERNAL-IP는 계속 <pending>입니다. 이때도 노드 포트는 쓸 수 있으므로 여기서는 NodePort를 쓰세요.',
  ),
  example: example(`
      kind: Service
      spec:
    -   type: LoadBalancer
    +   type: NodePort
        ports:
          - port: 80
  `),
  matches: (failure) => {
    const service = findPending(failure)
    if (service === undefined) return undefined
    const ports = (service.spec?.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []).join(', ')
    return {
      where: { object: referenceTo(service), path: 'status.loadBalancer' },
      weight: 2,
      facts: [words('EXTERNAL-IP   <pending>', 'EXTERNAL-IP   <pending>'), words(`nodePort   ${ports}`, `nodePort   ${ports}`)],
    }
  },
  repairs: (failure, { where }) => {
    const service = findPending(failure)
    if (where === undefined || service === undefined) return []
    return [editsOf(where.object, [{ path: 'spec.type', value: 'NodePort' }, ...nodePortEdits(failure.task, service)])]
  },
}

const findPending = (failure: Failure): Service | undefined => {
  const { finding } = failure
  const from = sourceOf(failure)
  const isOutside =
    finding.kind === 'not-connected' && 'service' in finding.question.to && from !== undefined && 'outside' in from
  const isAddress = finding.kind === 'field' && finding.path.startsWith('status.loadBalancer')
  const service = isAddress && isService(finding.object) ? finding.object : isOutside ? serviceOf(failure) : undefined
  const isPending = (service?.status?.loadBalancer?.ingress ?? []).length === 0
  return service?.spec?.type === 'LoadBalancer' && isPending ? service : undefined
}
