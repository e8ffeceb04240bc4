import type { ConfigMap, Pod } from '../../../kubernetes/generated/types.ts'
import { isConfigMap } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { mountConfigMap } from '../../repair/mount-config-map.ts'
import { SITES } from '../../repair/nginx-configuration.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { listenerHopOf, ownObjects } from '../evidence.ts'
import { answeringPods, containersWithPaths, namedConfigMaps, type PlacedContainer } from './pod-evidence.ts'

/** A configuration for the server is there, and no container reads it. */
export const podConfigMapNotMounted: Cause = {
  code: 'pod-config-map-not-mounted',
  section: '2-2',
  title: words('The ConfigMap is there, but the Pod does not mount it.', 'ConfigMap은 있지만 Pod가 마운트하지 않습니다.'),
  explanation: words(
    'A ConfigMap does nothing by itself. A Pod names it in spec.volumes, and a container says in volumeMounts at which path its keys become files; nginx reads *.conf in /etc/nginx/conf.d. Neither can be added to a running Pod: kubectl replace --force -f FILE makes it anew.',
    'ConfigMap은 그 자체로는 아무 일도 하지 않습니다. Pod가 spec.volumes에서 이름을 대고, 컨테이너가 volumeMounts에서 키를 어느 경로의 파일로 만들지 정해야 합니다. nginx는 /etc/nginx/conf.d의 *.conf를 읽습니다. 실행 중인 Pod에는 둘 다 추가할 수 없으므로 kubectl replace --force -f FILE로 다시 만드세요.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: nginx
            image: nginx
    +       volumeMounts:
    +         - name: configuration
    +           mountPath: /etc/nginx/conf.d
    +   volumes:
    +     - name: configuration
    +       configMap:
    +         name: nginx-8080
  `),
  matches: (failure) => {
    const found = findUnused(failure)
    if (found === undefined) return undefined
    const { pod, server, map } = found
    return {
      where: { object: referenceTo(pod), path: `${server.path}.volumeMounts` },
      weight: 2,
      facts: [
        words(
          `ConfigMap ${map.metadata.name ?? ''} configures a server   ${Object.keys(map.data ?? {}).join(', ')}`,
          `서버 설정이 있는 ConfigMap ${map.metadata.name ?? ''}   ${Object.keys(map.data ?? {}).join(', ')}`,
        ),
        words(
          `Pod ${pod.metadata.name ?? ''} mounts   ${showMounts(server)}`,
          `Pod ${pod.metadata.name ?? ''}의 마운트   ${showMounts(server)}`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const found = findUnused(failure)
    if (found === undefined) return []
    const { pod, server, map } = found
    return [{ changes: [mountConfigMap(pod, server.container.name, map.metadata.name ?? '', [{ mountPath: SITES }])] }]
  },
}

interface Unused {
  readonly pod: Pod
  readonly server: PlacedContainer
  readonly map: ConfigMap
}

const showMounts = ({ container }: PlacedContainer): string =>
  (container.volumeMounts ?? [])
    .filter(({ name }) => !name.startsWith('kube-api-access-'))
    .map(({ mountPath }) => mountPath)
    .join(', ') || '<none>'

const isServer = ({ container: { image = '' }, path }: PlacedContainer): boolean =>
  path.startsWith('spec.containers') && /(?:^|\/)nginx(?:[:@]|$)/u.test(image)

const findUnused = (failure: Failure): Unused | undefined => {
  if (listenerHopOf(failure)?.decision !== 'refused' && failure.finding.kind !== 'http') return undefined
  for (const pod of answeringPods(failure)) {
    const server = containersWithPaths(pod).find(isServer)
    const used = new Set(namedConfigMaps(pod).map(({ name }) => name))
    const map = ownObjects(failure)
      .filter(isConfigMap)
      .find(
        ({ metadata, data = {} }) =>
          metadata.namespace === pod.metadata.namespace &&
          !used.has(metadata.name ?? '') &&
          Object.values(data).some((text) => /\blisten\s+\S+\s*;/u.test(text)),
      )
    if (server !== undefined && map !== undefined) return { pod, server, map }
  }
  return undefined
}
