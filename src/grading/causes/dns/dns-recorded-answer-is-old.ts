import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { otherAddress, recordAgain } from './lookup-evidence.ts'

/** The recorded answer has another address than the Service. */
export const dnsRecordedAnswerIsOld: Cause = {
  code: 'dns-recorded-answer-is-old',
  section: '5-1',
  title: words('The recorded address is not the Service’s, or no longer.', '기록된 주소는 지금 Service의 주소가 아닙니다.'),
  explanation: words(
    'A Service that is deleted and made anew gets another cluster address. Look it up again and record the new answer.',
    'Service를 지우고 다시 만들면 다른 클러스터 주소를 받습니다. 다시 조회해 새 응답을 기록하세요.',
  ),
  example: example(`
      kind: ConfigMap
      data:
        service: |
          Name:      resolver-service
    -     Address 1: 10.96.5.2
    +     Address 1: 10.96.7.9
  `),
  matches: (failure) =>
    otherAddress(failure, 'service', (right, addresses) =>
      words(`${right} is   ${addresses}`, `${right}의 주소   ${addresses}`),
    ),
  repairs: recordAgain,
}
