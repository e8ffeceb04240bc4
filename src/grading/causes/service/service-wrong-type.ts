import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editsOf, type Edit } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { nodePortEdits } from './wanted-node-port.ts'

/** ClusterIP where NodePort was asked for, and so on. */
export const serviceWrongType: Cause = {
  code: 'service-wrong-type',
  section: '2-1',
  title: words('The Service is of another type.', 'Service의 유형이 다릅니다.'),
  explanation: words(
    'ClusterIP is reached from inside the cluster only; NodePort opens a port on every node besides; LoadBalancer asks for an address outside. spec.type can be changed at any time, and is ClusterIP where it is absent.',
    'ClusterIP는 클러스터 안에서만 접근할 수 있습니다. NodePort는 모든 노드에 포트를 하나씩 더 열고, LoadBalancer는 외부 주소를 요청합니다. spec.type은 언제든 바꿀 수 있으며, 쓰지 않으면 ClusterIP입니다.',
  ),
  example: example(`
      kind: Service
      spec:
    -   type: ClusterIP
    +   type: NodePort
        ports:
          - port: 80
  `),
  matches: ({ finding }) => {
    if (finding.kind !== 'field' || finding.path !== 'spec.type' || !isService(finding.object)) return undefined
    const wanted = 'equals' in finding.expectation ? String(finding.expectation.equals) : ''
    return {
      where: { object: referenceTo(finding.object), path: 'spec.type' },
      weight: 2,
      facts: [
        words(`it is   ${finding.found.join()}`, `현재   ${finding.found.join()}`),
        words(`asked for   ${wanted}`, `요구   ${wanted}`),
      ],
    }
  },
  repairs: ({ finding, task }, { where }) => {
    if (finding.kind !== 'field' || where === undefined || !('equals' in finding.expectation)) return []
    const type: Edit = { path: 'spec.type', value: finding.expectation.equals }
    const isNodePort = finding.expectation.equals === 'NodePort' && isService(finding.object)
    const ports = isNodePort ? nodePortEdits(task, finding.object) : []
    return [editsOf(where.object, [type]), ...(ports.length === 0 ? [] : [editsOf(where.object, [type, ...ports])])]
  },
}
