import { referenceTo } from '../../../kubernetes/object.ts'
import { routeHopOf, serviceOf, showLabels } from '../evidence.ts'
import { indexSnapshot, keyOfObject } from '../../../network/state.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The backend’s Service has nobody who could answer: 503. */
export const ingressNoReadyEndpoint: Cause = {
  code: 'ingress-no-ready-endpoint',
  section: '4-1',
  title: words('The backend’s Service has no ready Pod.', '백엔드 Service에 준비된 Pod가 없습니다.'),
  explanation: words(
    'The controller answers 503 itself where a Service has no endpoint: its selector matches no Pod, the Pods are not ready, or they lack the port that targetPort names. kubectl get endpointslices shows it.',
    'Service에 엔드포인트가 없으면 컨트롤러가 직접 503으로 답합니다. 셀렉터와 맞는 Pod가 없거나, Pod가 준비되지 않았거나, targetPort가 가리키는 이름의 포트가 Pod에 없을 때입니다. kubectl get endpointslices로 확인하세요.',
  ),
  example: example(`
    - $ kubectl get endpointslices
    - NAME        PORTS     ENDPOINTS
    - web-5x2kq   <unset>   <unset>
    + $ kubectl get pods --selector app=web
  `),
  matches: (failure) => {
    const service = serviceOf(failure)
    if (routeHopOf(failure)?.decision !== 'no-ready-endpoint' || service === undefined) return undefined
    const { name = '' } = service.metadata
    return {
      where: { object: referenceTo(service), path: 'spec.selector' },
      weight: 1,
      facts: [
        words(
          `Service ${name} selects   ${showLabels(service.spec?.selector)}`,
          `Service ${name}의 선택   ${showLabels(service.spec?.selector)}`,
        ),
        words('ready endpoints   0', '준비된 엔드포인트   0'),
      ],
    }
  },
  repairs: (failure) => {
    const service = serviceOf(failure)
    const slices = service === undefined ? [] : (indexSnapshot(failure.snapshot).endpointSlices.get(keyOfObject(service)) ?? [])
    return slices.flatMap((slice) =>
      slice.endpoints.flatMap(({ conditions }, index) =>
        conditions?.ready === false ? [editOf(referenceTo(slice), `endpoints[${index}].conditions.ready`, true)] : [],
      ),
    )
  },
}
