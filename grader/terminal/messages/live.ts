/** The words of what has to do with clusters of a kubeconfig. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type LiveProblem =
  | 'kubeconfig-broken'
  | 'context-missing'
  | 'context-unknown'
  | 'context-alone'
  | 'file-and-cluster'
  | 'cluster-unreachable'
  | 'cluster-refused'
  | 'credentials-refused'
  | 'permissions-missing'
  | 'cluster-lost'
  | 'node-not-ready'
  | 'namespace-going'

interface LiveMessages {
  readonly help: Readonly<Record<'context', string>>
  readonly problems: Readonly<Record<LiveProblem, (detail: ProblemDetail) => ProblemText>>
  /** Some Pods could not be asked what they listen on. */
  unobserved(pods: number, of: number): string
}

export const englishLive: LiveMessages = {
  help: { context: 'the context of your kubeconfig; with --on kubeconfig, and never chosen for you' },
  problems: {
    'kubeconfig-broken': ({ reason }) => ({
      what: 'Your kubeconfig cannot be read.',
      why: reason ?? '',
      todo: 'kubectl config view shows what kubectl makes of it. KUBECONFIG names another file.',
    }),
    'context-missing': ({ contexts }) => ({
      what: 'A cluster of your kubeconfig is used only where you name it.',
      todo: `Add --context NAME. ${contexts === '' ? 'Your kubeconfig has no contexts.' : `Contexts: ${contexts ?? ''}.`}`,
    }),
    'context-unknown': ({ given, nearest, contexts }) => ({
      what: `Your kubeconfig has no context "${given ?? ''}".`,
      todo: `${nearest === undefined || nearest === '' ? '' : `Did you mean "${nearest}"? `}${contexts === '' ? 'It has none.' : `Contexts: ${contexts ?? ''}.`}`,
    }),
    'context-alone': () => ({
      what: '--context says which cluster of your kubeconfig, and none was asked for.',
      todo: 'Add --on kubeconfig, or leave --context out.',
    }),
    'file-and-cluster': ({ on }) => ({
      what: `Files and --on ${on ?? ''} are two places.`,
      todo: 'Leave one of the two out: manifests are read, or the cluster is asked.',
    }),
    'cluster-unreachable': ({ context, server, reason, kubectl }) => ({
      what: `The cluster of context ${context ?? ''} does not answer.`,
      where: server ?? '',
      why: reason ?? '',
      todo: `${kubectl ?? ''} get nodes shows whether it does for kubectl. Nothing was graded.`,
    }),
    'cluster-refused': ({ kubectl, path, status, reason }) => ({
      what: 'The API server did not give what was asked for.',
      where: `${path ?? ''}, ${status ?? ''}`,
      why: reason ?? '',
      todo: `Try again; where it stays, ${kubectl ?? ''} get --raw '${path ?? ''}' shows more. Nothing was graded.`,
    }),
    'credentials-refused': ({ context, reason }) => ({
      what: `The API server does not accept the credentials of context ${context ?? ''}.`,
      why: reason ?? '',
      todo: 'They may have expired: log in again as your cluster asks for it.',
    }),
    'permissions-missing': ({ context, lacking }) => ({
      what: `The user of context ${context ?? ''} may not do what this needs.`,
      why: `Lacking: ${lacking ?? ''}.`,
      todo: 'Ask for these permissions. To grade takes the ClusterRole "view", and list on whatever named here is not in it. Nothing was graded or changed.',
    }),
    'cluster-lost': ({ context, server, reason, place }) => ({
      what: `The cluster of context ${context ?? ''} was lost meanwhile.`,
      where: server ?? '',
      why: reason ?? '',
      todo: `What had been made there could not be removed: probes end within five minutes, and grade clean ${place ?? ''} removes everything once the cluster answers. Nothing was graded.`,
    }),
    'node-not-ready': ({ kubectl, nodes, reason }) => ({
      what: `Nodes that the task's Pods run on are not ready: ${nodes ?? ''}.`,
      why: reason ?? '',
      todo: `${kubectl ?? ''} describe node shows more. Nothing was graded, since nothing of it is your doing.`,
    }),
    'namespace-going': ({ kubectl, name, reason }) => ({
      what: `Namespace ${name ?? ''} is on its way out.`,
      why: reason ?? '',
      todo: `${kubectl ?? ''} get namespace ${name ?? ''} -o yaml shows what it waits for. Once it is gone, grade start makes it again. Nothing was graded.`,
    }),
  },
  unobserved: (pods, of) =>
    `Of ${of} Pods that run ${pods} could be asked which ports they listen on; of the others it is taken from their images.`,
}

