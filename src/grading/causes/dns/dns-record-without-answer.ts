import { recordAgain, recordingOf } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** What is recorded is no look-up, or only its beginning. */
export const dnsRecordWithoutAnswer: Cause = {
  code: 'dns-record-without-answer',
  section: '5-1',
  title: words('The record holds no answer of a look-up.', '기록에 조회의 응답이 없습니다.'),
  explanation: words(
    'nslookup prints the DNS server first and the answer below it: Name and Address. Record all that it prints, errors included: nslookup NAME > FILE 2>&1.',
    'nslookup은 먼저 DNS 서버를, 그 아래에 응답(Name과 Address)을 출력합니다. nslookup NAME > FILE 2>&1처럼 오류까지 출력 전체를 기록하세요.',
  ),
  example: example(`
      kind: ConfigMap
      data:
        service: |
          Server:    10.96.0.10
          Address 1: 10.96.0.10
    +
    +     Name:      resolver-service
    +     Address 1: 10.96.5.2
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    if (recording === undefined || recording.name !== undefined || recording.addresses.length > 0) return undefined
    const lines = (recording.finding.text ?? '').trim().split('\n').length
    return {
      where: recording.where,
      weight: 1,
      facts: [
        words(
          `lines recorded   ${lines}, names and addresses in an answer   0`,
          `기록된 줄   ${lines}, 응답의 이름과 주소   0`,
        ),
      ],
    }
  },
  repairs: recordAgain,
}
