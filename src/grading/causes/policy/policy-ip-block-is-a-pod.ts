import { getPath } from '../../../kubernetes/field-path.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { inBlocks } from '../../../network/address.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { isTooOpen, policyHopOf } from '../evidence.ts'
import { fieldOf, missesOf, otherPodOf, peerFor, peerPath } from './policy-evidence.ts'
import { wantedRules } from './wanted-rule.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An ipBlock holds addresses of Pods, which change. */
export const policyIpBlockIsAPod: Cause = {
  code: 'policy-ip-block-is-a-pod',
  section: '3-2',
  title: words('The ipBlock holds Pod addresses, which change.', 'ipBlock에 Pod의 주소가 있습니다. 이 주소는 바뀝니다.'),
  explanation: words(
    'A Pod that is made anew gets another address, and the old one goes to somebody else. ipBlock is meant for addresses outside the cluster, and some network plugins never match Pods by it. Select Pods by their labels and those of their namespace.',
    '다시 만든 Pod는 다른 주소를 받고, 예전 주소는 다른 Pod가 쓰게 됩니다. ipBlock은 클러스터 밖의 주소를 위한 것이며, 네트워크 플러그인에 따라 Pod에는 적용되지 않습니다. Pod는 레이블과 네임스페이스의 레이블로 선택하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
    -         - ipBlock:
    -             cidr: 10.244.1.7/32
    +         - podSelector:
    +             matchLabels:
    +               role: client
  `),
  matches: (failure) => {
    const found = findBlock(failure)
    const hop = policyHopOf(failure)
    if (found === undefined || hop === undefined) return undefined
    const ip = hop.direction === 'ingress' ? hop.before?.sourceIp : hop.before?.destinationIp
    return {
      where: { object: found.where.object, path: `${found.where.path}.ipBlock` },
      weight: 2,
      facts: [
        words(
          `the rule allows   ${found.cidr}, of the Pod network`,
          `규칙이 허용하는 주소   ${found.cidr}, Pod 네트워크의 주소`,
        ),
        ...(ip === undefined ? [] : [words(`the other end has   ${ip}`, `상대의 주소   ${ip}`)]),
      ],
    }
  },
  repairs: (failure) => {
    const found = findBlock(failure)
    const hop = policyHopOf(failure)
    if (found === undefined || hop === undefined) return []
    const pod = otherPodOf(failure, hop)
    const wanted = hop.direction === 'ingress' ? wantedRules(failure, hop.pod).flatMap(({ from }) => from.slice(0, 1)) : []
    const peers = [...wanted, ...(pod === undefined || isTooOpen(failure) ? [] : [peerFor(failure, pod, hop.pod.namespace)])]
    return peers.map((peer) => editOf(found.where.object, found.where.path, peer))
  },
}

interface Block {
  readonly where: FieldReference
  readonly cidr: string
}

const findBlock = (failure: Failure): Block | undefined => {
  const misses = missesOf(failure, 'address').map(({ where }) => where)
  const allowing = isTooOpen(failure) ? (policyHopOf(failure)?.allowedByPeers ?? []) : []
  for (const { object, path } of [...misses, ...allowing]) {
    const where = { object, path: peerPath(path) }
    const cidr = getPath(fieldOf(failure, where), ['ipBlock', 'cidr'])
    const [ip = ''] = typeof cidr === 'string' ? cidr.split('/') : []
    if (typeof cidr === 'string' && inBlocks(failure.snapshot.facts.cluster.podCidrs, ip)) return { where, cidr }
  }
  return undefined
}
