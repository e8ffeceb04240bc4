import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo, type KubernetesObject } from '../../../kubernetes/object.ts'
import { namedObjects } from '../../checks/named-objects.ts'
import type { Failure } from '../../failure.ts'
import { moveOf, type Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ownObjects } from '../evidence.ts'
import { isOfStart } from './start-object-missing.ts'

/** The object exists, in another namespace. */
export const objectInOtherNamespace: Cause = {
  code: 'object-in-other-namespace',
  section: '1-1',
  title: words('The object is there, in another namespace.', '오브젝트가 다른 네임스페이스에 있습니다.'),
  explanation: words(
    'Names hold within a namespace. Without -n or metadata.namespace, kubectl uses the namespace of its context, which is default unless it was changed. An object cannot be moved: delete it and create it where it belongs.',
    '이름은 네임스페이스 안에서만 통합니다. -n이나 metadata.namespace가 없으면 kubectl은 컨텍스트의 네임스페이스를 쓰며, 바꾸지 않았다면 default입니다. 오브젝트는 옮길 수 없으므로 지우고 맞는 곳에 다시 만드세요.',
  ),
  example: example(`
      kind: Pod
      metadata:
        name: web
    +   namespace: devops
  `),
  matches: (failure) => {
    const { finding } = failure
    if (finding.kind !== 'object-missing' || finding.wanted.kind === 'NetworkPolicy' || isOfStart(failure)) return undefined
    const { wanted } = finding
    const found = ownObjects(failure).find(({ kind, metadata }) => kind === wanted.kind && metadata.name === wanted.name)
    if (found === undefined || wanted.namespace === undefined) return undefined
    return {
      where: { object: referenceTo(found), path: 'metadata.namespace' },
      weight: 2,
      facts: [
        words(`it is in   ${found.metadata.namespace ?? ''}`, `현재 네임스페이스   ${found.metadata.namespace ?? ''}`),
        words(`it belongs in   ${wanted.namespace}`, `있어야 할 네임스페이스   ${wanted.namespace}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const { finding } = failure
    const namespace = finding.kind === 'object-missing' ? finding.wanted.namespace : undefined
    if (namespace === undefined || where === undefined) return []
    const there = ownObjects(failure).filter(({ metadata }) => metadata.namespace === where.object.namespace)
    const alone = there.filter(({ kind, metadata }) => kind === where.object.kind && metadata.name === where.object.name)
    const named = there.filter((object) => isNamedIn(failure, object, namespace))
    const mounted = there.filter((object) => named.some((pod) => isPod(pod) && mounts(pod, object)))
    const sets = [alone, named, [...named, ...mounted], there]
    const distinct = sets.filter((set, index) => set.length > (sets[index - 1]?.length ?? 0))
    return distinct.map((objects) => moveAll(objects, namespace))
  },
}

const isNamedIn = ({ task }: Failure, { kind, metadata }: KubernetesObject, namespace: string): boolean =>
  namedObjects(task).some((named) => named.kind === kind && named.name === metadata.name && named.namespace === namespace)

const mounts = ({ spec }: Pod, { kind, metadata: { name } }: KubernetesObject): boolean =>
  (spec?.volumes ?? []).some(({ configMap, secret }) =>
    kind === 'ConfigMap' ? configMap?.name === name : kind === 'Secret' && secret?.secretName === name,
  )

/** What others need comes first. */
const moveAll = (objects: readonly KubernetesObject[], namespace: string): Patch => ({
  changes: objects
    .toSorted((one, other) => Number(isPod(one)) - Number(isPod(other)))
    .map((object) => moveOf(referenceTo(object), { namespace, name: object.metadata.name ?? '' })),
})
