/** The words of `grade batch job`. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type HelpWord =
  | 'job'
  | 'from'
  | 'name'
  | 'namespace'
  | 'shards'
  | 'parallel'
  | 'image'
  | 'claim'
  | 'output'
  | 'cpu'
  | 'memory'
  | 'apply'
  | 'inVolume'

interface BatchJobMessages {
  readonly help: Readonly<Record<HelpWord, string>>
  readonly problems: Readonly<
    Record<'batch-job-kubectl' | 'batch-job-failed' | 'batch-job-no-context', (detail: ProblemDetail) => ProblemText>
  >
  /** What stands above the manifests, as comments. */
  readonly header: (namespace: string, name: string, merge: string) => string
  readonly progress: (name: string, done: number, of: number) => string
  readonly done: (claim: string, path: string) => string
}

const commands = (namespace: string, name: string, merge: string): string =>
  `#   kubectl -n ${namespace} wait --for=condition=Complete --timeout=-1s job/${name}\n` +
  `#   kubectl -n ${namespace} patch job ${merge} --type=merge -p '{"spec":{"suspend":false}}'\n`

export const englishBatchJob: BatchJobMessages = {
  help: {
    job: 'the class graded by a Kubernetes cluster: prints an Indexed Job and one that merges its parts; --apply runs them',
    from: 'path of the submissions within the volume',
    name: 'name of the Job',
    namespace: 'namespace of the Job and the volume',
    shards: 'how many parts the class is graded in',
    parallel: 'how many of them at a time; without it all',
    image: 'image with the program, as the Dockerfile makes it',
    claim: 'PersistentVolumeClaim with the submissions, where the results are written to as well',
    output: 'folder for the results within the volume',
    cpu: 'processors that each Pod asks for',
    memory: 'memory that each Pod may have',
    apply: 'apply both Jobs in the cluster of --context, and follow them to their end',
    inVolume: 'paths in them begin at /class, where the Pods have the volume',
  },
  problems: {
    'batch-job-kubectl': ({ command, reason }) => ({
      what: 'kubectl could not do what the Job needs.',
      where: command ?? '',
      why: reason ?? '',
      todo: 'See that kubectl is installed, that the context is right, and that it may make and delete Jobs there.',
    }),
    'batch-job-failed': ({ name, indexes, reason, kubectl }) => ({
      what: `Job ${name ?? ''} failed.`,
      where: indexes === undefined || indexes === '' ? '' : `indexes ${indexes}`,
      why: reason ?? '',
      todo: `${kubectl ?? ''} logs job/${name ?? ''} tells more. The same command goes on: what is graded is not graded again.`,
    }),
    'batch-job-no-context': () => ({
      what: 'No cluster is used that was not named.',
      todo: 'Name the context of your kubeconfig: --context NAME.',
    }),
  },
  header: (namespace, name, merge) =>
    `# grade batch job: ${name} grades a part of the class in each Pod; ${merge} puts them together, once it is told to:\n${commands(namespace, name, merge)}`,
  progress: (name, done, of) => `${name}: ${done} of ${of}`,
  done: (claim, path) => `Graded and merged: ${path} in volume ${claim}.`,
}

export const koreanBatchJob: BatchJobMessages = {
  help: {
    job: '쿠버네티스 클러스터로 학급을 채점합니다. Indexed Job과 합치는 Job을 출력하고, --apply는 실행합니다',
    from: '볼륨 안 제출물의 경로',
    name: 'Job 이름',
    namespace: 'Job과 볼륨의 네임스페이스',
    shards: '학급을 몇 부분으로 나누어 채점할지',
    parallel: '동시에 몇 부분을 채점할지. 없으면 모두',
    image: '이 프로그램의 이미지. Dockerfile로 만듭니다',
    claim: '제출물이 든 PersistentVolumeClaim. 결과도 여기에 씁니다',
    output: '볼륨 안에서 결과를 둘 폴더',
    cpu: 'Pod마다 요청할 프로세서',
    memory: 'Pod마다 쓸 수 있는 메모리',
    apply: '--context의 클러스터에 두 Job을 적용하고 끝까지 지켜봅니다',
    inVolume: '경로는 /class에서 시작합니다. Pod에 볼륨이 붙는 자리입니다',
  },
  problems: {
    'batch-job-kubectl': ({ command, reason }) => ({
      what: 'kubectl이 Job에 필요한 일을 하지 못했습니다.',
      where: command ?? '',
      why: reason ?? '',
      todo: 'kubectl이 설치되어 있는지, 컨텍스트가 맞는지, 거기서 Job을 만들고 지울 권한이 있는지 확인하세요.',
    }),
    'batch-job-failed': ({ name, indexes, reason, kubectl }) => ({
      what: `Job ${name ?? ''} 실패.`,
      where: indexes === undefined || indexes === '' ? '' : `인덱스 ${indexes}`,
      why: reason ?? '',
      todo: `${kubectl ?? ''} logs job/${name ?? ''}로 자세히 볼 수 있습니다. 같은 명령으로 이어서 합니다. 채점한 것은 다시 채점하지 않습니다.`,
    }),
    'batch-job-no-context': () => ({
      what: '지정하지 않은 클러스터는 쓰지 않습니다.',
      todo: 'kubeconfig의 컨텍스트를 지정하세요: --context NAME.',
    }),
  },
  header: (namespace, name, merge) =>
    `# grade batch job: ${name}의 Pod마다 학급의 한 부분을 채점하고, ${merge}는 시작하라고 하면 합칩니다:\n${commands(namespace, name, merge)}`,
  progress: (name, done, of) => `${name}: ${of}개 중 ${done}개`,
  done: (claim, path) => `채점하고 합쳤습니다: 볼륨 ${claim}의 ${path}.`,
}

export const batchJobMessages = (language: Language): BatchJobMessages => (language === 'ko' ? koreanBatchJob : englishBatchJob)
