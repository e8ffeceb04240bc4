import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { indexSnapshot, keyOfObject } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { ownLabelsOf, workloadOf } from '../../ends/workloads.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { podsWith, serviceHopOf, serviceOf, showLabels, targetPodOf } from '../evidence.ts'

/** The Service's selector matches no Pod. */
export const serviceSelectsNoPod: Cause = {
  code: 'service-selects-no-pod',
  section: '2-1',
  title: words('The Service’s selector matches no Pod.', 'Service의 셀렉터와 맞는 Pod가 없습니다.'),
  explanation: words(
    'A Service sends to the Pods of its namespace that carry all labels of spec.selector. If there are none it has no endpoints, and connections are refused. kubectl get pods --show-labels and kubectl get endpointslices show both sides.',
    'Service는 자기 네임스페이스에서 spec.selector의 레이블을 모두 가진 Pod로 보냅니다. 그런 Pod가 없으면 엔드포인트가 없어 연결이 거부됩니다. kubectl get pods --show-labels와 kubectl get endpointslices로 양쪽을 볼 수 있습니다.',
  ),
  example: example(`
      kind: Service
      spec:
        selector:
    -     app: web
    +     run: web
      ---
      kind: Pod
      metadata:
        labels:
          run: web
  `),
  matches: (failure) => {
    const service = failingService(failure)
    if (service === undefined) return undefined
    const { namespace, name = '' } = service.metadata
    const selector = service.spec?.selector ?? {}
    const isByHand = Object.keys(selector).length === 0 && hasSlices(failure, service)
    if (isByHand || (podsWith(failure.snapshot, namespace, selector).length > 0 && Object.keys(selector).length > 0))
      return undefined
    const pod = candidateOf(failure, service)
    return {
      where: { object: referenceTo(service), path: 'spec.selector' },
      weight: 2,
      facts: [
        words(`Service ${name} selects   ${showLabels(selector)}`, `Service ${name}의 선택   ${showLabels(selector)}`),
        ...(pod === undefined
          ? []
          : [
              words(
                `Pod ${pod.metadata.name ?? ''} is labelled   ${showLabels(pod.metadata.labels)}`,
                `Pod ${pod.metadata.name ?? ''}의 레이블   ${showLabels(pod.metadata.labels)}`,
              ),
            ]),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const service = failingService(failure)
    const pod = service === undefined ? undefined : candidateOf(failure, service)
    if (where === undefined || service === undefined || pod === undefined) return []
    const labels = ownLabelsOf(pod)
    const selector = service.spec?.selector ?? {}
    const select = labels === undefined ? [] : [editOf(where.object, 'spec.selector', labels)]
    // A Pod with labels can be selected by them: no other object has to change.
    const isLabelled = labels !== undefined && Object.keys(labels).length > 0
    const label =
      isLabelled || Object.keys(selector).length === 0
        ? []
        : [editOf(referenceTo(pod), 'metadata.labels', { ...labels, ...selector })]
    return [...select, ...label]
  },
}

/** Somebody wrote the endpoints of a Service without a selector. */
const hasSlices = ({ snapshot }: Failure, service: Service): boolean =>
  (indexSnapshot(snapshot).endpointSlices.get(keyOfObject(service)) ?? []).some(({ endpoints }) => endpoints.length > 0)

/** The Service that led nowhere. */
const failingService = (failure: Failure): Service | undefined => {
  const hop = serviceHopOf(failure)
  if (hop?.decision === 'no-endpoints') return serviceOf(failure)
  if (failure.finding.kind !== 'http' && failure.finding.kind !== 'not-connected') return undefined
  const service = serviceOf(failure)
  return service !== undefined && isService(service) && hop?.decision !== 'translated' ? service : undefined
}

/** The Pod that is meant: the one the check names, one named like the Service, itself or by its workload, or the only one. */
const candidateOf = (failure: Failure, service: Service): ReturnType<typeof targetPodOf> => {
  const target = targetPodOf(failure)
  if (target !== undefined && target.metadata.namespace === service.metadata.namespace) return target
  const pods = podsWith(failure.snapshot, service.metadata.namespace, {})
  const named = (pod: Pod): boolean => [pod.metadata.name, workloadOf(pod)?.name].includes(service.metadata.name)
  return pods.find(named) ?? (pods.length === 1 ? pods[0] : undefined)
}
