import { nearest } from '../../../kubernetes/nearest.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The namespace in which the object is asked for does not exist. */
export const namespaceMissing: Cause = {
  code: 'namespace-missing',
  section: '1-1',
  title: words('The namespace does not exist.', '네임스페이스가 없습니다.'),
  explanation: words(
    'Objects can only be created in a namespace that exists. Create it first: kubectl create namespace NAME. grade start puts a task’s own namespaces back.',
    '오브젝트는 존재하는 네임스페이스에만 만들 수 있습니다. 먼저 kubectl create namespace NAME으로 만드세요. grade start는 과제의 네임스페이스를 다시 만들어 줍니다.',
  ),
  example: example(`
    - $ kubectl apply -f pod.yaml --namespace devops
    + $ kubectl create namespace devops
    + $ kubectl apply -f pod.yaml --namespace devops
  `),
  matches: ({ finding, snapshot }) => {
    if (finding.kind !== 'object-missing') return undefined
    const { namespace } = finding.wanted
    if (namespace === undefined) return undefined
    const known = snapshot.objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name ?? ''] : []))
    if (known.includes(namespace)) return undefined
    const [like] = nearest(namespace, known)
    const facts = [words(`missing: ${namespace}`, `없는 네임스페이스: ${namespace}`)]
    const similar = like === undefined ? [] : [words(`there is: ${like}`, `비슷한 네임스페이스: ${like}`)]
    return { facts: [...facts, ...similar], weight: 1 }
  },
  repairs: () => [],
}
