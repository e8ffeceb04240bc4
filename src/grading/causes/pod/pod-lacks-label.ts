import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { showLabels } from '../evidence.ts'

/** The object lacks a label that is asked for. */
export const podLacksLabel: Cause = {
  code: 'pod-lacks-label',
  section: '2-2',
  title: words('A label is missing.', '레이블이 빠져 있습니다.'),
  explanation: words(
    'Services and policies find Pods by labels alone. kubectl label pod NAME KEY=VALUE gives a running Pod a label; kubectl run gives run=NAME unless --labels says otherwise.',
    'Service와 정책은 레이블로만 Pod를 찾습니다. kubectl label pod NAME KEY=VALUE로 실행 중인 Pod에 레이블을 붙일 수 있습니다. kubectl run은 --labels가 없으면 run=NAME을 붙입니다.',
  ),
  example: example(`
      kind: Pod
      metadata:
        name: poc
        labels:
    -     run: poc
    +     app: poc
  `),
  matches: ({ finding }) =>
    finding.kind === 'labels-missing'
      ? {
          where: { object: referenceTo(finding.object), path: 'metadata.labels' },
          weight: 1,
          facts: [
            words(`asked for   ${showLabels(finding.wanted)}`, `요구된 레이블   ${showLabels(finding.wanted)}`),
            words(
              `there is   ${showLabels(finding.object.metadata.labels)}`,
              `있는 레이블   ${showLabels(finding.object.metadata.labels)}`,
            ),
          ],
        }
      : undefined,
  repairs: ({ finding }) =>
    finding.kind === 'labels-missing'
      ? [editOf(referenceTo(finding.object), 'metadata.labels', { ...finding.object.metadata.labels, ...finding.wanted })]
      : [],
}
