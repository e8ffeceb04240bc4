import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Crash } from '../../../network/facts.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { configureNginx } from '../../repair/nginx-configuration.ts'
import { editOf } from '../../repair/patch.ts'
import { wantedPort } from '../evidence.ts'
import { answeringPods, crashesOf, findContainer } from './pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** Two containers of a Pod want the same port. */
export const containerPortConflict: Cause = {
  code: 'container-port-conflict',
  section: '2-2',
  title: words('Two containers of the Pod want the same port.', 'Pod의 두 컨테이너가 같은 포트를 쓰려고 합니다.'),
  explanation: words(
    'Containers of a Pod share one network: a port can be taken once. The container that comes second fails to start and is restarted again and again. Let one of them listen on another port, or put it into a Pod of its own.',
    '한 Pod의 컨테이너는 네트워크를 함께 쓰므로 한 포트는 한 번만 쓸 수 있습니다. 나중에 시작한 컨테이너는 실패하고 계속 다시 시작됩니다. 한쪽이 다른 포트에서 수신하게 하거나 별도의 Pod로 나누세요.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            image: nginx
    -     - name: api
    -       image: nginx
  `),
  matches: (failure) => {
    const found = findConflict(failure)
    if (found === undefined) return undefined
    const { pod, crash, port } = found
    const holder = listenersOf(indexSnapshot(failure.snapshot), pod).find((listener) => listener.port === port)?.container ?? ''
    return {
      where: { object: referenceTo(pod), path: findContainer(pod, crash.container)?.path ?? 'spec.containers' },
      weight: 2,
      facts: [
        words(`container ${holder} has port   ${port}`, ko(`컨테이너 ${holder}이(가) 쓰는 포트   ${port}`)),
        words(
          `container ${crash.container} wants it too   ${crash.lastLine}`,
          `컨테이너 ${crash.container}도 쓰려는 포트   ${crash.lastLine}`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findConflict(failure)
    if (found === undefined || where === undefined) return []
    const { pod, crash, port } = found
    const asked = wantedPort(failure)
    const free = asked === undefined || asked === port ? port + 8000 : asked
    return [
      editOf(where.object, where.path, undefined),
      ...(findContainer(pod, crash.container)?.container.image?.includes('nginx') === true
        ? [configureNginx(failure.snapshot, pod, crash.container, free)]
        : []),
    ]
  },
}

interface Conflict {
  readonly pod: Pod
  readonly crash: Crash
  readonly port: number
}

const findConflict = (failure: Failure): Conflict | undefined => {
  const { finding } = failure
  const pods = finding.kind === 'field' && isPod(finding.object) ? [finding.object] : answeringPods(failure)
  for (const pod of pods)
    for (const crash of crashesOf(failure, pod)) if (crash.takenPort !== undefined) return { pod, crash, port: crash.takenPort }
  return undefined
}
