import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { serviceOf } from '../evidence.ts'
import { example } from '../example.ts'
import { containersWithPaths, unreadyPod, type PlacedContainer } from '../pod/pod-evidence.ts'

/** The selector matches Pods, and none of them is ready. */
export const servicePodsNotReady: Cause = {
  code: 'service-pods-not-ready',
  section: '2-1',
  title: words('The Service’s Pods are not ready.', 'Service의 Pod가 준비되지 않았습니다.'),
  explanation: words(
    'A Service sends to ready Pods only. A Pod is ready when all its containers run and their readiness probes succeed; kubectl describe pod says which fails.',
    'Service는 준비된 Pod로만 보냅니다. 모든 컨테이너가 실행되고 readiness 프로브가 성공해야 Pod가 준비됩니다. kubectl describe pod가 무엇이 실패하는지 알려 줍니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            image: nginx
            readinessProbe:
              httpGet:
                path: /
    -           port: 8080
    +           port: 80
  `),
  matches: (failure) => {
    const pod = unreadyPod(failure)
    if (pod === undefined || serviceOf(failure) === undefined) return undefined
    const probe = containersWithPaths(pod).find(({ container }) => container.readinessProbe !== undefined)
    const state = `Pod ${pod.metadata.name ?? ''}: ${pod.status?.phase ?? 'Pending'}`
    const heard = listenersOf(indexSnapshot(failure.snapshot), pod).map(({ protocol, port }) => `${protocol} ${port}`)
    return {
      where: { object: referenceTo(pod), path: probe === undefined ? 'status.conditions' : `${probe.path}.readinessProbe` },
      weight: probe === undefined ? 1 : 2,
      facts: [
        words(`${state}, not ready`, `${state}, 준비되지 않음`),
        ...(probe === undefined ? [] : [words(`it probes   ${showProbe(probe)}`, `프로브   ${showProbe(probe)}`)]),
        words(`listening   ${heard.join(', ') || 'nothing'}`, `수신 포트   ${heard.join(', ') || '없음'}`),
      ],
    }
  },
  repairs: (failure) => {
    const pod = unreadyPod(failure)
    return pod === undefined ? [] : containersWithPaths(pod).flatMap((placed) => mendProbe(failure, pod, placed))
  },
}

const showProbe = ({ container: { readinessProbe = {} } }: PlacedContainer): string => {
  const { httpGet, tcpSocket, exec } = readinessProbe
  if (httpGet !== undefined) return `GET ${httpGet.path ?? '/'}, port ${String(httpGet.port)}`
  return tcpSocket === undefined ? (exec?.command ?? []).join(' ') : `TCP ${String(tcpSocket.port)}`
}

/** Another port on which the container listens, the root of what it serves, or no probe. */
const mendProbe = ({ snapshot }: Failure, pod: Pod, { container, path }: PlacedContainer): readonly Patch[] => {
  const { name, readinessProbe } = container
  if (readinessProbe === undefined) return []
  const probe = `${path}.readinessProbe`
  const ports = listenersOf(indexSnapshot(snapshot), pod).filter((one) => one.container === name)
  const how = readinessProbe.httpGet === undefined ? 'tcpSocket' : 'httpGet'
  const kept =
    readinessProbe[how] === undefined ? [] : ports.map(({ port }) => editOf(referenceTo(pod), `${probe}.${how}.port`, port))
  const root = readinessProbe.httpGet === undefined ? [] : [editOf(referenceTo(pod), `${probe}.httpGet.path`, '/')]
  return [...kept, ...root, editOf(referenceTo(pod), probe, undefined)]
}
