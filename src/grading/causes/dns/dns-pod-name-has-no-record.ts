import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { askedFor, recordAgain, recordingOf } from './lookup-evidence.ts'

/** The Pod was looked up by its bare name. */
export const dnsPodNameHasNoRecord: Cause = {
  code: 'dns-pod-name-has-no-record',
  section: '5-1',
  title: words('A Pod’s bare name has no DNS record.', 'Pod의 이름만으로는 DNS 레코드가 없습니다.'),
  explanation: words(
    'DNS knows Services by name, and Pods by their address: 10-244-1-7.NAMESPACE.pod.cluster.local. A Pod gets a record of its own name only with hostname, subdomain and a headless Service of the subdomain’s name.',
    'DNS는 Service를 이름으로, Pod를 주소로 압니다(10-244-1-7.NAMESPACE.pod.cluster.local). hostname과 subdomain, 그리고 subdomain과 이름이 같은 헤드리스 Service가 있어야 Pod 이름의 레코드가 생깁니다.',
  ),
  example: example(`
    - $ nslookup resolver
    + $ nslookup 10-244-1-7.default.pod
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    if (recording === undefined) return undefined
    const { name = '', finding } = recording
    const { answers } = finding.spec
    if (!('pod' in answers) || name.split('.')[0] !== answers.pod.name || finding.names.includes(name)) return undefined
    return askedFor(recording, name, 2)
  },
  repairs: recordAgain,
}
