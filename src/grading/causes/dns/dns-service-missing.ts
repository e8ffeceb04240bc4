import { nearest } from '../../../kubernetes/nearest.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { NamespacedName } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { moveOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { fullName, servicesIn } from '../evidence.ts'
import { askedFor, failedLookUp, recordAgain, recordingOf, serviceLabels } from './lookup-evidence.ts'

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
    const found = findUnknown(failure)
    if (found !== undefined) {
      const services = servicesIn(failure).map(fullName)
      return {
        weight: 1,
        facts: [
          words(`looked up   ${found.name}.${found.namespace}`, `조회한 이름   ${found.name}.${found.namespace}`),
          words(`Services here   ${services.join(', ') || '<none>'}`, `있는 Service   ${services.join(', ') || '<none>'}`),
        ],
      }
    }
    const recording = recordingOf(failure)
    if (recording === undefined) return undefined
    const { name = '', finding } = recording
    const { answers } = finding.spec
    const [first = ''] = name.split('.')
    const isKnown = failure.snapshot.objects.some(({ kind, metadata }) => kind === 'Service' && metadata.name === first)
    if (!('service' in answers) || first === '' || isKnown) return undefined
    return askedFor(recording, name, 2)
  },
  repairs: (failure) => {
    const found = findUnknown(failure)
    if (found === undefined) return recordAgain(failure)
    const names = servicesIn(failure).map(({ metadata }) => metadata.name ?? '')
    const likely = [...nearest(found.name, names), ...(names.includes(found.name) ? [found.name] : [])]
    return servicesIn(failure)
      .filter(({ metadata }) => likely.includes(metadata.name ?? ''))
      .map((service) => ({ changes: [moveOf(referenceTo(service), found)] }))
  },
}

/** The Service that a failed look-up was for. */
const findUnknown = (failure: Failure): NamespacedName | undefined => {
  const lookUp = failedLookUp(failure)
  if (lookUp?.resolution.outcome !== 'NXDOMAIN') return undefined
  const [name, namespace, ...rest] = serviceLabels(lookUp)
  if (name === undefined || namespace === undefined || rest.length > 0) return undefined
  const isKnown = failure.snapshot.objects.some(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
  )
  return isKnown ? undefined : { namespace, name }
}
