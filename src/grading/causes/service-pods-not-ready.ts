import { referenceTo } from '../../kubernetes/object.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'
import { podsWith, serviceHopOf, serviceOf } from './evidence.ts'

/** The selector matches Pods, and none of them is ready. */
export const servicePodsNotReady: Cause = {
  code: 'service-pods-not-ready',
  section: '2-1',
  title: words('The Service’s Pods are not ready.', 'Service의 Pod가 준비되지 않았습니다.'),
  explanation: words(
    'A Service sends to ready Pods only. A Pod is ready when all its containers run and their readiness probes succeed; kubectl describe pod says which fails.',
    'Service는 준비된 Pod로만 보냅니다. 모든 컨테이너가 실행되고 readiness 프로브가 성공해야 Pod가 준비됩니다. kubectl describe pod가 무엇이 실패하는지 알려 줍니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            image: nginx
            readinessProbe:
              httpGet:
                path: /
    -           port: 8080
    +           port: 80
  `),
  matches: (failure) => {
    const service = serviceOf(failure)
    if (serviceHopOf(failure)?.decision !== 'no-endpoints' || service === undefined) return undefined
    const selector = service.spec?.selector ?? {}
    const pods = Object.keys(selector).length === 0 ? [] : podsWith(failure.snapshot, service.metadata.namespace, selector)
    const [pod] = pods
    if (pod === undefined || pods.some(isReady)) return undefined
    const state = `Pod ${pod.metadata.name ?? ''}: ${pod.status?.phase ?? 'Pending'}`
    return {
      where: { object: referenceTo(pod), path: 'status.conditions' },
      weight: 1,
      facts: [words(`${state}, not ready`, `${state}, 준비되지 않음`)],
    }
  },
  repairs: () => [],
}

const isReady = ({ status }: Pod): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True')
