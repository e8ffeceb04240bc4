import { isPod, isService } from '../../../kubernetes/guards.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** targetPort is a number where a name was asked for. */
export const serviceTargetPortIsANumber: Cause = {
  code: 'service-target-port-is-a-number',
  section: '2-3',
  title: words('targetPort is a number where a name is asked for.', '이름이 필요한 곳에 targetPort가 숫자로 되어 있습니다.'),
  explanation: words(
    'A number leads to the same port today. A name keeps leading to the right one when a new version of the Pod listens elsewhere: each Pod says itself which number the name means.',
    '지금은 숫자도 같은 포트로 이어집니다. 그러나 이름을 쓰면 새 버전의 Pod가 다른 포트에서 듣더라도 맞는 곳으로 이어집니다. 이름이 어떤 번호인지는 Pod가 스스로 정하기 때문입니다.',
  ),
  example: example(`
      kind: Service
      spec:
        ports:
          - port: 80
    -       targetPort: 80
    +       targetPort: http
  `),
  matches: ({ finding }) => {
    if (finding.kind !== 'field' || !isService(finding.object) || !finding.path.endsWith('targetPort')) return undefined
    const index = finding.found.findIndex((value) => typeof value === 'number')
    if (index < 0) return undefined
    return {
      where: { object: referenceTo(finding.object), path: `spec.ports[${index}].targetPort` },
      weight: 2,
      facts: [words(`targetPort   ${String(finding.found[index])}`, `targetPort   ${String(finding.found[index])}`)],
    }
  },
  repairs: ({ finding, snapshot }, { where }) => {
    if (finding.kind !== 'field' || !isService(finding.object) || where === undefined) return []
    const { metadata, spec } = finding.object
    const names = snapshot.objects
      .filter(isPod)
      .filter(
        (pod) => pod.metadata.namespace === metadata.namespace && matchesMap(spec?.selector ?? {}, pod.metadata.labels ?? {}),
      )
      .flatMap((pod) => (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? [])))
    return [...new Set(names)].map((name) => editOf(where.object, where.path, name))
  },
}
