import { isNetworkPolicy } from '../../kubernetes/guards.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { moveOf } from '../repair/patch.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'

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
  matches: ({ finding, snapshot }) => {
    if (finding.kind !== 'object-missing' || finding.wanted.kind !== 'NetworkPolicy') return undefined
    const { wanted } = finding
    const found = snapshot.objects.find((object) => isNetworkPolicy(object) && object.metadata.name === wanted.name)
    if (found === undefined) return undefined
    return {
      where: { object: referenceTo(found), path: 'metadata.namespace' },
      weight: 2,
      facts: [
        words(`it is in ${found.metadata.namespace ?? ''}`, `현재 네임스페이스 ${found.metadata.namespace ?? ''}`),
        words(`it belongs in ${wanted.namespace ?? ''}`, `있어야 할 네임스페이스 ${wanted.namespace ?? ''}`),
      ],
    }
  },
  repairs: ({ finding }, { where }) => {
    if (finding.kind !== 'object-missing' || where === undefined || finding.wanted.namespace === undefined) return []
    return [{ changes: [moveOf(where.object, { namespace: finding.wanted.namespace, name: finding.wanted.name })] }]
  },
}
