/** A Pod: its containers, the pause container, and the one network namespace that they share. */
import { words, type Words } from '../../grading/words.ts'
import type { Container, Pod } from '../../kubernetes/generated/types.ts'
import type { Listener } from '../../network/facts.ts'
import { containersOf } from '../../network/service/derive-endpoints.ts'
import { addressesOfPod, keyOfObject, listenersOf } from '../../network/state.ts'
import { findPod, type DrawContext, type Drawn } from '../context.ts'
import type { PodDrawing } from '../drawing.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'
import { nameEnd } from '../../network/address.ts'
import type { Sheet } from '../surface/sheet.ts'

export const drawPod = (context: DrawContext, drawing: PodDrawing): Drawn => {
  const { state, say } = context
  const pod = findPod(context, 'pod', drawing.pod)
  const name = keyOfObject(pod)
  const addresses = addressesOfPod(pod).join(', ') || '–'
  const listeners = listenersOf(state, pod)
  const containers = containersOf(pod)
  const cards = containers.map((container) =>
    card(lines(linesOf(context, container, ownOf(listeners, container)), 220), { id: container.name }),
  )
  const head: readonly Line[] = [
    { text: `Pod ${name}`, style: 'h' },
    {
      text: say(words(`on node ${pod.spec?.nodeName ?? '–'}`, `노드 ${pod.spec?.nodeName ?? '–'}`)),
      style: 'n',
      isMuted: true,
    },
  ]
  const inside = column([row([pauseBlock(context), ...cards]), namespaceBlock(context, pod)], { gap: JOINT })
  return {
    title: `Pod ${name}`,
    description: say(
      words(
        `${containers.length} containers and pause share one network namespace with address ${addresses}.`,
        `컨테이너 ${containers.length}개와 pause가 주소 ${addresses}의 네트워크 네임스페이스 하나를 함께 씁니다.`,
      ),
    ),
    table: {
      caption: `Pod ${name}`,
      head: HEAD.map(say),
      rows: [
        ['pause', '', '–', '–', addresses],
        ...containers.map((container) => rowOf(container, ownOf(listeners, container), addresses)),
      ],
    },
    picture: card(column([lines(head), inside], { gap: 14 }), { style: 'p', padding: 16 }),
    finish: (sheet) => {
      for (const id of ['pause', ...containers.map((container) => container.name)]) joinToNamespace(sheet, id)
    },
  }
}

const HEAD: readonly Words[] = [
  words('Container', '컨테이너'),
  words('Image', '이미지'),
  words('Listens on', '수신하는 곳'),
  words('containerPort', 'containerPort'),
  words('Address', '주소'),
]

const rowOf = (container: Container, own: readonly Listener[], addresses: string): readonly string[] => [
  container.name,
  container.image ?? '',
  own.map(spellListener).join(', ') || '–',
  (container.ports ?? []).map(spellPort).join(', ') || '–',
  addresses,
]

const pauseBlock = ({ say }: DrawContext): Block =>
  card(
    lines(
      [
        { text: 'pause', style: 'h' },
        { text: say(words('holds the namespace', '네임스페이스를 잡고 있음')), style: 'n' },
        { text: say(words('listens on nothing', '수신 포트 없음')), style: 'n', isMuted: true },
      ],
      190,
    ),
    { id: 'pause' },
  )

const namespaceBlock = ({ say }: DrawContext, pod: Pod): Block => {
  const title =
    pod.spec?.hostNetwork === true
      ? words('network namespace of the node', '노드의 네트워크 네임스페이스')
      : words('one network namespace', '하나의 네트워크 네임스페이스')
  const shared = words('one set of ports, routes and iptables rules', '포트, 경로, iptables 규칙을 함께 씀')
  return card(
    lines(
      [
        { text: say(title), style: 'h' },
        { text: `eth0  ${addressesOfPod(pod).join(', ') || '–'}`, style: 'm' },
        { text: 'lo    127.0.0.1, ::1', style: 'm' },
        { text: say(shared), style: 'n', isMuted: true },
      ],
      420,
    ),
    { style: 'k', id: NAMESPACE },
  )
}

/** No container is called that: it has a space. */
const NAMESPACE = 'network namespace'

const joinToNamespace = (sheet: Sheet, id: string): void => {
  const [box, below] = [sheet.find(id), sheet.find(NAMESPACE)]
  if (box === undefined || below === undefined) return
  const x = box.x + box.width / 2
  sheet.line(
    [
      { x, y: box.y + box.height },
      { x, y: below.y },
    ],
    'l',
  )
}

const JOINT = 24

const ownOf = (listeners: readonly Listener[], { name }: Container): readonly Listener[] =>
  listeners.filter(({ container }) => container === name)

const spellListener = ({ protocol, address, port }: Listener): string => `${protocol} ${nameEnd(address, port)}`

const spellPort = ({ name, containerPort, protocol = 'TCP' }: NonNullable<Container['ports']>[number]): string =>
  `${protocol} ${containerPort}${name === undefined ? '' : ` (${name})`}`

const linesOf = (
  { say }: DrawContext,
  { name, image = '', ports = [] }: Container,
  own: readonly Listener[],
): readonly Line[] => [
  { text: name, style: 'h' },
  { text: image, style: 'm', isMuted: true },
  ...(own.length === 0
    ? [{ text: say(words('listens on nothing', '수신 포트 없음')), style: 'n', isMuted: true } as const]
    : own.map((listener): Line => ({ text: spellListener(listener), style: 'm', mark: 'yes' }))),
  ...ports.map((port): Line => ({ text: `containerPort ${spellPort(port)}`, style: 'n' })),
]
