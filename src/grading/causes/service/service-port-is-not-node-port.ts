import type { Service } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import type { GradedTask } from '../../task.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { servicesIn } from '../evidence.ts'
import { nodePortOf, wantedNodePorts } from './wanted-node-port.ts'

/** `--port=30080` or `port: 30080` where nodePort was meant. */
export const servicePortIsNotNodePort: Cause = {
  code: 'service-port-is-not-node-port',
  section: '2-3',
  title: words(
    'port is not nodePort: the node’s port is another one.',
    'port는 nodePort가 아닙니다. 노드의 포트는 따로 있습니다.',
  ),
  explanation: words(
    'port is the Service’s own port, at its cluster address. nodePort is the one that every node opens; without it the cluster picks a free one of 30000–32767. kubectl expose sets port alone: give nodePort in the manifest, or with kubectl create service nodeport --node-port.',
    'port는 클러스터 주소에서 쓰는 Service 자신의 포트입니다. 모든 노드가 여는 포트는 nodePort이며, 지정하지 않으면 클러스터가 30000–32767에서 고릅니다. kubectl expose는 port만 정하므로, 매니페스트나 kubectl create service nodeport --node-port로 nodePort를 지정하세요.',
  ),
  example: example(`
      kind: Service
      spec:
        type: NodePort
        ports:
    -     - port: 30080
    +     - port: 80
    +       nodePort: 30080
  `),
  matches: (failure) => {
    const { finding, snapshot, task } = failure
    const wanted = nodePortOf(failure.check)
    if (wanted === undefined || (finding.kind !== 'http' && finding.kind !== 'not-connected')) return undefined
    for (const service of servicesIn({ snapshot, task })) {
      const index = misnumbered(service, task, wanted)
      const port = service.spec?.ports?.[index]
      if (port === undefined) continue
      return {
        where: { object: referenceTo(service), path: `spec.ports[${index}]` },
        weight: port.port === wanted ? 2 : 1,
        facts: [
          words(`port   ${port.port}`, `port   ${port.port}`),
          words(`nodePort   ${port.nodePort ?? ''}, asked for ${wanted}`, `nodePort   ${port.nodePort ?? ''}, 요구 ${wanted}`),
        ],
      }
    }
    return undefined
  },
  repairs: ({ check }, { where }) => {
    const wanted = nodePortOf(check)
    if (where === undefined || wanted === undefined) return []
    return [editOf(where.object, `${where.path}.nodePort`, wanted)]
  },
}

/** The port that was to have this node port: of those whose node port nobody asked for, the one at the same place; -1 where none is. */
const misnumbered = ({ spec }: Service, task: GradedTask, wanted: number): number => {
  const asked = wantedNodePorts(task)
  const ports = spec?.ports ?? []
  const open = asked.filter((port) => !ports.some(({ nodePort }) => nodePort === port))
  const candidates = ports.flatMap(({ nodePort }, index) => (nodePort === undefined || asked.includes(nodePort) ? [] : [index]))
  return candidates[open.indexOf(wanted)] ?? -1
}
