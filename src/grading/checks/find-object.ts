import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import type { Failed } from '../failure.ts'
import { words } from '../words.ts'

export const findObject = (snapshot: Snapshot, wanted: ObjectReference): KubernetesObject | undefined =>
  snapshot.objects.find(
    ({ kind, metadata }) => kind === wanted.kind && metadata.name === wanted.name && metadata.namespace === wanted.namespace,
  )

/** `NetworkPolicy default/allow`. */
export const nameReference = ({ kind, namespace, name }: ObjectReference): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`

export const missingObject = (wanted: ObjectReference): Failed => ({
  passed: false,
  expected: words(`${nameReference(wanted)} exists`, `${nameReference(wanted)} 존재`),
  actual: words('there is none', '없음'),
  finding: { kind: 'object-missing', wanted },
})
