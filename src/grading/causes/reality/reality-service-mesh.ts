import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { containersOf } from '../../../network/service/derive-endpoints.ts'
import { keyOfObject } from '../../../network/state.ts'
import { same, words } from '../../words.ts'
import { example } from '../example.ts'
import type { Disagreement, RealityCause } from './reality-cause.ts'

/** Containers that a mesh puts into Pods, and that take every connection. */
const PROXIES: ReadonlySet<string> = new Set(['istio-proxy', 'linkerd-proxy', 'consul-dataplane', 'kuma-sidecar'])

const proxyOf = (pod: Pod): string | undefined => containersOf(pod).find(({ name }) => PROXIES.has(name))?.name

/** The Pods at both ends that have such a proxy. */
const meshed = ({ snapshot, comparison: { asked } }: Disagreement): readonly Pod[] => {
  if (asked.kind === 'name') return []
  const { from } = asked.question
  const ends = asked.kind === 'connection' ? [from, asked.question.to] : [from]
  const named = ends.flatMap((end) => ('pod' in end ? [`${end.pod.namespace}/${end.pod.name}`] : []))
  const isThroughService = asked.kind === 'request' || 'service' in asked.question.to
  return snapshot.objects
    .filter(isPod)
    .filter((pod) => proxyOf(pod) !== undefined && (isThroughService || named.includes(keyOfObject(pod))))
    .slice(0, 3)
}

/** A proxy beside the program takes connections, with rules of its own. */
export const realityServiceMesh: RealityCause = {
  code: 'reality-service-mesh',
  section: '1-2',
  title: words('The proxy of a Service mesh stands between the programs.', '서비스 메시의 프록시가 프로그램 사이에 있습니다.'),
  explanation: words(
    'A mesh puts a proxy into each Pod, which accepts every connection before it knows whether the other side does, asks for certificates, and answers with its own status, such as 503 where there is no way on. Ask without it, or look at the proxy’s log.',
    '메시는 Pod마다 프록시를 넣습니다. 프록시는 상대가 받을지 알기 전에 연결을 먼저 받고, 인증서를 요구하며, 갈 곳이 없으면 503 같은 자신의 상태로 응답합니다. 프록시 없이 물어보거나 프록시의 로그를 확인하세요.',
  ),
  example: example(`
      kind: Pod
      metadata:
        name: client
    +   annotations:
    +     sidecar.istio.io/inject: "false"
  `),
  explains: (disagreement) => {
    const pods = meshed(disagreement)
    return pods.length === 0
      ? undefined
      : { weight: 1, facts: pods.map((pod) => same(`${keyOfObject(pod)}   ${proxyOf(pod) ?? ''}`)) }
  },
}
