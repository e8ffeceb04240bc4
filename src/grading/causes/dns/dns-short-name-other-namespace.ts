import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { askedFor, recordAgain, recordingOf } from './lookup-evidence.ts'

/** A short name was looked up from another namespace. */
export const dnsShortNameOtherNamespace: Cause = {
  code: 'dns-short-name-other-namespace',
  section: '5-1',
  title: words(
    'A short name is looked for in the client’s own namespace only.',
    '짧은 이름은 클라이언트의 네임스페이스에서만 찾습니다.',
  ),
  explanation: words(
    'The search list of a Pod begins with its own namespace. From elsewhere, add the Service’s: NAME.NAMESPACE.',
    'Pod의 검색 목록은 자기 네임스페이스로 시작합니다. 다른 곳에서는 Service의 네임스페이스를 붙여 NAME.NAMESPACE로 조회하세요.',
  ),
  example: example(`
    - $ nslookup db
    + $ nslookup db.backend
  `),
  matches: (failure) => {
    const recording = recordingOf(failure)
    if (recording === undefined) return undefined
    const { name = '', finding } = recording
    const { answers } = finding.spec
    if (!('service' in answers) || name !== answers.service.name || recording.addresses.length > 0) return undefined
    return askedFor(recording, name, 1)
  },
  repairs: recordAgain,
}
