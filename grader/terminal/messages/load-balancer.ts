/** The words of the embedded cluster's load balancer. */
import type { Language } from './language.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  option: 'give Services of type LoadBalancer addresses on loopback; without it EXTERNAL-IP stays <pending>',
  on: 'Services of type LoadBalancer get addresses on loopback.',
  row: 'load balancers',
  off: 'off (grade up --load-balancer gives LoadBalancer Services addresses)',
  moved: (address: string, port: number, open: number, reason: string) =>
    `${address}:${port} cannot be opened here (${reason}): it answers on port ${open} instead. Inside the cluster it is port ${port}.`,
  shut: (address: string, port: number, reason: string) => `${address}:${port} does not answer on this machine (${reason}).`,
}

const korean: typeof english = {
  option: 'LoadBalancer 서비스에 루프백 주소를 줍니다. 없으면 EXTERNAL-IP는 <pending>으로 남습니다',
  on: 'LoadBalancer 서비스는 루프백 주소를 받습니다.',
  row: '로드 밸런서',
  off: '꺼짐 (grade up --load-balancer로 켜면 LoadBalancer 서비스가 주소를 받습니다)',
  moved: (address, port, open, reason) =>
    ko(
      `${address}:${port}은(는) 여기서 열 수 없어(${reason}) 포트 ${open}에서 응답합니다. 클러스터 안에서는 포트 ${port}입니다.`,
    ),
  shut: (address, port, reason) => ko(`${address}:${port}은(는) 이 컴퓨터에서 응답하지 않습니다(${reason}).`),
}

export const loadBalancerMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
