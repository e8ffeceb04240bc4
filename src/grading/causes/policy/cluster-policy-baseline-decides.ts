import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { PolicyHop } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, isTooClosed, policyHopOf } from '../evidence.ts'
import { openingRules } from './policy-evidence.ts'

/** No NetworkPolicy isolates the Pod, so the cluster's default holds. */
export const clusterPolicyBaselineDecides: Cause = {
  code: 'cluster-policy-baseline-decides',
  section: '3-1',
  title: words(
    'No NetworkPolicy selects the Pod, so the Baseline tier decides.',
    '이 Pod를 선택하는 NetworkPolicy가 없어 Baseline 계층이 결정합니다.',
  ),
  explanation: words(
    'ClusterNetworkPolicies of the Baseline tier are the default for Pods that no NetworkPolicy isolates in that direction. A NetworkPolicy that selects the Pod takes its place entirely: allow there what is needed.',
    'Baseline 계층의 ClusterNetworkPolicy는 그 방향으로 NetworkPolicy가 격리하지 않는 Pod에 적용되는 기본값입니다. Pod를 선택하는 NetworkPolicy가 있으면 기본값을 완전히 대신하므로, 필요한 것을 거기에서 허용하세요.',
  ),
  example: example(`
    + kind: NetworkPolicy
    + metadata:
    +   name: web
    + spec:
    +   podSelector:
    +     matchLabels:
    +       app: web
    +   policyTypes:
    +     - Ingress
    +   ingress:
    +     - from:
    +         - podSelector:
    +             matchLabels:
    +               app: client
  `),
  matches: (failure) => {
    const hop = baselineHop(failure)
    const rule = hop?.cluster?.decidedBy
    if (hop === undefined || rule === undefined) return undefined
    return {
      where: { object: rule.object, path: rule.path },
      weight: 1,
      facts: [
        words(`${rule.object.name} says   ${rule.action}`, `${rule.object.name}의 결정   ${rule.action}`),
        words(
          `NetworkPolicies that select ${hop.pod.namespace}/${hop.pod.name}   <none>`,
          `${hop.pod.namespace}/${hop.pod.name}: 선택하는 NetworkPolicy   <none>`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const hop = baselineHop(failure)
    const labels = hop === undefined ? undefined : findPod(failure.snapshot, hop.pod)?.metadata.labels
    if (hop === undefined || labels === undefined) return []
    const type = hop.direction === 'ingress' ? 'Ingress' : 'Egress'
    return openingRules(failure, hop).map((rule) => {
      const object = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: hop.pod.name, namespace: hop.pod.namespace },
        spec: { podSelector: { matchLabels: labels }, policyTypes: [type], [hop.direction]: [rule] },
      } as KubernetesObject
      return { changes: [{ kind: 'create', object }] }
    })
  },
}

const baselineHop = (failure: Failure): PolicyHop | undefined => {
  const hop = policyHopOf(failure)
  return hop?.cluster?.decidedBy?.tier === 'Baseline' && isTooClosed(failure) ? hop : undefined
}
