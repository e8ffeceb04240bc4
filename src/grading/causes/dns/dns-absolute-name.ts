import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo, type FieldReference } from '../../../kubernetes/object.ts'
import { keyOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { failedLookUp, recordAgain, recordingOf, serviceLabels } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A name that is taken as it is, without the search list. */
export const dnsAbsoluteName: Cause = {
  code: 'dns-absolute-name',
  section: '5-1',
  title: words(
    'The name is taken as it is: no suffix of the search list is tried.',
    '이름이 그대로 쓰여 검색 목록의 접미사가 붙지 않습니다.',
  ),
  explanation: words(
    'Short names work because the resolver adds the suffixes of its search list. A name with a dot at its end is absolute, and so is the externalName of a Service: DNS does not know the namespace it was written in. Write the full name there, such as db.shop.svc.cluster.local.',
    '짧은 이름은 리졸버가 검색 목록의 접미사를 붙여 주기 때문에 통합니다. 끝에 점이 있는 이름은 절대 이름이며, Service의 externalName도 마찬가지로 어느 네임스페이스에서 썼는지 DNS는 모릅니다. db.shop.svc.cluster.local처럼 전체 이름을 쓰세요.',
  ),
  example: example(`
      kind: Service
      spec:
        type: ExternalName
    -   externalName: db
    +   externalName: db.shop.svc.cluster.local
  `),
  matches: (failure) => {
    const found = findAbsolute(failure)
    if (found === undefined) return undefined
    return {
      where: found.where,
      weight: 2,
      facts: [words(`asked for as it is   ${found.name}.`, `그대로 조회된 이름   ${found.name}.`)],
    }
  },
  repairs: (failure) => {
    const found = findAbsolute(failure)
    if (found === undefined) return []
    if (found.full === undefined) return recordAgain(failure)
    return [editOf(found.where.object, found.where.path, found.full)]
  },
}

interface Absolute {
  readonly where: FieldReference
  readonly name: string
  /** The full name that an externalName should have; absent where the name stands in a record. */
  readonly full?: string
}

/** `db` and `db.shop` are meant as names of Services; in full they would be found. */
const fullNameOf = ({ snapshot }: Failure, name: string, namespace: string): string | undefined => {
  const [service = '', other = namespace, ...rest] = name.replace(/\.svc\.?$|\.$/u, '').split('.')
  const isKnown = snapshot.objects.some(
    (object) => isService(object) && keyOf(object.metadata.namespace, object.metadata.name) === keyOf(other, service),
  )
  return isKnown && rest.length === 0 ? `${service}.${other}.svc.${snapshot.facts.cluster.clusterDomain}` : undefined
}

const findAbsolute = (failure: Failure): Absolute | undefined => {
  const recording = recordingOf(failure)
  if (recording?.isAbsolute === true && recording.name?.includes('.svc.') === false)
    return { where: recording.where, name: recording.name }
  const lookUp = failedLookUp(failure)
  if (lookUp === undefined) return undefined
  const [first, namespace = 'default'] = serviceLabels(lookUp)
  const alias = failure.snapshot.objects
    .filter(isService)
    .find(({ metadata, spec }) => spec?.type === 'ExternalName' && metadata.name === first && metadata.namespace === namespace)
  const name = alias?.spec?.externalName
  const full = name === undefined ? undefined : fullNameOf(failure, name, namespace)
  if (alias === undefined || name === undefined || full === undefined || full === name) return undefined
  return { where: { object: referenceTo(alias), path: 'spec.externalName' }, name, full }
}
