/** A cluster with all that a walk may begin or end at: Pods on their nodes, Services, what Ingresses are asked by, and who is outside. */
import { urlsOf } from '../../grading/ends/list-ends.ts'
import { words } from '../../grading/words.ts'
import type { Pod, Service } from '../../kubernetes/generated/types.ts'
import { addressesOfNode, addressesOfPod, keyOfObject, namespaceOf } from '../../network/state.ts'
import type { DrawContext, Drawn } from '../context.ts'
import { isOwnNamespace, shownPods } from '../own-namespaces.ts'
import { card, column, lines, row, type Block } from '../surface/block.ts'

/** Cards go on in a new row where they would be wider together. */
const MAX_WIDTH = 820
const TEXT_WIDTH = 220
const GAP = 12
const OUTSIDE = 'outside'

/** One thing that the picture shows. */
interface Piece {
  /** As `grade trace` names it. */
  readonly end: string
  readonly kind: string
  readonly name: string
  readonly where: string
  readonly card: Block
}

export const drawCluster = (context: DrawContext): Drawn => {
  const { state, say } = context
  const pods = shownPods(state)
  const services = [...state.services.values()].filter(isShown)
  const entrances = [outsideOf(context), ...urlsOf(state.ingresses).map(urlOf)]
  const above = [...entrances, ...services.map(serviceOf)]
  const machines = [...state.nodes].map(([name, node]) => ({
    name,
    addresses: addressesOfNode(node),
    pieces: pods.filter(({ spec }) => spec?.nodeName === name).map(podOf),
  }))
  const pieces = [...above, ...machines.flatMap((machine) => machine.pieces)]
  const title = say(words('The cluster', '클러스터'))
  return {
    title,
    description: say(
      words(
        `${machines.length} nodes with ${pods.length} Pods, ${services.length} Services.`,
        `노드 ${machines.length}개에 Pod ${pods.length}개, Service ${services.length}개.`,
      ),
    ),
    table: {
      caption: title,
      head: [words('Kind', '종류'), words('Name', '이름'), words('Where', '곳')].map(say),
      rows: [
        ...pieces.map(({ kind, name, where }) => [kind, name, where]),
        ...machines.map(({ name, addresses }) => ['Node', name, addresses.join(', ')]),
      ],
    },
    picture: column(
      [
        flow(
          above.map((piece) => piece.card),
          MAX_WIDTH,
        ),
        flow(
          machines.map((machine) => machineOf(context, machine)),
          MAX_WIDTH,
        ),
      ],
      { gap: 20, isStretched: false },
    ),
    ends: [...pieces.map(({ end }) => end), ...machines.map(({ name }) => `node/${name}`)],
  }
}

/** Services without a selector or of the cluster itself are none that a reader asks for, but for those that they wrote. */
const isShown = (service: Service): boolean =>
  !isOwnNamespace(namespaceOf(service)) && keyOfObject(service) !== 'default/kubernetes'

const pieceOf = (end: string, kind: string, name: string, details: readonly string[]): Piece => ({
  end,
  kind,
  name,
  where: details.join(', '),
  card: card(
    lines(
      [
        { text: `${kind} ${name}`.trim(), style: 'h' },
        ...details.map((text) => ({ text, style: 'm', isMuted: true }) as const),
      ],
      TEXT_WIDTH,
    ),
    { style: kind === 'Pod' ? 'p' : 'c', padding: 10, id: end },
  ),
})

const outsideOf = ({ say }: DrawContext): Piece => pieceOf(OUTSIDE, say(words('outside the cluster', '클러스터 밖')), '', [])

const urlOf = (url: string): Piece => pieceOf(url, 'Ingress', url.replace('http://', ''), [])

const podOf = (pod: Pod): Piece => pieceOf(`pod/${keyOfObject(pod)}`, 'Pod', keyOfObject(pod), addressesOfPod(pod))

const serviceOf = (service: Service): Piece => {
  const { clusterIP = '', ports = [] } = service.spec ?? {}
  const told = ports.map(({ port, protocol = 'TCP' }) => `${protocol} ${port}`).join(', ')
  const details = [clusterIP, told].filter((text) => text !== '')
  return pieceOf(`service/${keyOfObject(service)}`, 'Service', keyOfObject(service), details)
}

interface Machine {
  readonly name: string
  readonly addresses: readonly string[]
  readonly pieces: readonly Piece[]
}

/** The node's name is what is pressed: the frame has Pods in it. */
const machineOf = ({ say }: DrawContext, { name, addresses, pieces }: Machine): Block => {
  const head = lines(
    [
      { text: say(words(`Node ${name}`, `노드 ${name}`)), style: 'h' },
      { text: addresses.join(', '), style: 'm', isMuted: true },
    ],
    TEXT_WIDTH,
  )
  const inside = flow(
    pieces.map((piece) => piece.card),
    MAX_WIDTH / 2,
  )
  return card(column([card(head, { style: 'g', padding: 8, id: `node/${name}` }), inside], { gap: GAP, isStretched: false }), {
    style: 'f',
    padding: 14,
  })
}

/** Blocks beside each other, in as many rows as they need. */
const flow = (blocks: readonly Block[], maxWidth: number): Block => {
  const rows: Block[][] = []
  let width = 0
  for (const block of blocks) {
    const last = rows.at(-1)
    if (last === undefined || width + GAP + block.width > maxWidth) {
      rows.push([block])
      width = block.width
    } else {
      last.push(block)
      width += GAP + block.width
    }
  }
  return column(
    rows.map((cells) => row(cells, { gap: GAP })),
    { gap: GAP, isStretched: false },
  )
}
