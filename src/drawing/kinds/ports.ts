/** The ports of a Service in one row each: nodePort, port, targetPort, containerPort. */
import { words, type Words } from '../../grading/words.ts'
import type { Pod, Service, ServicePort } from '../../kubernetes/generated/types.ts'
import { nameEnd } from '../../network/address.ts'
import { listenersOf, addressesOfNode, clusterIpsOf, keyOf, keyOfObject, type NetworkState } from '../../network/state.ts'
import { containersOf } from '../../network/service/derive-endpoints.ts'
import { endpointsOfPort, type ServiceEndpoint } from '../../network/service/endpoints.ts'
import { familyOf } from '../../network/address.ts'
import { findService, type DrawContext, type Drawn } from '../context.ts'
import type { PortsDrawing } from '../drawing.ts'
import { card, column, grid, lines, type Block, type Line } from '../surface/block.ts'

const HEAD: readonly (readonly [title: Words, note: Words])[] = [
  [words('nodePort', 'nodePort'), words('on every node', '모든 노드에서')],
  [words('port', 'port'), words('at the Service’s address', 'Service의 주소에서')],
  [words('targetPort', 'targetPort'), words('what the Pods are asked on', 'Pod에 묻는 포트')],
  [words('containerPort', 'containerPort'), words('what the Pod declares', 'Pod가 선언한 것')],
]

export const drawPorts = (context: DrawContext, drawing: PortsDrawing): Drawn => {
  const { say } = context
  const service = findService(context, drawing.service)
  const ports = (service.spec?.ports ?? []).map((port) => readPort(context, service, port))
  const title = `Service ${keyOfObject(service)}`
  const heads = HEAD.map(([head, note]) =>
    lines(
      [
        { text: say(head), style: 'h' },
        { text: say(note), style: 'n', isMuted: true },
      ],
      200,
    ),
  )
  const cells = ports.map((port, index) => [
    port.nodePort === undefined
      ? card(lines([{ text: say(words('none', '없음')), isMuted: true }]), { style: 'g' })
      : cell(`${index} 0`, [
          { text: String(port.nodePort), style: 'h' },
          ...port.nodes.map((text): Line => ({ text, style: 'm', isMuted: true })),
        ]),
    cell(`${index} 1`, [
      { text: `${port.port}`, style: 'h' },
      ...port.addresses.map((text): Line => ({ text, style: 'm', isMuted: true })),
      ...named(port.name),
    ]),
    cell(`${index} 2`, [
      { text: port.target, style: 'h' },
      { text: say(port.targetNote), style: 'n', isMuted: true },
    ]),
    endpointsCell(context, port, `${index} 3`),
  ])
  return {
    title,
    description: say(
      words(
        `${title} has ${ports.length} ports; each is shown from the node port to the port of the container.`,
        `${title}의 포트 ${ports.length}개를 노드 포트에서 컨테이너의 포트까지 보입니다.`,
      ),
    ),
    table: tableOf(context, title, ports),
    picture: grid([heads, ...cells], { columnGap: GAP, rowGap: 14, isStretched: true }),
    finish: (sheet) => {
      for (const [index, { nodePort }] of ports.entries())
        for (const from of nodePort === undefined ? [1, 2] : [0, 1, 2]) {
          const [left, right] = [sheet.find(`${index} ${from}`), sheet.find(`${index} ${from + 1}`)]
          if (left === undefined || right === undefined) continue
          const y = left.y + left.height / 2
          sheet.line(
            [
              { x: left.x + left.width, y },
              { x: right.x, y },
            ],
            'w',
            { arrow: true },
          )
        }
    },
  }
}

const GAP = 44

const cell = (id: string, content: readonly Line[]): Block => card(lines(content, 220), { style: 'k', id })

const named = (name: string | undefined): readonly Line[] =>
  name === undefined ? [] : [{ text: `name: ${name}`, style: 'n', isMuted: true }]

interface ReadPort {
  readonly nodePort?: number
  /** Addresses of nodes with the port. */
  readonly nodes: readonly string[]
  readonly port: number
  readonly name?: string
  readonly addresses: readonly string[]
  readonly target: string
  readonly targetNote: Words
  readonly endpoints: readonly ReadEndpoint[]
}

interface ReadEndpoint {
  readonly name: string
  readonly address: string
  readonly port: number
  /** As the Pod's containers call it; absent where none declares it. */
  readonly declared?: string
  /** The program that listens there. */
  readonly program?: string
}

