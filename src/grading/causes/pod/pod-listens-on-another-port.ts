import type { Pod } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Listener } from '../../../network/facts.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { configureNginx } from '../../repair/nginx-configuration.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, listenerHopOf, routeHopOf, serviceHopOf } from '../evidence.ts'
import { findContainer } from './pod-evidence.ts'

/** The Pod itself was asked for a port, and its program listens on another one. */
export const podListensOnAnotherPort: Cause = {
  code: 'pod-listens-on-another-port',
  section: '2-2',
  title: words('The program in the Pod listens on another port.', 'Pod의 프로그램이 다른 포트에서 수신하고 있습니다.'),
  explanation: words(
    'A connection is accepted only where a process listens, and which port that is stands in the program’s own configuration: nginx listens on 80, httpd on 80, redis on 6379, unless told otherwise. Give the program a configuration with the port that is asked for, for example from a ConfigMap; a containerPort alone changes nothing.',
    '연결은 프로세스가 수신하는 포트에서만 받아들여지며, 그 포트는 프로그램의 설정이 정합니다. 따로 정하지 않으면 nginx와 httpd는 80, redis는 6379에서 수신합니다. ConfigMap 등으로 요구된 포트를 프로그램 설정에 적으세요. containerPort만으로는 아무것도 바뀌지 않습니다.',
  ),
  example: example(`
    - $ wget -qO- http://10.244.1.7:8080
    + $ wget -qO- http://10.244.1.7:80
  `),
  matches: (failure) => {
    const found = findOther(failure)
    if (found === undefined) return undefined
    const { pod, port, listeners } = found
    const heard = listeners.map(({ program, protocol, port: number }) => `${program}: ${protocol} ${number}`).join(', ')
    return {
      where: { object: referenceTo(pod), path: findContainer(pod, listeners[0]?.container ?? '')?.path ?? 'spec.containers' },
      weight: 1,
      facts: [words(`asked for   ${port}`, `요구된 포트   ${port}`), words(`listening   ${heard}`, `수신 포트   ${heard}`)],
    }
  },
  repairs: (failure) => {
    const found = findOther(failure)
    const listener = found?.listeners.find(({ program }) => program === 'nginx')
    return found === undefined || listener === undefined
      ? []
      : [configureNginx(failure.snapshot, found.pod, listener.container, found.port)]
  },
}

interface Other {
  readonly pod: Pod
  readonly port: number
  readonly listeners: readonly Listener[]
}

/** Nothing where a Service chose the port (its causes say more) or where the Pod declares the port. */
const findOther = (failure: Failure): Other | undefined => {
  const { finding, snapshot } = failure
  const hop = listenerHopOf(failure)
  if (finding.kind === 'field' || hop?.pod === undefined || hop.decision !== 'refused' || hop.before === undefined)
    return undefined
  const pod = findPod(snapshot, hop.pod)
  const port = hop.before.destinationPort
  if (pod === undefined || serviceHopOf(failure) !== undefined || routeHopOf(failure) !== undefined) return undefined
  const isDeclared = (pod.spec?.containers ?? []).some(({ ports = [] }) =>
    ports.some(({ containerPort }) => containerPort === port),
  )
  const listeners = listenersOf(indexSnapshot(snapshot), pod)
  return isDeclared || listeners.length === 0 ? undefined : { pod, port, listeners }
}
