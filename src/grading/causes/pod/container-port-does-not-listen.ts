import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Listener } from '../../../network/facts.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { configureNginx } from '../../repair/nginx-configuration.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, listenerHopOf } from '../evidence.ts'

/** containerPort names a port on which no process listens. */
export const containerPortDoesNotListen: Cause = {
  code: 'container-port-does-not-listen',
  section: '2-2',
  title: words(
    'containerPort opens nothing: the program listens on another port.',
    'containerPort는 포트를 열지 않습니다. 프로그램은 다른 포트에서 수신하고 있습니다.',
  ),
  explanation: words(
    'containerPort, and --port of kubectl run, only note which port is meant. What answers is the program in the container, by its own configuration: nginx listens on 80 unless its configuration says otherwise. Either use the port it listens on, or give the program a configuration with the port you want.',
    'containerPort와 kubectl run의 --port는 어떤 포트를 뜻하는지 적어 둘 뿐입니다. 응답하는 것은 자기 설정을 따르는 컨테이너 안의 프로그램이며, nginx는 설정을 바꾸지 않으면 80에서 수신합니다. 프로그램이 수신하는 포트를 쓰거나, 원하는 포트를 설정에 적어 주세요.',
  ),
  example: example(`
      kind: Service
      spec:
        ports:
          - port: 8080
    -       targetPort: 8080
    +       targetPort: 80
      ---
      kind: Pod
      spec:
        containers:
          - name: web
            image: nginx
            ports:
              - containerPort: 8080
  `),
  matches: (failure) => {
    const found = findDeclared(failure)
    if (found === undefined) return undefined
    const { pod, path, port, listeners } = found
    const heard = listeners.map(({ program, protocol, port: number }) => `${program}: ${protocol} ${number}`).join(', ')
    return {
      where: { object: referenceTo(pod), path },
      weight: 2,
      facts: [
        words(`declared   containerPort ${port}`, `선언   containerPort ${port}`),
        words(`listening   ${heard}`, `수신 포트   ${heard}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findDeclared(failure)
    if (found === undefined || where === undefined) return []
    const { pod, port, listeners } = found
    const [listener] = listeners
    const byNote = listener === undefined ? [] : [editOf(referenceTo(pod), where.path, listener.port)]
    const configure = listener?.program === 'nginx' ? [configureNginx(failure.snapshot, pod, listener.container, port)] : []
    return [...byNote, ...configure]
  },
}

interface Declared {
  readonly pod: Pod
  readonly path: string
  readonly port: number
  readonly listeners: readonly Listener[]
}

const findDeclared = (failure: Failure): Declared | undefined => {
  const pod = podOf(failure)
  if (pod === undefined) return undefined
  const listeners = listenersOf(indexSnapshot(failure.snapshot), pod)
  if (listeners.length === 0) return undefined
  for (const [index, { ports = [] }] of (pod.spec?.containers ?? []).entries())
    for (const [at, { containerPort, protocol = 'TCP' }] of ports.entries())
      if (!listeners.some((one) => one.port === containerPort && one.protocol === protocol))
        return { pod, listeners, port: containerPort, path: `spec.containers[${index}].ports[${at}].containerPort` }
  return undefined
}

const podOf = (failure: Failure): Pod | undefined => {
  const { finding, snapshot } = failure
  if (finding.kind === 'field') return isPod(finding.object) && finding.path.includes('ports') ? finding.object : undefined
  const hop = listenerHopOf(failure)
  return hop?.pod === undefined || hop.decision !== 'refused' ? undefined : findPod(snapshot, hop.pod)
}
