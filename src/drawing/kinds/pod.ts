/** A Pod: its containers, the pause container, and the one network namespace that they share. */
import { words } from '../../grading/words.ts'
import type { Container } from '../../kubernetes/generated/types.ts'
import type { Listener } from '../../network/facts.ts'
import { containersOf } from '../../network/service/derive-endpoints.ts'
import { addressesOfPod, keyOfObject, listenersOf } from '../../network/state.ts'
import { findPod, type DrawContext, type Drawn } from '../context.ts'
import type { PodDrawing } from '../drawing.ts'
import { card, column, lines, row, type Line } from '../surface/block.ts'
import { nameEnd } from '../../network/address.ts'

export const drawPod = (context: DrawContext, drawing: PodDrawing): Drawn => {
  const { state, say } = context
  const pod = findPod(context, 'pod', drawing.pod)
  const name = keyOfObject(pod)
  const addresses = addressesOfPod(pod)
  const listeners = listenersOf(state, pod)
  const containers = containersOf(pod)
  const usesNode = pod.spec?.hostNetwork === true
  const pause = card(
    lines(
      [
        { text: 'pause', style: 'h' },
        { text: say(words('holds the namespace', '네임스페이스를 잡고 있음')), style: 'n' },
        { text: say(words('listens on nothing', '듣는 포트 없음')), style: 'n', isMuted: true },
      ],
      190,
    ),
    { id: 'pause' },
  )
  const cards = containers.map((container) =>
    card(lines(linesOf(context, container, ownOf(listeners, container)), 220), { id: container.name }),
  )
  const shared = card(
    lines(
      [
        {
          text: usesNode
            ? say(words('network namespace of the node', '노드의 네트워크 네임스페이스'))
            : say(words('one network namespace', '하나의 네트워크 네임스페이스')),
          style: 'h',
        },
        { text: `eth0  ${addresses.length === 0 ? '–' : addresses.join(', ')}`, style: 'm' },
        { text: 'lo    127.0.0.1, ::1', style: 'm' },
        {
          text: say(
            words(
              'one set of ports, routes and iptables rules for all containers',
              '포트, 경로, iptables 규칙을 모든 컨테이너가 함께 씀',
            ),
          ),
          style: 'n',
          isMuted: true,
        },
      ],
      420,
    ),
    { style: 'k', id: 'namespace' },
  )
  const title: Line[] = [
    { text: `Pod ${name}`, style: 'h' },
    {
      text: say(words(`on node ${pod.spec?.nodeName ?? '–'}`, `노드 ${pod.spec?.nodeName ?? '–'}`)),
      style: 'n',
      isMuted: true,
    },
  ]
  const picture = card(column([lines(title), column([row([pause, ...cards]), shared], { gap: JOINT })], { gap: 14 }), {
    style: 'p',
    padding: 16,
  })
  return {
    title: `Pod ${name}`,
    description: say(
      words(
        `${containers.length} containers and pause share one network namespace with address ${addresses.join(', ')}.`,
        `컨테이너 ${containers.length}개와 pause가 주소 ${addresses.join(', ')}의 네트워크 네임스페이스 하나를 함께 씁니다.`,
      ),
    ),
    table: {
      caption: `Pod ${name}`,
      head: [
        words('Container', '컨테이너'),
        words('Image', '이미지'),
        words('Listens on', '듣는 곳'),
        words('containerPort', 'containerPort'),
        words('Address', '주소'),
      ].map(say),
      rows: [
        ['pause', '', '–', '–', addresses.join(', ')],
        ...containers.map((container) => [
          container.name,
          container.image ?? '',
          ownOf(listeners, container).map(spellListener).join(', ') || '–',
          (container.ports ?? []).map(spellPort).join(', ') || '–',
          addresses.join(', '),
        ]),
      ],
    },
    picture,
    finish: (sheet) => {
      const below = sheet.find('namespace')
      for (const id of ['pause', ...containers.map((container) => container.name)]) {
        const box = sheet.find(id)
        if (box === undefined || below === undefined) continue
        const x = box.x + box.width / 2
        sheet.line(
          [
            { x, y: box.y + box.height },
            { x, y: below.y },
          ],
          'l',
        )
      }
    },
  }
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
    ? [{ text: say(words('listens on nothing', '듣는 포트 없음')), style: 'n', isMuted: true } as const]
    : own.map((listener): Line => ({ text: spellListener(listener), style: 'm', mark: 'yes' }))),
  ...ports.map((port): Line => ({ text: `containerPort ${spellPort(port)}`, style: 'n' })),
]
