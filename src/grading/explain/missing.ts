/** Why a Pod that a Service selects is no endpoint, in words. */
import type { MissingEndpoint } from '../../network/model.ts'
import { words, type Words } from '../words.ts'
import { ko } from '../korean.ts'

type Reason = MissingEndpoint['reason']

const REASONS: Readonly<Record<Reason, (one: { readonly container: string; readonly detail: string }) => Words>> = {
  terminating: () => words('is being deleted', '삭제되는 중'),
  ended: ({ detail }) => words(`has ended: ${detail}`, `끝남: ${detail}`),
  unscheduled: ({ detail }) => words(`Pending, on no node: ${detail}`, `Pending, 노드에 배치되지 않음: ${detail}`),
  image: ({ container, detail }) =>
    words(
      `container ${container}: the image ${detail} cannot be pulled`,
      ko(`컨테이너 ${container}: 이미지 ${detail}을(를) 가져올 수 없음`),
    ),
  crash: ({ container, detail }) =>
    words(
      `container ${container} ends again and again, exit code ${detail}`,
      ko(`컨테이너 ${container}이(가) 계속 종료됨, 종료 코드 ${detail}`),
    ),
  waiting: ({ container, detail }) =>
    words(`container ${container} waits: ${detail}`, `컨테이너 ${container} 대기 중: ${detail}`),
  starting: () => words('is still starting', '아직 시작하는 중'),
  'readiness-probe': ({ container }) =>
    words(
      `not ready: the readiness probe of container ${container} fails`,
      `준비되지 않음: 컨테이너 ${container}의 readiness 프로브 실패`,
    ),
  'readiness-gate': ({ detail }) =>
    words(
      `not ready: the readiness gate ${detail} is not True`,
      ko(`준비되지 않음: readiness 게이트 ${detail}이(가) True가 아님`),
    ),
  'not-ready': () => words('runs and is not ready', '실행 중이지만 준비되지 않음'),
  family: ({ detail }) => words(`has no ${detail} address`, `${detail} 주소 없음`),
  'port-name': ({ detail }) => words(`has no port named ${detail}`, `이름이 ${detail}인 포트 없음`),
  'not-listed': () => words('ready, but in none of the EndpointSlices given', '준비되었지만 주어진 EndpointSlice에 없음'),
  'other-node': ({ detail }) =>
    words(
      `an endpoint, but on node ${detail}: the Service's traffic policy Local keeps to the node where the packet is`,
      `엔드포인트이지만 노드 ${detail}에 있음: Service의 트래픽 정책 Local은 패킷이 있는 노드의 엔드포인트만 씁니다`,
    ),
}

/** Says what keeps the Pod from being one. */
export const explainMissing = ({ reason, container = '', detail = '' }: MissingEndpoint): Words =>
  REASONS[reason]({ container, detail })
