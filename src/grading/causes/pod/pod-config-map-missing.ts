import type { ConfigMap, Pod } from '../../../kubernetes/generated/types.ts'
import { isConfigMap } from '../../../kubernetes/guards.ts'
import { nearest } from '../../../kubernetes/nearest.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { namespaceOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, moveOf } from '../../repair/patch.ts'
import { fullName, ownObjects } from '../evidence.ts'
import { namedConfigMaps, stoppedPod } from './pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Pod waits for a ConfigMap that is not in its namespace. */
export const podConfigMapMissing: Cause = {
  code: 'pod-config-map-missing',
  section: '2-2',
  title: words(
    'The Pod waits for a ConfigMap that its namespace does not have.',
    'Pod가 기다리는 ConfigMap이 네임스페이스에 없습니다.',
  ),
  explanation: words(
    'A Pod uses ConfigMaps of its own namespace, by their exact names. Until the ConfigMap is there, the container is not started and the Pod stays at ContainerCreating. Create it, or correct the name.',
    'Pod는 자기 네임스페이스의 ConfigMap을 정확한 이름으로 씁니다. ConfigMap이 생길 때까지 컨테이너는 시작되지 않고 Pod는 ContainerCreating에 머뭅니다. ConfigMap을 만들거나 이름을 고치세요.',
  ),
  example: example(`
      kind: ConfigMap
      metadata:
    -   name: nginx-config
    +   name: nginx-conf
      ---
      kind: Pod
      spec:
        volumes:
          - name: sites
            configMap:
              name: nginx-conf
  `),
  matches: (failure) => {
    const found = findMissing(failure)
    if (found === undefined) return undefined
    const { pod, path, name, others } = found
    const there = others.map(fullName).join(', ') || '<none>'
    return {
      where: { object: referenceTo(pod), path },
      weight: 2,
      facts: [
        words(`the Pod names   ${name}`, `Pod가 쓰는 이름   ${name}`),
        words(`there is   ${there}`, `있는 ConfigMap   ${there}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findMissing(failure)
    if (found === undefined || where === undefined) return []
    const { pod, name, others } = found
    const names = others.map(({ metadata }) => metadata.name ?? '')
    const likely = [...new Set([...nearest(name, names), ...names])]
    return likely.flatMap((known) => {
      const map = others.find(({ metadata }) => metadata.name === known)
      if (map === undefined) return []
      if (map.metadata.namespace !== pod.metadata.namespace)
        return [{ changes: [moveOf(referenceTo(map), { namespace: namespaceOf(pod), name })] }]
      return [editOf(where.object, where.path, known)]
    })
  },
}

interface Missing {
  readonly pod: Pod
  readonly path: string
  readonly name: string
  /** The learner's ConfigMaps. */
  readonly others: readonly ConfigMap[]
}

const findMissing = (failure: Failure): Missing | undefined => {
  const pod = stoppedPod(failure)
  if (pod === undefined) return undefined
  const maps = failure.snapshot.objects.filter(isConfigMap)
  const isHere = (name: string): boolean =>
    maps.some(({ metadata }) => metadata.name === name && metadata.namespace === pod.metadata.namespace)
  const missing = namedConfigMaps(pod).find(({ name }) => !isHere(name))
  return missing === undefined ? undefined : { pod, ...missing, others: ownObjects(failure).filter(isConfigMap) }
}
