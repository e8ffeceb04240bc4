import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { otherAddress, recordAgain } from './lookup-evidence.ts'

/** The recorded answer has another address. */
export const dnsPodAddressIsOld: Cause = {
  code: 'dns-pod-address-is-old',
  section: '5-1',
  title: words('The recorded address is not the Pod’s, or no longer.', '기록된 주소는 지금 Pod의 주소가 아닙니다.'),
  explanation: words(
    'A Pod that is made anew gets another address. DNS turns any well-formed name of this kind back into its address, so the answer says nothing about whether a Pod has it. Look the address up again: kubectl get pod -o wide.',
    '다시 만든 Pod는 다른 주소를 받습니다. DNS는 형식이 맞는 이름이면 주소로 바꿔 줄 뿐이므로, 응답이 있어도 그 주소의 Pod가 있다는 뜻은 아닙니다. kubectl get pod -o wide로 주소를 다시 확인하세요.',
  ),
  example: example(`
    - $ nslookup 10-244-1-7.default.pod
    + $ kubectl get pod resolver -o jsonpath='{.status.podIP}'
    + 10.244.1.9
    + $ nslookup 10-244-1-9.default.pod
  `),
  matches: (failure) =>
    otherAddress(failure, 'pod', (right, addresses) =>
      words(`the Pod has   ${addresses} (${right})`, `Pod의 주소   ${addresses} (${right})`),
    ),
  repairs: recordAgain,
}
