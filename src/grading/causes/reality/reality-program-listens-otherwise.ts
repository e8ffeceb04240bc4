import { words } from '../../words.ts'
import { example } from '../example.ts'
import { predictedWalk, verdictPredicted, verdictSeen, type Disagreement, type RealityCause } from './reality-cause.ts'

/** The Pod and the port at which the model's packet ends. */
const listenerIn = (disagreement: Disagreement): { readonly pod: string; readonly port: number } | undefined => {
  const hop = (predictedWalk(disagreement)?.hops ?? []).filter(({ kind }) => kind === 'listener').at(-1)
  if (hop?.kind !== 'listener' || hop.pod === undefined) return undefined
  return { pod: `${hop.pod.namespace}/${hop.pod.name}`, port: hop.before?.destinationPort ?? 0 }
}

const isAboutListening = (disagreement: Disagreement): boolean => {
  const [seen, predicted] = [verdictSeen(disagreement), verdictPredicted(disagreement)]
  return (predicted === 'connected' && seen === 'refused') || (predicted === 'refused' && seen === 'connected')
}

/** What the image is known for is not what runs: bound to localhost, another port, not started yet. */
export const realityProgramListensOtherwise: RealityCause = {
  code: 'reality-program-listens-otherwise',
  section: '2-2',
  title: words(
    'The program may listen elsewhere than it is known to: on localhost only, or on another port.',
    '프로그램이 알려진 곳이 아닌 곳에서 수신하고 있을 수 있습니다. localhost에서만 수신하거나 다른 포트에서 수신하는 경우입니다.',
  ),
  explanation: words(
    'Where the sockets of a container cannot be read, its image says what it listens on. A configuration inside the container, a command or a variable may change that; a program bound to 127.0.0.1 refuses everybody outside its Pod. Read the program’s own log, or list its sockets in the container.',
    '컨테이너의 소켓을 읽을 수 없으면 이미지로 어디에서 수신하는지 판단합니다. 컨테이너 안의 설정, 명령, 환경 변수로 달라질 수 있으며 127.0.0.1에 바인딩한 프로그램은 Pod 밖의 연결을 모두 거부합니다. 프로그램의 로그를 읽거나 컨테이너에서 소켓 목록을 확인하세요.',
  ),
  example: example(`
      kind: ConfigMap
      data:
        default.conf: |
          server {
    -         listen 127.0.0.1:80;
    +         listen 80;
          }
  `),
  explains: (disagreement) => {
    const listener = listenerIn(disagreement)
    if (!isAboutListening(disagreement) || listener === undefined) return undefined
    const [namespace = '', name = ''] = listener.pod.split('/')
    const look = `${disagreement.surroundings.kubectl} exec -n ${namespace} ${name} -- cat /proc/net/tcp`
    return {
      where: { object: { kind: 'Pod', namespace, name }, path: 'spec.containers' },
      weight: 1,
      facts: [words(`port ${listener.port} of ${listener.pod}   ${look}`, `${listener.pod}의 ${listener.port} 포트   ${look}`)],
    }
  },
}
