import { isNetworkPolicy } from '../../../kubernetes/guards.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { NetworkPolicy } from '../../../kubernetes/generated/types.ts'
import type { PolicyHop } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editsOf } from '../../repair/patch.ts'
import { findPod, isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The rules are for what the Pod sends, not for what it receives, or the other way round. */
export const policyWrongDirection: Cause = {
  code: 'policy-wrong-direction',
  section: '3-1',
  title: words('The policy is for the other direction.', '정책의 방향이 반대입니다.'),
  explanation: words(
    'ingress and from are about connections that come to the Pods that podSelector selects, egress and to about those that they open. To keep clients out of a server, select the server and write ingress.',
    'ingress와 from은 podSelector가 선택한 Pod로 들어오는 연결을, egress와 to는 그 Pod가 여는 연결을 다룹니다. 서버에 클라이언트가 들어오지 못하게 하려면 서버를 선택하고 ingress를 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector:
          matchLabels:
            app: web
        policyTypes:
    -     - Egress
    -   egress:
    -     - to:
    +     - Ingress
    +   ingress:
    +     - from:
              - podSelector:
                  matchLabels:
                    role: client
  `),
  matches: (failure) => {
    const found = findTurned(failure)
    if (found === undefined) return undefined
    const { policy, hop } = found
    const has = hop.direction === 'ingress' ? 'egress' : 'ingress'
    return {
      where: { object: referenceTo(policy), path: `spec.${has}` },
      weight: 2,
      facts: [
        words(`it has rules for   ${has}`, `규칙이 있는 방향   ${has}`),
        words(`the connection is, seen from the Pod,   ${hop.direction}`, `Pod에서 본 연결의 방향   ${hop.direction}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findTurned(failure)
    if (found === undefined) return []
    const { policy, hop } = found
    const reference = referenceTo(policy)
    if (hop.direction === 'egress') {
      const egress = (policy.spec?.ingress ?? []).map(({ from, ...rule }) => ({
        ...(from === undefined ? {} : { to: from }),
        ...rule,
      }))
      return [editsOf(reference, [{ path: 'spec.ingress', value: undefined }, { path: 'spec.egress', value: egress }, EGRESS])]
    }
    const ingress = (policy.spec?.egress ?? []).map(({ to, ...rule }) => ({
      ...(to === undefined ? {} : { from: to }),
      ...rule,
    }))
    return [editsOf(reference, [{ path: 'spec.egress', value: undefined }, { path: 'spec.ingress', value: ingress }, INGRESS])]
  },
}

const INGRESS = { path: 'spec.policyTypes', value: ['Ingress'] }
const EGRESS = { path: 'spec.policyTypes', value: ['Egress'] }

interface Turned {
  readonly policy: NetworkPolicy
  readonly hop: PolicyHop
}

/** A Pod that nothing isolates this way, and a policy for it that has rules for the other way only. */
const findTurned = (failure: Failure): Turned | undefined => {
  const hops = policyHopsOf(failure)
  // Where one end is isolated, the rules there are what lets the connection through.
  if (!isTooOpen(failure) || hops.some(({ decision }) => decision !== 'not-isolated')) return undefined
  for (const hop of hops) {
    const pod = findPod(failure.snapshot, hop.pod)
    if (pod === undefined) continue
    const policy = failure.snapshot.objects
      .filter(isNetworkPolicy)
      .find(
        ({ metadata, spec }) =>
          metadata.namespace === pod.metadata.namespace &&
          matchesSelector(spec?.podSelector ?? {}, pod.metadata.labels ?? {}) &&
          (spec?.[hop.direction] ?? []).length === 0 &&
          (spec?.[hop.direction === 'ingress' ? 'egress' : 'ingress'] ?? []).length > 0,
      )
    if (policy !== undefined) return { policy, hop }
  }
  return undefined
}
