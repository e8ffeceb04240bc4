import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An object of the task's own start state is gone. */
export const startObjectMissing: Cause = {
  code: 'start-object-missing',
  section: '1-1',
  title: words('An object that the task put in place is gone.', '과제가 준비해 둔 오브젝트가 없습니다.'),
  explanation: words(
    'It was deleted, perhaps with its namespace: whoever deletes a namespace deletes everything in it, and kubectl replace --force deletes before it creates. grade start puts it back and leaves your own objects alone.',
    '오브젝트가 지워졌습니다. 네임스페이스를 지우면 그 안의 것도 모두 지워지며, kubectl replace --force는 만들기 전에 먼저 지웁니다. grade start로 되돌릴 수 있고, 직접 만든 오브젝트는 그대로 남습니다.',
  ),
  example: example(`
    - $ kubectl delete pod client --namespace devops
    + $ grade start 2-2
  `),
  matches: (failure) => {
    const object = findStart(failure)
    if (object === undefined) return undefined
    const { task } = failure
    return { facts: [words(`grade start ${task.id} puts it back`, `grade start ${task.id} 명령으로 되돌리세요`)], weight: 2 }
  },
  repairs: (failure) => {
    const object = findStart(failure)
    return object === undefined ? [] : [{ changes: [{ kind: 'create', object }] }]
  },
}

const findStart = ({ finding, task }: Failure): KubernetesObject | undefined => {
  if (finding.kind !== 'object-missing') return undefined
  const { kind, name, namespace } = finding.wanted
  return task.start.find(
    ({ kind: known, metadata }) =>
      known === kind && metadata.name === name && (namespace === undefined || (metadata.namespace ?? 'default') === namespace),
  )
}

/** True where the missing object is not the learner's to make. */
export const isOfStart = (failure: Failure): boolean => findStart(failure) !== undefined
