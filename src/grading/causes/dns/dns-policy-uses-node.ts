import type { Pod } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { resolvConf } from '../../../network/dns/resolv-conf.ts'
import { indexSnapshot, nameOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { failedLookUp } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Pod asks its node’s DNS servers, which know no names of the cluster. */
export const dnsPolicyUsesNode: Cause = {
  code: 'dns-policy-uses-node',
  section: '5-1',
  title: words(
    'The Pod asks the DNS servers of its node, which know no names of the cluster.',
    'Pod가 노드의 DNS 서버에 질의하는데, 이 서버는 클러스터의 이름을 모릅니다.',
  ),
  explanation: words(
    'dnsPolicy: Default means the node’s /etc/resolv.conf, and a Pod with hostNetwork gets it too unless dnsPolicy is ClusterFirstWithHostNet. What nearly all Pods have, and want, is ClusterFirst.',
    'dnsPolicy: Default는 노드의 /etc/resolv.conf를 뜻하며, hostNetwork인 Pod도 dnsPolicy가 ClusterFirstWithHostNet이 아니면 그것을 씁니다. 대부분의 Pod에 필요한 것은 기본값인 ClusterFirst입니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        hostNetwork: true
    +   dnsPolicy: ClusterFirstWithHostNet
  `),
  matches: (failure) => {
    const pod = findClient(failure)
    if (pod === undefined) return undefined
    const { nameservers } = resolvConf(indexSnapshot(failure.snapshot), { pod: nameOf(pod) })
    const { dnsPolicy = 'ClusterFirst', hostNetwork = false } = pod.spec ?? {}
    const { dnsServiceIp } = failure.snapshot.facts.cluster
    return {
      where: { object: referenceTo(pod), path: 'spec.dnsPolicy' },
      weight: 2,
      facts: [
        words(
          `dnsPolicy   ${dnsPolicy}${hostNetwork ? ', hostNetwork' : ''}`,
          `dnsPolicy   ${dnsPolicy}${hostNetwork ? ', hostNetwork' : ''}`,
        ),
        words(
          `it asks   ${nameservers.join(', ')}, not ${dnsServiceIp}`,
          `질의하는 서버   ${nameservers.join(', ')}, ${dnsServiceIp} 아님`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const pod = findClient(failure)
    if (pod === undefined || where === undefined) return []
    return [editOf(where.object, where.path, pod.spec?.hostNetwork === true ? 'ClusterFirstWithHostNet' : 'ClusterFirst')]
  },
}

const findClient = (failure: Failure): Pod | undefined => {
  const client = failedLookUp(failure)?.client
  if (client === undefined) return undefined
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false } = client.spec ?? {}
  return dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork) ? client : undefined
}
