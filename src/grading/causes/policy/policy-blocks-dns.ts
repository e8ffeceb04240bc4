import { isList } from '../../../kubernetes/json.ts'
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import type { PolicyHop, Resolution } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { fieldOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** The client may not ask the DNS server, so names lead nowhere. */
export const policyBlocksDns: Cause = {
  code: 'policy-blocks-dns',
  section: '3-2',
  title: words('The policy keeps the client from asking DNS.', '정책 때문에 클라이언트가 DNS에 질의할 수 없습니다.'),
  explanation: words(
    'A client that uses a name asks the DNS server first, and once a policy isolates its egress that is a connection like any other. Allow UDP and TCP 53 to the Pods of kube-dns in kube-system beside what the client is to reach.',
    '이름을 쓰는 클라이언트는 먼저 DNS 서버에 질의하며, egress가 격리되면 이 연결도 허용되어야 합니다. 클라이언트가 닿아야 할 곳과 함께 kube-system의 kube-dns Pod로 가는 UDP와 TCP 53을 허용하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        policyTypes:
          - Egress
        egress:
          - to:
              - podSelector:
                  matchLabels:
                    app: web
    +     - to:
    +         - namespaceSelector:
    +             matchLabels:
    +               kubernetes.io/metadata.name: kube-system
    +           podSelector:
    +             matchLabels:
    +               k8s-app: kube-dns
    +       ports:
    +         - protocol: UDP
    +           port: 53
    +         - protocol: TCP
    +           port: 53
  `),
  matches: (failure) => {
    const found = findBlocked(failure)
    const policy = found?.hop.isolatedBy[0]
    if (found === undefined || policy === undefined) return undefined
    const server = found.hop.before?.destinationIp ?? ''
    return {
      where: { object: policy, path: 'spec.egress' },
      weight: 2,
      facts: [
        words(`looked up first   ${found.name}`, `먼저 조회한 이름   ${found.name}`),
        words(
          `${policy.name} allows no packet to the DNS server   ${server}:53/UDP`,
          ko(`${policy.name}이(가) 허용하지 않는 DNS 서버   ${server}:53/UDP`),
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    if (where === undefined) return []
    const rules = fieldOf(failure, where)
    return [editOf(where.object, `${where.path}[${isList(rules) ? rules.length : 0}]`, TO_DNS)]
  },
}

const TO_DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { [METADATA_NAME]: 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
}

interface Blocked {
  readonly name: string
  readonly hop: PolicyHop
}

const resolutionOf = ({ finding, walk }: Failure): Resolution | undefined =>
  finding.kind === 'name'
    ? finding.resolution
    : walk?.hops.flatMap((hop) => (hop.kind === 'resolve' && hop.stops ? [hop.resolution] : []))[0]

const findBlocked = (failure: Failure): Blocked | undefined => {
  const resolution = resolutionOf(failure)
  if (resolution?.outcome !== 'timed-out') return undefined
  const hop = resolution.server?.outcomes
    .flatMap(({ walk }) => walk.hops)
    .find((one): one is PolicyHop => one.kind === 'policy' && one.stops && one.direction === 'egress')
  return hop === undefined ? undefined : { name: resolution.question.name, hop }
}
