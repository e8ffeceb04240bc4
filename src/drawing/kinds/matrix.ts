/** Who reaches whom on one port: rows are clients, columns servers. */
import { verdictWords } from '../../grading/explain/verdict.ts'
import { words } from '../../grading/words.ts'
import { connectAll, connectOnPorts, verdictAt } from '../../network/matrix.ts'
import type { NamespacedName, Verdict } from '../../network/model.ts'
import { findTargetPort } from '../../network/service/derive-endpoints.ts'
import { keyOf, nameOf, namespaceOf } from '../../network/state.ts'
import { MissingPart, type DrawContext, type Drawn } from '../context.ts'
import type { MatrixDrawing } from '../drawing.ts'
import { card, column, grid, lines, row, type Block } from '../surface/block.ts'
import type { Mark } from '../surface/sheet.ts'
import { isOwnNamespace } from '../own-namespaces.ts'
import { nameOfEnd } from '../names.ts'

const MARKS: Readonly<Record<Verdict, Mark>> = {
  connected: 'yes',
  refused: 'dot',
  'timed-out': 'no',
  unresolved: 'no',
  unreachable: 'no',
}

/** What a cell says of a Pod that has no port of the name that is asked for. */
export const NO_PORT = '–'

interface Asked {
  readonly pods: readonly NamespacedName[]
  /** By row and column; undefined where the Pod of the column has no such port. */
  readonly verdictAt: (from: number, to: number) => Verdict | undefined
}

export const drawMatrix = (context: DrawContext, drawing: MatrixDrawing): Drawn => {
  const { state, say } = context
  for (const [index, namespace] of drawing.namespaces.entries())
    if (!state.namespaces.has(namespace))
      throw new MissingPart(`namespaces[${index}]`, `the state has no namespace ${namespace}`)
  const { port, protocol = 'TCP' } = drawing.port
  const asked = ask(context, drawing)
  const names = asked.pods.map(nameOfEnd)
  if (names.length === 0) throw new MissingPart('kind', 'the state has no running Pod to draw')
  const title = say(words(`Who reaches whom on ${protocol} ${port}`, `${protocol} ${port}: 누가 누구에게 닿는가`))
  const told = (verdict: Verdict | undefined): string => (verdict === undefined ? NO_PORT : say(verdictWords(verdict)))
  return {
    title,
    description: say(describe(asked)),
    table: {
      caption: title,
      head: [say(words('From', '클라이언트')), ...names],
      rows: names.map((name, from) => [name, ...names.map((_, to) => told(asked.verdictAt(from, to)))]),
    },
    picture: column([table(context, asked, names), legend(context, asked)], { gap: 16, isStretched: false }),
  }
}

/** A port by its name has its own number in each Pod: each number is asked, and each Pod on its own. */
const ask = ({ snapshot, state }: DrawContext, { port: { port, protocol = 'TCP' }, namespaces }: MatrixDrawing): Asked => {
  const chosen = namespaces.length > 0 ? namespaces : [...state.namespaces.keys()].filter((name) => !isOwnNamespace(name))
  if (typeof port === 'number') {
    const matrix = connectAll(snapshot, { port, protocol, namespaces: chosen })
    return { pods: matrix.pods, verdictAt: (from, to) => verdictAt(matrix, from, to) }
  }
  const numberIn = ({ namespace, name }: NamespacedName): number | undefined => {
    const pod = state.pods.get(keyOf(namespace, name))
    return pod === undefined ? undefined : findTargetPort({ port: 0, targetPort: port, protocol }, pod)
  }
  const all = [...state.pods.values()].filter((pod) => chosen.includes(namespaceOf(pod)))
  const numbers = [...new Set(all.flatMap((pod) => numberIn(nameOf(pod)) ?? []))]
  if (numbers.length === 0) throw new MissingPart('port', `no Pod has a ${protocol} port named ${port}`)
  const matrices = new Map(
    connectOnPorts(snapshot, { ports: numbers.map((number) => ({ port: number, protocol })), namespaces: chosen }).map(
      (matrix, index) => [numbers[index], matrix],
    ),
  )
  const pods = [...matrices.values()][0]?.pods ?? []
  const byColumn = pods.map((pod) => matrices.get(numberIn(pod)))
  return {
    pods,
    verdictAt: (from, to) => {
      const matrix = byColumn[to]
      return matrix === undefined ? undefined : verdictAt(matrix, from, to)
    },
  }
}

const describe = ({ pods, verdictAt: answer }: Asked): { readonly en: string; readonly ko: string } => {
  const pairs = pods.flatMap((_, from) => pods.flatMap((__, to) => (from === to ? [] : (answer(from, to) ?? []))))
  const open = pairs.filter((verdict) => verdict === 'connected').length
  const isMissing = pods.some((_, to) => answer(0, to) === undefined)
  return words(
    `Of ${pairs.length} connections between two of ${pods.length} Pods, ${open} come about.${isMissing ? ` ${NO_PORT}: the Pod has no port of that name.` : ''}`,
    `Pod ${pods.length}개 사이의 연결 ${pairs.length}가지 가운데 ${open}가지가 이루어집니다.${isMissing ? ` ${NO_PORT}: 그 이름의 포트가 없는 Pod입니다.` : ''}`,
  )
}

const SIDE = 32

const cellOf = (verdict: Verdict | undefined, isSelf: boolean): Block => ({
  width: SIDE,
  height: SIDE,
  draw: (sheet, { x, y }) => {
    if (verdict === undefined) {
      sheet.text({ x: x + SIDE / 2, y: y + SIDE / 2 + 4 }, NO_PORT, 'n', { anchor: 'middle', isMuted: true })
      return
    }
    sheet.rect({ x, y, width: SIDE, height: SIDE }, isSelf ? 'g' : verdict === 'connected' ? 'q' : 'c', 4)
    sheet.mark({ x: x + SIDE / 2, y: y + SIDE / 2 }, MARKS[verdict])
  },
})

const centred = (text: string): Block => ({
  width: SIDE,
  height: 20,
  draw: (sheet, { x, y }) => sheet.text({ x: x + SIDE / 2, y: y + 15 }, text, 'n', { anchor: 'middle', isMuted: true }),
})

/** Columns are numbered as rows are. */
const table = ({ say }: DrawContext, asked: Asked, names: readonly string[]): Block => {
  const head = [
    lines([{ text: say(words('from ↓   to →', '클라이언트 ↓  서버 →')), style: 'n', isMuted: true }]),
    ...names.map((_, index) => centred(String(index + 1))),
  ]
  const rows = names.map((name, from) => [
    lines([{ text: `${from + 1}  ${name}` }], 300),
    ...names.map((_, to) => cellOf(asked.verdictAt(from, to), from === to)),
  ])
  return grid([head, ...rows], { columnGap: 6, rowGap: 6 })
}

const legend = ({ say }: DrawContext, { pods, verdictAt: answer }: Asked): Block => {
  const verdicts = new Set(pods.flatMap((_, from) => pods.flatMap((__, to) => answer(from, to) ?? [])))
  const entries = [...verdicts].map((verdict) =>
    lines([{ text: say(verdictWords(verdict)), style: 'n', mark: MARKS[verdict] }]),
  )
  return row([...entries, card(lines([{ text: say(words('itself', '자기 자신')), style: 'n' }]), { style: 'g', padding: 4 })], {
    gap: 20,
    align: 'middle',
    isStretched: false,
  })
}
