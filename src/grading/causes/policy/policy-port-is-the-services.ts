import { isService } from '../../../kubernetes/guards.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, findPod, isTooClosed, policyHopOf, wantedPort } from '../evidence.ts'
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'

/** The rule has the Service's port; policies see the Pod's. */
export const policyPortIsTheServices: Cause = {
  code: 'policy-port-is-the-services',
  section: '3-2',
  title: words(
    'The rule names the Service’s port; policies look at the Pod’s.',
    '규칙에 Service의 포트가 있습니다. 정책은 Pod의 포트를 봅니다.',
  ),
  explanation: words(
    'By the time a policy looks at a packet, the Service’s address and port have been replaced by the Pod’s. Write the port that the container listens on, the Service’s targetPort.',
    '정책이 패킷을 볼 때는 Service의 주소와 포트가 이미 Pod의 것으로 바뀐 뒤입니다. 컨테이너가 수신하는 포트, 곧 Service의 targetPort를 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
    -         - port: 80
    +         - port: 8080
      ---
      kind: Service
      spec:
        ports:
          - port: 80
            targetPort: 8080
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    if (!isTooClosed(failure) || hop === undefined) return undefined
    const miss = hop.nearMisses.find(({ reason }) => reason === 'port')
    const pod = findPod(failure.snapshot, hop.pod)
    if (miss === undefined || pod === undefined) return undefined
    const port = getPath(findPolicy(failure.snapshot, miss.where.object), parsePath(miss.where.path))
    const service = failure.snapshot.objects
      .filter(isService)
      .find(
        ({ metadata, spec }) =>
          metadata.namespace === hop.pod.namespace &&
          Object.keys(spec?.selector ?? {}).length > 0 &&
          matchesMap(spec?.selector ?? {}, pod.metadata.labels ?? {}) &&
          spec?.ports?.some((one) => one.port === port && one.targetPort !== port),
      )
    if (service === undefined) return undefined
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(
          `the rule allows   ${miss.wanted}, the port of Service ${service.metadata.name ?? ''}`,
          `규칙이 허용하는 포트   ${miss.wanted}, Service ${service.metadata.name ?? ''}의 포트`,
        ),
        words(`the packet arrives with   ${miss.found}`, `패킷이 도착하는 포트   ${miss.found}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const port = hopPort(failure)
    return where === undefined || port === undefined ? [] : [editOf(where.object, where.path, port)]
  },
}

const hopPort = (failure: Parameters<Cause['matches']>[0]): number | undefined =>
  policyHopOf(failure)?.before?.destinationPort ?? wantedPort(failure)
