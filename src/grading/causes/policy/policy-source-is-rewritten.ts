import { referenceTo, type ObjectReference } from '../../../kubernetes/object.ts'
import { isNode } from '../../../kubernetes/guards.ts'
import type { PolicyHop, ServiceHop } from '../../../network/model.ts'
import { addressesOfNode } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { isTooClosed, policyHopOf, serviceHopOf, serviceOf } from '../evidence.ts'
import { addRules, sourceOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A client outside arrives with the address of a node. */
export const policySourceIsRewritten: Cause = {
  code: 'policy-source-is-rewritten',
  section: '3-2',
  title: words('The client arrives with a node’s address.', '클라이언트의 패킷이 노드의 주소로 도착합니다.'),
  explanation: words(
    'A node that hands a connection from outside on to a Pod puts its own address in as the source, so a rule for the client’s address does not fit. With externalTrafficPolicy: Local the address stays, and only nodes with a Pod of the Service answer.',
    '밖에서 온 연결을 Pod로 넘기는 노드는 출발지를 자기 주소로 바꾸므로, 클라이언트의 주소를 적은 규칙은 맞지 않습니다. externalTrafficPolicy: Local이면 주소가 그대로 남고, Service의 Pod가 있는 노드만 응답합니다.',
  ),
  example: example(`
      kind: Service
      spec:
        type: NodePort
    +   externalTrafficPolicy: Local
        ports:
          - port: 80
      ---
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - ipBlock:
                  cidr: 203.0.113.0/24
  `),
  matches: (failure) => {
    const found = findRewritten(failure)
    if (found === undefined) return undefined
    const { hop, service, policy } = found
    return {
      where: { object: policy, path: 'spec.ingress' },
      weight: 2,
      facts: [
        words(
          `the client’s address   ${service.before?.sourceIp ?? ''}`,
          `클라이언트의 주소   ${service.before?.sourceIp ?? ''}`,
        ),
        words(
          `the policy sees   ${hop.before?.sourceIp ?? ''}, a node’s`,
          `정책이 보는 주소   ${hop.before?.sourceIp ?? ''}, 노드의 주소`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const service = serviceOf(failure)
    const packet = policyHopOf(failure)?.before
    if (where === undefined || packet === undefined) return []
    const keep = service === undefined ? [] : [editOf(referenceTo(service), 'spec.externalTrafficPolicy', 'Local')]
    const nodes = failure.snapshot.objects.filter(isNode).flatMap(addressesOfNode)
    const from = nodes.map((ip) => ({ ipBlock: { cidr: `${ip}/${ip.includes(':') ? 128 : 32}` } }))
    const ports = [{ protocol: packet.protocol, port: packet.destinationPort }]
    return [...keep, ...addRules(failure, where.object, [{ from, ports }])]
  },
}

interface Rewritten {
  readonly hop: PolicyHop
  readonly service: ServiceHop
  readonly policy: ObjectReference
}

const findRewritten = (failure: Failure): Rewritten | undefined => {
  const hop = policyHopOf(failure)
  const service = serviceHopOf(failure)
  const from = sourceOf(failure)
  const [policy] = hop?.isolatedBy ?? []
  if (!isTooClosed(failure) || hop?.direction !== 'ingress' || service?.masqueraded !== true || policy === undefined)
    return undefined
  return from !== undefined && 'outside' in from ? { hop, service, policy } : undefined
}
