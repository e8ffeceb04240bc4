import type { Service } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { endpointsOfPort } from '../../../network/service/endpoints.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { ownLabelsOf } from '../../ends/workloads.ts'
import { editOf } from '../../repair/patch.ts'
import { ownObjects, podsWith, showLabels } from '../evidence.ts'
import { failedLookUp, serviceLabels } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A headless Service without ready Pods has no records. */
export const dnsHeadlessWithoutReadyPods: Cause = {
  code: 'dns-headless-without-ready-pods',
  section: '5-1',
  title: words(
    'The headless Service has no ready Pod, so its name has no address.',
    '헤드리스 Service에 준비된 Pod가 없어 이름에 주소가 없습니다.',
  ),
  explanation: words(
    'DNS answers for a headless Service with the addresses of its ready Pods. If its selector matches none, or none is ready, there is nothing to answer. publishNotReadyAddresses: true adds those that are not ready.',
    'DNS는 헤드리스 Service에 대해 준비된 Pod의 주소를 답합니다. 셀렉터와 맞는 Pod가 없거나 준비된 Pod가 없으면 답할 것이 없습니다. publishNotReadyAddresses: true는 준비되지 않은 Pod의 주소도 더합니다.',
  ),
  example: example(`
      kind: Service
      spec:
        clusterIP: None
        selector:
    -     app: database
    +     app: db
      ---
      kind: Pod
      metadata:
        name: db
        labels:
          app: db
  `),
  matches: (failure) => {
    const service = findSilent(failure)
    if (service === undefined) return undefined
    const { namespace, name = '' } = service.metadata
    const selector = service.spec?.selector ?? {}
    const pods = podsWith(failure.snapshot, namespace, selector).length
    return {
      where: { object: referenceTo(service), path: 'spec.selector' },
      weight: 2,
      facts: [
        words(`Service ${name} selects   ${showLabels(selector)}`, `Service ${name}의 선택   ${showLabels(selector)}`),
        words(`Pods   ${pods}, ready   0`, `Pod   ${pods}, 준비됨   0`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const service = findSilent(failure)
    if (where === undefined || service === undefined) return []
    const selected = podsWith(failure.snapshot, service.metadata.namespace, service.spec?.selector ?? {})
    if (selected.length > 0) return [editOf(where.object, 'spec.publishNotReadyAddresses', true)]
    const own = ownObjects(failure).filter(isPod)
    const others = own.length > 0 ? own : podsWith(failure.snapshot, service.metadata.namespace, {})
    return others.flatMap((pod) => {
      const labels = ownLabelsOf(pod)
      return pod.metadata.namespace === service.metadata.namespace && labels !== undefined
        ? [editOf(where.object, where.path, labels)]
        : []
    })
  },
}

const findSilent = (failure: Failure): Service | undefined => {
  const lookUp = failedLookUp(failure)
  if (lookUp === undefined || lookUp.resolution.addresses.length > 0) return undefined
  const state = indexSnapshot(failure.snapshot)
  const [name, namespace] = serviceLabels(lookUp).slice(-2)
  const service = state.services.get(`${namespace ?? ''}/${name ?? ''}`)
  if (service?.spec?.clusterIP !== 'None') return undefined
  const ready = (service.spec.ports ?? [{ port: 0 }]).flatMap((port) =>
    endpointsOfPort(state, service, port, { family: 'IPv4' }).filter((endpoint) => endpoint.ready),
  )
  return ready.length > 0 ? undefined : service
}
