import type { Pod } from '../../../kubernetes/generated/types.ts'
import { indexSnapshot, keyOf } from '../../../network/state.ts'
import { same, words } from '../../words.ts'
import { example } from '../example.ts'
import { stoppedContainer } from '../pod/pod-evidence.ts'
import type { Disagreement, RealityCause } from './reality-cause.ts'

/** The Pod that asks, where it is one of the cluster's and none of its containers runs. */
const idleClientOf = ({ snapshot, comparison }: Disagreement): Pod | undefined => {
  const { from } = comparison.asked.question
  if (!('pod' in from)) return undefined
  const pod = indexSnapshot(snapshot).pods.get(keyOf(from.pod.namespace, from.pod.name))
  const statuses = pod?.status?.containerStatuses ?? []
  // Pods that were only thought of have no status, and those that no node has, no containers.
  const hasStatus = statuses.length > 0 || pod?.status?.phase === 'Pending'
  return hasStatus && statuses.every(({ state }) => state?.running === undefined) ? pod : undefined
}

/** What keeps it from running: in the kubelet's words, else in the scheduler's. */
const reasonOf = (pod: Pod): string => {
  const { conditions = [], phase = 'Pending' } = pod.status ?? {}
  const unmet = conditions.find(({ status, message }) => status !== 'True' && message !== undefined)
  return stoppedContainer(pod) ?? unmet?.message ?? phase
}

/** The model asks what packets of a Pod may do, and this Pod sends none. */
export const realityClientDoesNotRun: RealityCause = {
  code: 'reality-client-does-not-run',
  section: '1-1',
  title: words('The Pod that asks does not run.', '묻는 쪽 Pod가 실행되고 있지 않습니다.'),
  explanation: words(
    'What may be sent follows from Services and policies, whether anybody is there to send it does not. No container of the client runs, so its network may not be set up, or be gone: what a container waits for is in its status, and the Pod’s events say more.',
    '무엇을 보낼 수 있는지는 Service와 정책으로 정해지지만, 보낼 Pod가 실행되는지는 그렇지 않습니다. 클라이언트의 컨테이너가 하나도 실행되지 않으므로 네트워크가 준비되지 않았거나 없어졌을 수 있습니다. 컨테이너가 무엇을 기다리는지는 상태에 있고, Pod의 이벤트에 더 자세한 내용이 있습니다.',
  ),
  example: example(`
      spec:
        containers:
          - name: client
    -       image: busybxo
    +       image: busybox
  `),
  explains: (disagreement) => {
    const pod = idleClientOf(disagreement)
    if (pod === undefined) return undefined
    const { namespace = 'default', name = '' } = pod.metadata
    const look = `${disagreement.surroundings.kubectl} describe pod -n ${namespace} ${name}`
    return {
      where: { object: { kind: 'Pod', namespace, name }, path: 'status.containerStatuses' },
      weight: 2,
      facts: [same(`${namespace}/${name}   ${reasonOf(pod)}`), same(look)],
    }
  },
}