const readPort = ({ state }: DrawContext, service: Service, port: ServicePort): ReadPort => {
  const { nodePort, name, targetPort = port.port } = port
  const families = new Set(clusterIpsOf(service).map(familyOf))
  const endpoints = [...(families.size === 0 ? (['IPv4'] as const) : families)].flatMap((family) =>
    endpointsOfPort(state, service, port, { family }),
  )
  return {
    ...(nodePort === undefined || nodePort === 0 ? {} : { nodePort }),
    nodes: [...state.nodes.values()].flatMap((node) => addressesOfNode(node).slice(0, 1)).slice(0, 3),
    port: port.port,
    ...(name === undefined ? {} : { name }),
    addresses: clusterIpsOf(service).length === 0 ? ['None'] : clusterIpsOf(service),
    target: String(targetPort),
    targetNote:
      typeof targetPort === 'number' ? words('a number', '번호') : words('a name, looked up in each Pod', '이름, Pod마다 찾음'),
    endpoints: endpoints.map((endpoint) => readEndpoint(state, endpoint, port.protocol ?? 'TCP')),
  }
}

const readEndpoint = (state: NetworkState, endpoint: ServiceEndpoint, protocol: string): ReadEndpoint => {
  const { ip, port, pod: name } = endpoint
  const pod = name === undefined ? undefined : state.pods.get(keyOf(name.namespace, name.name))
  const listener =
    pod === undefined ? undefined : listenersOf(state, pod).find((one) => one.port === port && one.protocol === protocol)
  const declared = pod === undefined ? undefined : declaredAs(pod, port, protocol)
  return {
    name: name?.name ?? ip,
    address: nameEnd(ip, port),
    port,
    ...(declared === undefined ? {} : { declared }),
    ...(listener === undefined ? {} : { program: listener.program }),
  }
}

const declaredAs = (pod: Pod, port: number, wanted: string): string | undefined => {
  const found = containersOf(pod)
    .flatMap(({ ports = [] }) => ports)
    .find(({ containerPort, protocol = 'TCP' }) => containerPort === port && protocol === wanted)
  return found === undefined ? undefined : `${found.containerPort}${found.name === undefined ? '' : ` (${found.name})`}`
}

const listens = (say: DrawContext['say'], { program }: ReadEndpoint): Line =>
  program === undefined
    ? { text: say(words('nothing listens', '수신하는 프로그램 없음')), style: 'n', mark: 'no' }
    : { text: say(words(`${program} listens`, `${program}: 수신 중`)), style: 'n', mark: 'yes' }

const MANY = 4

const endpointsCell = ({ say }: DrawContext, { endpoints }: ReadPort, id: string): Block => {
  if (endpoints.length === 0)
    return card(lines([{ text: say(words('no endpoint', '엔드포인트 없음')), mark: 'no' }]), { style: 'x', id })
  const shown = endpoints.slice(0, MANY)
  const rest = endpoints.length - shown.length
  const blocks = shown.map((endpoint) =>
    lines(
      [
        {
          text: endpoint.declared ?? say(words(`${endpoint.port}, not declared`, `${endpoint.port}, 선언되지 않음`)),
          style: 'h',
        },
        { text: `Pod ${endpoint.name}`, style: 'n' },
        { text: endpoint.address, style: 'm', isMuted: true },
        listens(say, endpoint),
      ],
      240,
    ),
  )
  const more =
    rest === 0 ? [] : [lines([{ text: say(words(`and ${rest} more`, `그리고 ${rest}개 더`)), style: 'n', isMuted: true }])]
  return card(column([...blocks, ...more], { gap: 10 }), { style: 'k', id })
}

const tableOf = ({ say }: DrawContext, caption: string, ports: readonly ReadPort[]): Drawn['table'] => ({
  caption,
  head: [
    ...HEAD.map(([head]) => head),
    words('Pod', 'Pod'),
    words('Address', '주소'),
    words('Listens', '수신하는 프로그램'),
  ].map(say),
  rows: ports.flatMap((port) => {
    const start = [
      port.nodePort === undefined ? '–' : String(port.nodePort),
      `${port.port}${port.name === undefined ? '' : ` (${port.name})`}`,
      port.target,
    ]
    return port.endpoints.length === 0
      ? [[...start, say(words('no endpoint', '엔드포인트 없음')), '', '', '']]
      : port.endpoints.map((endpoint) => [
          ...start,
          endpoint.declared ?? '–',
          endpoint.name,
          endpoint.address,
          endpoint.program ?? '–',
        ])
  }),
})
