import { isNetworkPolicy } from '../../../kubernetes/guards.ts'
import { referenceTo, type ObjectReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { moveOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'

/** The policy exists, in another namespace than that of the Pods it is for. */
export const policyInOtherNamespace: Cause = {
  code: 'policy-in-other-namespace',
  section: '3-1',
  title: words('The policy stands in another namespace.', '정책이 다른 네임스페이스에 있습니다.'),
  explanation: words(
    'A NetworkPolicy selects Pods of its own namespace only. It belongs where the Pods are that it protects, not where their clients are.',
    'NetworkPolicy는 자기 네임스페이스의 Pod만 선택합니다. 클라이언트가 있는 곳이 아니라 보호할 Pod가 있는 곳에 두어야 합니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      metadata:
        name: allow-web
    -   namespace: client-team
    +   namespace: web-team
      spec:
        podSelector:
          matchLabels:
            app: web
  `),
  matches: (failure) => {
    const found = findElsewhere(failure)
    if (found === undefined) return undefined
    const { policy, namespace } = found
    return {
      where: { object: policy, path: 'metadata.namespace' },
      weight: 2,
      facts: [
        words(`it is in ${policy.namespace ?? ''}`, `현재 네임스페이스 ${policy.namespace ?? ''}`),
        words(`it belongs in ${namespace}`, `있어야 할 네임스페이스 ${namespace}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findElsewhere(failure)
    return found === undefined ? [] : [{ changes: [moveOf(found.policy, { namespace: found.namespace, name: found.name })] }]
  },
}

interface Elsewhere {
  readonly policy: ObjectReference
  /** Where it should be, and under which name. */
  readonly namespace: string
  readonly name: string
}

/** The policy that a check asks for by name, or one whose selector fits the Pod that nothing isolates. */
const findElsewhere = (failure: Failure): Elsewhere | undefined => {
  const { finding, snapshot } = failure
  if (finding.kind === 'object-missing') {
    const { kind, name, namespace } = finding.wanted
    const found = snapshot.objects.find((object) => isNetworkPolicy(object) && object.metadata.name === name)
    if (kind !== 'NetworkPolicy' || found === undefined || namespace === undefined) return undefined
    return { policy: referenceTo(found), namespace, name }
  }
  if (!isTooOpen(failure)) return undefined
  const miss = policyHopsOf(failure)
    .flatMap(({ nearMisses }) => nearMisses)
    .find(({ reason, where }) => reason === 'other-namespace' && where.path === 'metadata.namespace')
  return miss === undefined ? undefined : { policy: miss.where.object, namespace: miss.found, name: miss.where.object.name }
}
