/** Why a Pod that a Service selects is no endpoint, in words. */
import type { MissingEndpoint } from '../../network/model.ts'
import { words, type Words } from '../words.ts'
import { ko } from '../korean.ts'

/** Says what keeps the Pod from being one. */
export const explainMissing = ({ reason, container = '', detail = '' }: MissingEndpoint): Words => {
  switch (reason) {
    case 'terminating':
      return words('is being deleted', '삭제되는 중')
    case 'ended':
      return words(`has ended: ${detail}`, `끝남: ${detail}`)
    case 'unscheduled':
      return words(`Pending, on no node: ${detail}`, `Pending, 노드에 배치되지 않음: ${detail}`)
    case 'image':
      return words(
        `container ${container}: the image ${detail} cannot be pulled`,
        ko(`컨테이너 ${container}: 이미지 ${detail}을(를) 가져올 수 없음`),
      )
    case 'crash':
      return words(
        `container ${container} ends again and again, exit code ${detail}`,
        ko(`컨테이너 ${container}이(가) 계속 종료됨, 종료 코드 ${detail}`),
      )
    case 'waiting':
      return words(`container ${container} waits: ${detail}`, `컨테이너 ${container} 대기 중: ${detail}`)
    case 'starting':
      return words('is still starting', '아직 시작하는 중')
    case 'readiness-probe':
      return words(
        `not ready: the readiness probe of container ${container} fails`,
        `준비되지 않음: 컨테이너 ${container}의 readiness 프로브 실패`,
      )
    case 'readiness-gate':
      return words(
        `not ready: the readiness gate ${detail} is not True`,
        ko(`준비되지 않음: readiness 게이트 ${detail}이(가) True가 아님`),
      )
    case 'not-ready':
      return words('runs and is not ready', '실행 중이지만 준비되지 않음')
    case 'family':
      return words(`has no ${detail} address`, `${detail} 주소 없음`)
    case 'port-name':
      return words(`has no port named ${detail}`, `이름이 ${detail}인 포트 없음`)
    case 'not-listed':
      return words('ready, but in none of the EndpointSlices given', '준비되었지만 주어진 EndpointSlice에 없음')
    case 'other-node':
      return words(
        `an endpoint, but on node ${detail}: the Service's traffic policy Local keeps to the node where the packet is`,
        `엔드포인트이지만 노드 ${detail}에 있음: Service의 트래픽 정책 Local은 패킷이 있는 노드의 엔드포인트만 씁니다`,
      )
  }
}
