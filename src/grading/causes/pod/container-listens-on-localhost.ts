import { isLoopback } from '../../../network/address.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import type { Listener } from '../../../network/facts.ts'
import type { Failure } from '../../failure.ts'
import { configureNginx } from '../../repair/nginx-configuration.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, listenerHopOf } from '../evidence.ts'

/** The program listens on the right port, but only for the Pod itself. */
export const containerListensOnLocalhost: Cause = {
  code: 'container-listens-on-localhost',
  section: '2-2',
  title: words(
    'The program listens on 127.0.0.1 only, which nobody outside the Pod reaches.',
    '프로그램이 127.0.0.1에서만 수신하고 있어 Pod 밖에서는 닿을 수 없습니다.',
  ),
  explanation: words(
    'The loopback address belongs to each Pod alone: kubectl exec and kubectl port-forward reach it, other Pods and Services do not. Let the program listen on all addresses, 0.0.0.0 or [::].',
    '루프백 주소는 각 Pod 안에서만 통합니다. kubectl exec와 kubectl port-forward로는 닿지만 다른 Pod와 Service는 닿지 못합니다. 프로그램이 모든 주소(0.0.0.0 또는 [::])에서 수신하게 하세요.',
  ),
  example: example(`
      kind: ConfigMap
      data:
        default.conf: |
          server {
    -         listen 127.0.0.1:8080;
    +         listen 8080;
          }
  `),
  matches: (failure) => {
    const found = findLoopback(failure)
    if (found === undefined) return undefined
    const { pod, listener } = found
    const heard = `${listener.program}: ${listener.protocol} ${listener.address}:${listener.port}`
    return {
      where: { object: referenceTo(pod), path: `spec.containers[${indexOf(pod, listener)}]` },
      weight: 2,
      facts: [words(`listening   ${heard}`, `수신 주소   ${heard}`)],
    }
  },
  repairs: (failure) => {
    const found = findLoopback(failure)
    return found?.listener.program === 'nginx'
      ? [configureNginx(failure.snapshot, found.pod, found.listener.container, found.listener.port)]
      : []
  },
}

const indexOf = ({ spec }: Pod, { container }: Listener): number =>
  Math.max(
    0,
    (spec?.containers ?? []).findIndex(({ name }) => name === container),
  )

const findLoopback = (failure: Failure): { readonly pod: Pod; readonly listener: Listener } | undefined => {
  const hop = listenerHopOf(failure)
  if (hop?.pod === undefined || hop.decision !== 'refused' || hop.before === undefined) return undefined
  const { destinationPort, protocol } = hop.before
  const pod = findPod(failure.snapshot, hop.pod)
  const listener =
    pod === undefined
      ? undefined
      : listenersOf(indexSnapshot(failure.snapshot), pod).find(
          (one) => one.port === destinationPort && one.protocol === protocol && isLoopback(one.address),
        )
  return pod === undefined || listener === undefined ? undefined : { pod, listener }
}
