import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'
import { askedFor, recordAgain, recordingOf } from './lookup-evidence.ts'

/** The look-up was for a Service that does not exist. */
export const dnsServiceMissing: Cause = {
  code: 'dns-service-missing',
  section: '5-1',
  title: words('There is no Service of the name that was looked up.', '조회한 이름의 Service가 없습니다.'),
  explanation: words(
    'A Service’s DNS name is made of its metadata.name and namespace. For any other name the answer is NXDOMAIN. kubectl get services lists the names there are.',
    'Service의 DNS 이름은 metadata.name과 네임스페이스로 만들어집니다. 다른 이름에는 NXDOMAIN으로 답합니다. kubectl get services로 있는 이름을 확인하세요.',
  ),
  example: example(`
    - $ nslookup resolver-svc
    + $ nslookup resolver-service
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    if (recording === undefined) return undefined
    const { name = '', finding } = recording
    const { answers } = finding.spec
    const [first = ''] = name.split('.')
    const isKnown = failure.snapshot.objects.some(({ kind, metadata }) => kind === 'Service' && metadata.name === first)
    if (!('service' in answers) || first === '' || isKnown) return undefined
    return askedFor(recording, name, 2)
  },
  repairs: recordAgain,
}
