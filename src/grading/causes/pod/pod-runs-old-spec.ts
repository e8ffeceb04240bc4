import type { ConfigMap, Pod } from '../../../kubernetes/generated/types.ts'
import { isConfigMap } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { answeringPods, changedAt, containersWithPaths } from './pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Pod runs with what its ConfigMap said when it was started. */
export const podRunsOldSpec: Cause = {
  code: 'pod-runs-old-spec',
  section: '2-2',
  title: words(
    'The Pod still runs with the configuration it was started with.',
    'Pod가 시작할 때의 설정으로 계속 실행되고 있습니다.',
  ),
  explanation: words(
    'A changed ConfigMap reaches the files of a running Pod after a while, but programs such as nginx read their configuration at their start, and environment variables never change. Neither does kubectl apply change a bare Pod’s containers. Make the Pod anew: kubectl replace --force -f FILE.',
    'ConfigMap을 바꾸면 잠시 뒤 실행 중인 Pod의 파일도 바뀌지만, nginx 같은 프로그램은 시작할 때만 설정을 읽고 환경 변수는 바뀌지 않습니다. kubectl apply로도 단독 Pod의 컨테이너는 바뀌지 않습니다. kubectl replace --force -f FILE로 Pod를 다시 만드세요.',
  ),
  example: example(`
    - $ kubectl apply -f configmap.yaml
    + $ kubectl apply -f configmap.yaml
    + $ kubectl replace --force -f pod.yaml
  `),
  matches: (failure) => {
    const found = findOld(failure)
    if (found === undefined) return undefined
    const { pod, map } = found
    return {
      where: { object: referenceTo(pod), path: 'status.startTime' },
      weight: 2,
      facts: [
        words(
          `Pod ${pod.metadata.name ?? ''} was started   ${pod.status?.startTime ?? ''}`,
          `Pod ${pod.metadata.name ?? ''}의 시작   ${pod.status?.startTime ?? ''}`,
        ),
        words(
          `ConfigMap ${map.metadata.name ?? ''} was changed   ${changedAt(map)}`,
          `ConfigMap ${map.metadata.name ?? ''}의 변경   ${changedAt(map)}`,
        ),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [{ changes: [{ kind: 'recreate', object: where.object }] }]),
}

interface Old {
  readonly pod: Pod
  readonly map: ConfigMap
}

const usesMap = (pod: Pod, name: string | undefined): boolean =>
  (pod.spec?.volumes ?? []).some(({ configMap }) => configMap?.name === name) ||
  containersWithPaths(pod).some(
    ({ container }) =>
      (container.envFrom ?? []).some(({ configMapRef }) => configMapRef?.name === name) ||
      (container.env ?? []).some(({ valueFrom }) => valueFrom?.configMapKeyRef?.name === name),
  )

const findOld = (failure: Failure): Old | undefined => {
  for (const pod of answeringPods(failure)) {
    const startTime = pod.status?.startTime
    const map = failure.snapshot.objects
      .filter(isConfigMap)
      .find(
        (one) =>
          one.metadata.namespace === pod.metadata.namespace &&
          usesMap(pod, one.metadata.name) &&
          startTime !== undefined &&
          Date.parse(changedAt(one)) > Date.parse(startTime),
      )
    if (map !== undefined) return { pod, map }
  }
  return undefined
}
