/** The words of what has to do with probes in a real cluster. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type ObserveProblem = 'observe-needs-cluster' | 'observe-not-permitted' | 'observe-interrupted'

interface ObserveMessages {
  readonly help: Readonly<Record<'observe' | 'probeImage', string>>
  readonly problems: Readonly<Record<ObserveProblem, (detail: ProblemDetail) => ProblemText>>
  /** Before the first probe. */
  asking(questions: number): string
  /** Ephemeral containers stay in the record of their Pod. */
  attached(pods: readonly string[]): string
  readonly watchIsTooMuch: string
}

export const englishObserve: ObserveMessages = {
  help: {
    observe: 'ask in the cluster, too: probes run in its Pods, and what they see decides',
    probeImage: 'image for probes of our own, with a shell, nc, wget and nslookup',
  },
  problems: {
    'observe-needs-cluster': () => ({
      what: '--observe asks where packets really flow: in a real cluster.',
      todo: 'Add --on kind, or --on kubeconfig --context NAME. For manifests and the embedded cluster, what the model says is what happens.',
    }),
    'observe-not-permitted': ({ context, lacking }) => ({
      what: `The user of context ${context ?? ''} may not do what probes need.`,
      why: `Lacking: ${lacking ?? ''}.`,
      todo: 'Ask for these permissions in the namespaces named, or leave --observe out. Nothing was changed.',
    }),
    'observe-interrupted': ({ place }) => ({
      what: 'Interrupted. What had been made in the cluster is removed.',
      todo: `Where the cluster was out of reach meanwhile, grade clean ${place ?? ''} removes the rest.`,
    }),
  },
  asking: (questions) => `Asking in the cluster: ${questions} ${questions === 1 ? 'question' : 'questions'}.`,
  attached: (pods) =>
    `Ephemeral containers ended, and stay in the record of ${pods.join(', ')} until the Pod is deleted: the API removes none.`,
  watchIsTooMuch: '--watch asks again every second, and --observe runs Pods for it: use one of the two.',
}

export const koreanObserve: ObserveMessages = {
  help: {
    observe: '클러스터 안에서도 물어봅니다. 프로브가 Pod에서 실행되고 관찰한 결과가 판정을 정합니다',
    probeImage: '직접 만드는 프로브의 이미지. 셸, nc, wget, nslookup이 있어야 합니다',
  },
  problems: {
    'observe-needs-cluster': () => ({
      what: '--observe는 패킷이 실제로 흐르는 곳, 곧 실제 클러스터에서 물어봅니다.',
      todo: '--on kind나 --on kubeconfig --context 이름을 붙이세요. 매니페스트와 내장 클러스터에서는 모델의 답이 곧 실제 결과입니다.',
    }),
    'observe-not-permitted': ({ context, lacking }) => ({
      what: `컨텍스트 ${context ?? ''}의 사용자에게 프로브에 필요한 권한이 없습니다.`,
      why: `없는 권한: ${lacking ?? ''}.`,
      todo: '해당 네임스페이스에서 이 권한을 요청하거나 --observe를 빼세요. 아무것도 바꾸지 않았습니다.',
    }),
    'observe-interrupted': ({ place }) => ({
      what: '중단했습니다. 클러스터에 만든 것은 지웠습니다.',
      todo: `그동안 클러스터에 닿지 않았다면 나머지는 grade clean ${place ?? ''} 명령으로 지웁니다.`,
    }),
  },
  asking: (questions) => `클러스터에 묻는 중입니다. 질문 ${questions}개.`,
  attached: (pods) =>
    `임시 컨테이너는 끝났지만 Pod를 지울 때까지 ${pods.join(', ')}의 기록에 남습니다. API로는 지울 수 없습니다.`,
  watchIsTooMuch: '--watch는 매초 다시 묻고 --observe는 그때마다 Pod를 실행합니다. 둘 가운데 하나만 쓰세요.',
}

export const observeMessages = (language: Language): ObserveMessages => (language === 'ko' ? koreanObserve : englishObserve)
