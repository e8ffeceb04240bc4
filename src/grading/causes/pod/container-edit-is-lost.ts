import type { Pod } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { FileEdit } from '../../../network/facts.ts'
import { keyOfObject } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { mountConfigMap, type MountPlace } from '../../repair/mount-config-map.ts'
import { configMapBeside } from '../../repair/nginx-configuration.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { answeringPods, findContainer } from './pod-evidence.ts'

/** A file was changed inside the container, and the program has not read it. */
export const containerEditIsLost: Cause = {
  code: 'container-edit-is-lost',
  section: '2-2',
  title: words(
    'The file was changed inside the container only: the program has not read it, and the change does not outlast the container.',
    '파일을 컨테이너 안에서만 바꿨습니다. 프로그램은 아직 읽지 않았고, 컨테이너가 다시 시작되면 바꾼 내용도 사라집니다.',
  ),
  explanation: words(
    'What kubectl exec changes is in the container’s own layer. A server reads its configuration when it starts or is told to (nginx -s reload), and a container that starts again begins with the image’s files. Put the file in a ConfigMap and mount it; then every Pod made from the manifest has it.',
    'kubectl exec로 바꾼 내용은 그 컨테이너에만 남습니다. 서버는 시작할 때나 지시받을 때(nginx -s reload)만 설정을 읽고, 다시 시작한 컨테이너는 이미지의 파일로 돌아갑니다. 파일을 ConfigMap에 넣어 마운트하면 그 매니페스트로 만든 모든 Pod가 같은 파일을 갖습니다.',
  ),
  example: example(`
    - $ kubectl exec web -- sed -i s/80/8080/ /etc/nginx/conf.d/default.conf
    + $ kubectl create configmap sites --from-file=default.conf
    +   volumeMounts:
    +     - name: sites
    +       mountPath: /etc/nginx/conf.d
  `),
  matches: (failure) => {
    const found = findEdited(failure)
    if (found === undefined) return undefined
    const { pod, edits } = found
    const container = edits[0]?.container ?? ''
    const paths = edits.map(({ path }) => path).join(', ')
    return {
      where: { object: referenceTo(pod), path: findContainer(pod, container)?.path ?? 'spec.containers' },
      weight: 2,
      facts: [words(`changed in container ${container}   ${paths}`, `컨테이너 ${container}에서 바뀐 파일   ${paths}`)],
    }
  },
  repairs: (failure) => {
    const found = findEdited(failure)
    if (found === undefined) return []
    const { pod, edits } = found
    const data = Object.fromEntries(edits.map(({ path, text = '' }) => [fileName(path), text]))
    const map = configMapBeside(failure.snapshot, pod, `${pod.metadata.name ?? 'pod'}-files`, data)
    const places: readonly MountPlace[] = edits.map(({ path }) => ({ mountPath: path, subPath: fileName(path) }))
    const mount = mountConfigMap(pod, edits[0]?.container ?? '', map.metadata.name ?? '', places)
    return [{ changes: [{ kind: 'create', object: map }, mount] }]
  },
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path

interface Edited {
  readonly pod: Pod
  /** Configuration of one container; every file has another name. */
  readonly edits: readonly FileEdit[]
}

const findEdited = (failure: Failure): Edited | undefined => {
  if (failure.finding.kind === 'field') return undefined
  for (const pod of answeringPods(failure)) {
    const edits = (failure.snapshot.facts.pods[keyOfObject(pod)]?.edits ?? []).filter(
      ({ path, text }) => path.startsWith('/etc/') && text !== undefined,
    )
    const own = edits.filter(({ container }) => container === edits[0]?.container)
    const isDistinct = new Set(own.map(({ path }) => fileName(path))).size === own.length
    if (own.length > 0 && isDistinct) return { pod, edits: own }
  }
  return undefined
}
