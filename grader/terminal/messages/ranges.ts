/** The words of `grade up`'s options, of those that state address ranges, and what can be wrong with them. */
import type { ClusterRanges } from '../../../src/cluster/ranges.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

interface RangeMessages {
  readonly help: Readonly<
    Record<'file' | 'podCidr' | 'serviceCidr' | 'inferred' | 'chosen' | 'family' | 'port' | 'merge', string>
  >
  readonly unreadable: string
  readonly tooSmall: string
  readonly needsFile: string
  readonly families: string
  readonly kept: (ranges: Pick<ClusterRanges, 'podCidrs' | 'serviceCidrs'>) => string
  readonly problems: { readonly 'ranges-fixed': (detail: ProblemDetail) => ProblemText }
}

export const englishRanges: RangeMessages = {
  help: {
    file: 'manifests to look at instead of the embedded cluster: files, folders, or -',
    podCidr: 'the range of Pods, or one of each family, e.g. 10.244.0.0/16,fd00:10:244::/56',
    serviceCidr: 'the range of Services, or one of each family, e.g. 10.96.0.0/16,fd00:10:96::/112',
    inferred: '; inferred from the manifests where it is left out',
    chosen: '; that of kind where it is left out',
    family: 'the families of a new cluster: ipv4 (where it is left out), ipv6, or dual for both, IPv4 first',
    port: 'port of the API server on 127.0.0.1',
    merge: 'also add the context netgrade to your own kubeconfig',
  },
  unreadable: 'one range of addresses, or one of each family with a comma between them, such as 10.96.0.0/16,fd00:10:96::/112',
  tooSmall: 'a range needs room for a few nodes and Services: at most /24, or /120 for IPv6',
  needsFile: '--pod-cidr and --service-cidr are for manifests: name them with --file.',
  families: '--ip-family, --pod-cidr and --service-cidr have to name the same families.',
  kept: ({ podCidrs, serviceCidrs }) =>
    `It keeps its address ranges: Pods ${podCidrs.join(',')}, Services ${serviceCidrs.join(',')}. For others: grade down, grade reset --yes, then grade up with the ranges.`,
  problems: {
    'ranges-fixed': ({ pods, services }) => ({
      what: 'The embedded cluster exists already, and has other address ranges.',
      why: `Its Pods have ${pods ?? ''}, its Services ${services ?? ''}: a cluster keeps its ranges.`,
      todo: 'Leave the options out, or delete all its objects: grade down, grade reset --yes, then grade up with the ranges.',
    }),
  },
}

export const koreanRanges: RangeMessages = {
  help: {
    file: '내장 클러스터 대신 살펴볼 매니페스트: 파일, 폴더 또는 -',
    podCidr: 'Pod의 주소 범위. 패밀리마다 하나씩 줄 수 있습니다. 예: 10.244.0.0/16,fd00:10:244::/56',
    serviceCidr: 'Service의 주소 범위. 패밀리마다 하나씩 줄 수 있습니다. 예: 10.96.0.0/16,fd00:10:96::/112',
    inferred: '. 생략하면 매니페스트에서 알아냅니다',
    chosen: '. 생략하면 kind의 범위',
    family: '새 클러스터의 주소 패밀리: ipv4(생략할 때), ipv6, 또는 둘 다인 dual(IPv4 먼저)',
    port: '127.0.0.1에서 API 서버가 쓸 포트',
    merge: '여러분의 kubeconfig에도 netgrade 컨텍스트를 더합니다',
  },
  unreadable: '주소 범위 하나, 또는 패밀리마다 하나씩 쉼표로 이어 써야 합니다. 예: 10.96.0.0/16,fd00:10:96::/112',
  tooSmall: '범위에는 노드와 Service 몇 개가 들어갈 자리가 있어야 합니다. 최대 /24, IPv6은 /120',
  needsFile: '--pod-cidr과 --service-cidr은 매니페스트에만 씁니다. --file로 매니페스트를 지정하세요.',
  families: '--ip-family, --pod-cidr, --service-cidr의 패밀리가 같아야 합니다.',
  kept: ({ podCidrs, serviceCidrs }) =>
    `주소 범위는 그대로 둡니다: Pod ${podCidrs.join(',')}, Service ${serviceCidrs.join(',')}. 바꾸려면 grade down, grade reset --yes, 그다음 범위를 주어 grade up.`,
  problems: {
    'ranges-fixed': ({ pods, services }) => ({
      what: '내장 클러스터가 이미 있고 주소 범위가 다릅니다.',
      why: `Pod는 ${pods ?? ''}, Service는 ${services ?? ''}입니다. 클러스터의 범위는 바뀌지 않습니다.`,
      todo: '옵션을 빼거나 모든 오브젝트를 지우세요: grade down, grade reset --yes, 그다음 범위를 주어 grade up.',
    }),
  },
}

export const rangeMessages = (language: Language): RangeMessages => (language === 'ko' ? koreanRanges : englishRanges)
