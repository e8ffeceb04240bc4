import { askedFor, recordAgain, recordingOf } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The name made of a Pod’s address lacks the namespace. */
export const dnsPodAddressNeedsNamespace: Cause = {
  code: 'dns-pod-address-needs-namespace',
  section: '5-1',
  title: words(
    'In a Pod’s DNS name the namespace stands between the address and pod.',
    'Pod의 DNS 이름에서는 주소와 pod 사이에 네임스페이스가 있어야 합니다.',
  ),
  explanation: words(
    'The record of the address 10.244.1.7 in namespace default is 10-244-1-7.default.pod.cluster.local.',
    '네임스페이스 default에 있는 주소 10.244.1.7의 레코드는 10-244-1-7.default.pod.cluster.local입니다.',
  ),
  example: example(`
    - $ nslookup 10-244-1-7.pod.cluster.local
    + $ nslookup 10-244-1-7.default.pod.cluster.local
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    const name = recording?.name ?? ''
    if (recording === undefined || !('pod' in recording.finding.spec.answers)) return undefined
    return /^\d+-\d+-\d+-\d+(?:\.pod(?:\.|$)|$)/u.test(name) ? askedFor(recording, name, 2) : undefined
  },
  repairs: recordAgain,
}