export const koreanLive: LiveMessages = {
  help: { context: '사용자의 kubeconfig에 있는 컨텍스트. --on kubeconfig와 함께 쓰며, 대신 골라 주지 않습니다' },
  problems: {
    'kubeconfig-broken': ({ reason }) => ({
      what: 'kubeconfig를 읽을 수 없습니다.',
      why: reason ?? '',
      todo: 'kubectl이 어떻게 읽는지는 kubectl config view로 볼 수 있습니다. 다른 파일은 KUBECONFIG로 지정합니다.',
    }),
    'context-missing': ({ contexts }) => ({
      what: 'kubeconfig의 클러스터는 이름을 지정해야만 사용합니다.',
      todo: `--context 이름을 붙이세요. ${contexts === '' ? 'kubeconfig에 컨텍스트가 없습니다.' : `컨텍스트: ${contexts ?? ''}.`}`,
    }),
    'context-unknown': ({ given, nearest, contexts }) => ({
      what: `kubeconfig에 "${given ?? ''}" 컨텍스트가 없습니다.`,
      todo: `${nearest === undefined || nearest === '' ? '' : `혹시 "${nearest}"인가요? `}${contexts === '' ? '컨텍스트가 하나도 없습니다.' : `컨텍스트: ${contexts ?? ''}.`}`,
    }),
    'context-alone': () => ({
      what: '--context는 kubeconfig의 어느 클러스터인지를 정합니다. 그런데 kubeconfig의 클러스터를 쓰라는 말이 없습니다.',
      todo: '--on kubeconfig를 붙이거나 --context를 빼세요.',
    }),
    'file-and-cluster': ({ on }) => ({
      what: `파일과 --on ${on ?? ''}은 서로 다른 곳입니다.`,
      todo: '둘 가운데 하나만 지정하세요. 매니페스트를 읽거나 클러스터에 묻습니다.',
    }),
    'cluster-unreachable': ({ context, server, reason, kubectl }) => ({
      what: `컨텍스트 ${context ?? ''}의 클러스터가 응답하지 않습니다.`,
      where: server ?? '',
      why: reason ?? '',
      todo: `kubectl에는 응답하는지 ${kubectl ?? ''} get nodes로 확인하세요. 채점하지 않았습니다.`,
    }),
    'cluster-refused': ({ kubectl, path, status, reason }) => ({
      what: 'API 서버가 요청한 것을 주지 않았습니다.',
      where: `${path ?? ''}, ${status ?? ''}`,
      why: reason ?? '',
      todo: `다시 해 보세요. 계속되면 ${kubectl ?? ''} get --raw '${path ?? ''}' 명령을 실행해 보세요. 채점하지 않았습니다.`,
    }),
    'credentials-refused': ({ context, reason }) => ({
      what: `API 서버가 컨텍스트 ${context ?? ''}의 자격 증명을 받아들이지 않습니다.`,
      why: reason ?? '',
      todo: '만료되었을 수 있습니다. 클러스터의 방법에 따라 다시 로그인하세요.',
    }),
    'permissions-missing': ({ context, lacking }) => ({
      what: `컨텍스트 ${context ?? ''}의 사용자에게 필요한 권한이 없습니다.`,
      why: `없는 권한: ${lacking ?? ''}.`,
      todo: '이 권한을 요청하세요. 채점에는 ClusterRole "view"와, 위에 적힌 것 가운데 view에 없는 것의 list 권한이 필요합니다. 채점하거나 바꾼 것은 없습니다.',
    }),
    'cluster-lost': ({ context, server, reason, place }) => ({
      what: `컨텍스트 ${context ?? ''}의 클러스터가 도중에 끊겼습니다.`,
      where: server ?? '',
      why: reason ?? '',
      todo: `그곳에 만든 것을 지우지 못했습니다. 프로브는 5분 안에 끝나고, 클러스터가 응답하면 grade clean ${place ?? ''} 명령으로 모두 지우세요. 채점하지 않았습니다.`,
    }),
    'node-not-ready': ({ kubectl, nodes, reason }) => ({
      what: `과제의 Pod가 실행되는 노드가 준비되지 않았습니다: ${nodes ?? ''}.`,
      why: reason ?? '',
      todo: `자세한 내용은 ${kubectl ?? ''} describe node로 보세요. 학습자의 잘못이 아니므로 채점하지 않았습니다.`,
    }),
    'namespace-going': ({ kubectl, name, reason }) => ({
      what: ko(`네임스페이스 ${name ?? ''}이(가) 지워지는 중입니다.`),
      why: reason ?? '',
      todo: `무엇을 기다리는지 ${kubectl ?? ''} get namespace ${name ?? ''} -o yaml로 보세요. 없어지면 grade start로 다시 만듭니다. 채점하지 않았습니다.`,
    }),
  },
  unobserved: (pods, of) =>
    `실행 중인 Pod ${of}개 가운데 ${pods}개에서 어떤 포트를 여는지 읽었습니다. 나머지는 이미지에 따라 판단합니다.`,
}

export const liveMessages = (language: Language): LiveMessages => (language === 'ko' ? koreanLive : englishLive)
