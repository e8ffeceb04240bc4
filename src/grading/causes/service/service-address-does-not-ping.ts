import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { isList } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { resolve } from '../../../network/resolve.ts'
import { indexSnapshot, nameOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { containersWithPaths, stoppedPod, unreadyPod } from '../pod/pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A command of the Pod pings a Service, which never answers. */
export const serviceAddressDoesNotPing: Cause = {
  code: 'service-address-does-not-ping',
  section: '2-1',
  title: words('A Service’s address does not answer ping.', 'Service의 주소는 ping에 응답하지 않습니다.'),
  explanation: words(
    'A cluster address is not on any machine: nodes translate connections to its ports, and nothing else. A command that waits for ping to answer waits for ever. Try a port instead, for example with nc -z.',
    '클러스터 주소는 어떤 기기에도 없습니다. 노드가 그 주소의 포트로 가는 연결만 바꿔 줄 뿐입니다. ping의 응답을 기다리는 명령은 영원히 기다립니다. nc -z처럼 포트를 확인하세요.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            readinessProbe:
              exec:
    -           command: [ping, -c1, db]
    +           command: [nc, -z, db, "5432"]
  `),
  matches: (failure) => {
    const found = findPing(failure)
    if (found === undefined) return undefined
    const { pod, path, command, service } = found
    return {
      where: { object: referenceTo(pod), path },
      weight: 2,
      facts: [
        words(`it runs   ${command.join(' ')}`, `실행하는 명령   ${command.join(' ')}`),
        words(`that is Service   ${service.metadata.name ?? ''}`, `대상 Service   ${service.metadata.name ?? ''}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findPing(failure)
    if (found === undefined || where === undefined) return []
    return (found.service.spec?.ports ?? []).map(({ port }) =>
      editOf(where.object, where.path, replacePing(found.command, found.host, port)),
    )
  },
}

interface Ping {
  readonly pod: Pod
  readonly path: string
  readonly command: readonly string[]
  readonly host: string
  readonly service: Service
}

const COMMANDS = ['command', 'args', 'readinessProbe.exec.command', 'startupProbe.exec.command', 'livenessProbe.exec.command']

/** `ping` with its options, up to the host. */
const PING = /\bping\s+(?:-\S+\s+(?:\d+\s+)?)*([\w.-]+)/u

const findPing = (failure: Failure): Ping | undefined => {
  const pod = stoppedPod(failure) ?? unreadyPod(failure)
  if (pod === undefined) return undefined
  for (const { container, path } of containersWithPaths(pod))
    for (const field of COMMANDS) {
      const command = getPath(container, parsePath(field))
      if (!isList(command)) continue
      const argv = command.map(String)
      const host = PING.exec(argv.join(' '))?.[1]
      const service = host === undefined ? undefined : serviceBehind(failure, pod, host)
      if (host !== undefined && service !== undefined) return { pod, path: `${path}.${field}`, command: argv, host, service }
    }
  return undefined
}

const serviceBehind = ({ snapshot }: Failure, pod: Pod, name: string): Service | undefined => {
  const { addresses } = resolve(snapshot, { from: { pod: nameOf(pod) }, name })
  return addresses.flatMap((ip) => indexSnapshot(snapshot).servicesByIp.get(ip) ?? [])[0]
}

/** The same command, with a connection in place of the ping; a script keeps what stands around it. */
const replacePing = (command: readonly string[], host: string, port: number): readonly string[] =>
  command[0] === 'ping' ? ['nc', '-z', host, String(port)] : command.map((word) => word.replace(PING, `nc -z ${host} ${port}`))
