import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { recordAgain, recordingOf, rightName } from './lookup-evidence.ts'

/** The right address is recorded, and nothing says which name leads to it. */
export const dnsRecordWithoutName: Cause = {
  code: 'dns-record-without-name',
  section: '5-1',
  title: words(
    'The record holds an address, but not the name that was looked up.',
    '기록에 주소는 있지만 조회한 이름이 없습니다.',
  ),
  explanation: words(
    'A look-up pairs a name with an address, and nslookup prints both. An address alone may come from kubectl get as well. Record all that the look-up printed: nslookup NAME > FILE.',
    '조회는 이름과 주소를 짝지으며, nslookup은 둘 다 출력합니다. 주소만으로는 kubectl get에서 옮긴 것과 구별되지 않습니다. nslookup NAME > FILE처럼 조회가 출력한 전체를 기록하세요.',
  ),
  example: example(`
      kind: ConfigMap
      data:
        service: |
    -     10.96.5.2
    +     Name:      resolver-service
    +     Address 1: 10.96.5.2
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    const right = recording === undefined ? undefined : rightName(recording)
    if (recording === undefined || right === undefined || recording.name !== undefined) return undefined
    const { addresses, finding, where } = recording
    if (!addresses.some((address) => finding.addresses.includes(address))) return undefined
    return {
      where,
      weight: 2,
      facts: [
        words(`recorded   ${addresses.join(', ')}`, `기록된 주소   ${addresses.join(', ')}`),
        words(`the name is missing   ${right}`, `없는 이름   ${right}`),
      ],
    }
  },
  repairs: recordAgain,
}
