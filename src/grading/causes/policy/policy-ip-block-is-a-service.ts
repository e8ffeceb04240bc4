import type { Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { clusterIpsOf } from '../../../network/state.ts'
import { inBlocks } from '../../../network/address.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { getPath } from '../../../kubernetes/field-path.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { policyHopOf, showLabels } from '../evidence.ts'
import { fieldOf, missesOf, otherPodOf, peerFor, peerPath } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An ipBlock holds the address of a Service, which no policy ever sees. */
export const policyIpBlockIsAService: Cause = {
  code: 'policy-ip-block-is-a-service',
  section: '3-2',
  title: words(
    'The ipBlock is a Service’s address; policies see the Pod’s.',
    'ipBlock이 Service의 주소입니다. 정책은 Pod의 주소를 봅니다.',
  ),
  explanation: words(
    'A Service’s address is replaced by that of one of its Pods before a policy looks, so a rule for it never fits. Select the Pods behind the Service by their labels.',
    '정책이 보기 전에 Service의 주소는 그 뒤 Pod의 주소로 바뀌므로, Service의 주소를 적은 규칙은 결코 맞지 않습니다. Service 뒤의 Pod를 레이블로 선택하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        policyTypes:
          - Egress
        egress:
          - to:
    -         - ipBlock:
    -             cidr: 10.96.5.2/32
    +         - podSelector:
    +             matchLabels:
    +               app: web
  `),
  matches: (failure) => {
    const found = findBlock(failure)
    if (found === undefined) return undefined
    const { where, cidr, service } = found
    const name = service.metadata.name ?? ''
    return {
      where: { object: where.object, path: `${where.path}.ipBlock` },
      weight: 2,
      facts: [
        words(
          `the rule allows   ${cidr}, the address of Service ${name}`,
          `규칙이 허용하는 주소   ${cidr}, Service ${name}의 주소`,
        ),
        words(
          `behind it are Pods with   ${showLabels(service.spec?.selector)}`,
          `그 뒤의 Pod   ${showLabels(service.spec?.selector)}`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const found = findBlock(failure)
    const hop = policyHopOf(failure)
    const pod = hop === undefined ? undefined : otherPodOf(failure, hop)
    if (found === undefined || hop === undefined || pod === undefined) return []
    const { where, service } = found
    const peer = peerFor(failure, pod, hop.pod.namespace)
    const bySelector = { ...peer, podSelector: { matchLabels: service.spec?.selector ?? {} } }
    return [bySelector, peer].map((one) => editOf(where.object, where.path, one))
  },
}

interface Block {
  readonly where: FieldReference
  readonly cidr: string
  readonly service: Service
}

const findBlock = (failure: Failure): Block | undefined => {
  for (const { where } of missesOf(failure, 'address')) {
    const place = { object: where.object, path: peerPath(where.path) }
    const cidr = getPath(fieldOf(failure, place), ['ipBlock', 'cidr'])
    if (typeof cidr !== 'string' || inBlocks([cidr], '0.0.0.1')) continue
    const service = failure.snapshot.objects
      .filter(isService)
      .find((one) => clusterIpsOf(one).some((ip) => inBlocks([cidr], ip)) && one.metadata.name !== 'kubernetes')
    if (service !== undefined) return { where: place, cidr, service }
  }
  return undefined
}
