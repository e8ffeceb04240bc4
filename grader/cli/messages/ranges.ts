/** The words of the options that state a cluster's address ranges. */
import type { Language } from './messages.ts'

const english = {
  podCidr: 'the range of Pods, or one of each family, e.g. 10.244.0.0/16,fd00:10:244::/56',
  serviceCidr: 'the range of Services, or one of each family, e.g. 10.96.0.0/16,fd00:10:96::/112',
  inferred: '; inferred from the manifests where it is left out',
  chosen: '; those of kubeadm where it is left out',
  unreadable: 'one range of addresses, or one of each family with a comma between them, such as 10.96.0.0/16,fd00:10:96::/112',
  tooSmall: 'a range needs room for a few nodes and Services: at most /24, or /120 for IPv6',
  needsFile: '--pod-cidr and --service-cidr are for manifests: name them with --file.',
}

const korean: typeof english = {
  podCidr: 'Pod의 주소 범위. 패밀리마다 하나씩 줄 수 있습니다. 예: 10.244.0.0/16,fd00:10:244::/56',
  serviceCidr: 'Service의 주소 범위. 패밀리마다 하나씩 줄 수 있습니다. 예: 10.96.0.0/16,fd00:10:96::/112',
  inferred: '. 생략하면 매니페스트에서 알아냅니다',
  chosen: '. 생략하면 kubeadm의 기본값',
  unreadable: '주소 범위 하나, 또는 패밀리마다 하나씩 쉼표로 이어 써야 합니다. 예: 10.96.0.0/16,fd00:10:96::/112',
  tooSmall: '범위에는 노드와 Service 몇 개가 들어갈 자리가 있어야 합니다. 최대 /24, IPv6은 /120',
  needsFile: '--pod-cidr과 --service-cidr은 매니페스트에만 씁니다. --file로 매니페스트를 지정하세요.',
}

export const rangeMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
