import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { askedFor, recordAgain, recordingOf } from './lookup-evidence.ts'

/** The address stands in the name with its dots. */
export const dnsPodAddressNeedsDashes: Cause = {
  code: 'dns-pod-address-needs-dashes',
  section: '5-1',
  title: words('In a Pod’s DNS name the address is written with dashes.', 'Pod의 DNS 이름에서는 주소를 대시로 씁니다.'),
  explanation: words(
    'Dots separate the labels of a name, so an address has to give them up: 10.244.1.7 becomes 10-244-1-7 in 10-244-1-7.NAMESPACE.pod.cluster.local.',
    '점은 이름의 레이블을 나누므로 주소의 점은 대시로 바꿔야 합니다. 10.244.1.7은 10-244-1-7.NAMESPACE.pod.cluster.local이 됩니다.',
  ),
  example: example(`
    - $ nslookup 10.244.1.7.default.pod
    + $ nslookup 10-244-1-7.default.pod
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    if (recording === undefined) return undefined
    const { name = '', finding } = recording
    if (!('pod' in finding.spec.answers) || !/^\d+\.\d+\.\d+\.\d+\./u.test(name)) return undefined
    return askedFor(recording, name, 2)
  },
  repairs: recordAgain,
}
