import { isConfigMap } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { addressesOf } from '../../checks/answers.ts'
import { addressesIn } from '../../checks/recorded.ts'
import type { RecordedSpec } from '../../checks/specs.ts'
import type { Failure } from '../../failure.ts'
import { editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The right answer is recorded under another key. */
export const dnsAnswerUnderOtherKey: Cause = {
  code: 'dns-answer-under-other-key',
  section: '5-1',
  title: words('The right answer is there, under another key.', '맞는 응답이 다른 키에 기록되어 있습니다.'),
  explanation: words(
    'The keys of a ConfigMap made with --from-file=FILE are the files’ names. Give the key yourself: --from-file=KEY=FILE.',
    '--from-file=FILE로 만든 ConfigMap의 키는 파일 이름입니다. --from-file=KEY=FILE처럼 키를 직접 정하세요.',
  ),
  example: example(`
    - $ kubectl create configmap lookups --from-file=service.txt
    + $ kubectl create configmap lookups --from-file=service=service.txt
  `),
  matches: (failure) => {
    const found = findOther(failure)
    if (found === undefined) return undefined
    const { key, other } = found
    return {
      where: { object: found.object, path: `data[${other}]` },
      weight: 2,
      facts: [
        words(`the answer stands under   ${other}`, `응답이 있는 키   ${other}`),
        words(`asked for under   ${key}`, `요구된 키   ${key}`),
      ],
    }
  },
  repairs: (failure) => {
    const { finding } = failure
    if (finding.kind !== 'recorded' || findOther(failure) === undefined || !isConfigMap(finding.object)) return []
    const { data = {} } = finding.object
    const records = recordsOf(failure)
    const asked = new Set(records.map(({ spec }) => spec.key))
    const moves = records.flatMap((record) => {
      const other = otherKey(data, record, records)
      return other === undefined ? [] : [{ key: record.spec.key, other }]
    })
    const left = moves.flatMap(({ other }) => (asked.has(other) ? [] : [{ path: `data[${other}]`, value: undefined }]))
    const come = moves.map(({ key, other }) => ({ path: `data[${key}]`, value: data[other] }))
    return [editsOf(referenceTo(finding.object), [...come, ...left])]
  },
}

interface Wanted {
  readonly spec: RecordedSpec
  readonly addresses: readonly string[]
}

/** All that the task wants recorded in this ConfigMap. */
const recordsOf = ({ finding, task, snapshot }: Failure): readonly Wanted[] =>
  task.checks.flatMap(({ spec }) =>
    spec.kind === 'recorded' && finding.kind === 'recorded' && isEqual(spec.configMap, finding.spec.configMap)
      ? [{ spec, addresses: addressesOf(snapshot, spec.answers) }]
      : [],
  )

const holds = (text: string | undefined, addresses: readonly string[]): boolean =>
  addresses.some((address) => addressesIn(text ?? '').includes(address))

/** The key under which the answer stands, where it does not stand under its own; an answer that is right where it stands is no other's. */
const otherKey = (
  data: Readonly<Record<string, string>>,
  { spec: { key }, addresses }: Wanted,
  records: readonly Wanted[],
): string | undefined => {
  const isRight = (name: string): boolean =>
    records.some((record) => record.spec.key === name && holds(data[name], record.addresses))
  return holds(data[key], addresses)
    ? undefined
    : Object.keys(data).find((name) => name !== key && !isRight(name) && holds(data[name], addresses))
}

interface Other {
  readonly object: ReturnType<typeof referenceTo>
  readonly key: string
  readonly other: string
}

const findOther = (failure: Failure): Other | undefined => {
  const { finding } = failure
  if (finding.kind !== 'recorded' || !isConfigMap(finding.object)) return undefined
  const other = otherKey(finding.object.data ?? {}, finding, recordsOf(failure))
  return other === undefined ? undefined : { object: referenceTo(finding.object), key: finding.spec.key, other }
}
