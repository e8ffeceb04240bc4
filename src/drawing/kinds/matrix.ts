/** Who reaches whom on one port: rows are clients, columns servers. */
import { verdictWords } from '../../grading/explain/verdict.ts'
import { words } from '../../grading/words.ts'
import { connectAll, verdictAt, type Matrix } from '../../network/matrix.ts'
import type { Verdict } from '../../network/model.ts'
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

export const drawMatrix = (context: DrawContext, drawing: MatrixDrawing): Drawn => {
  const { snapshot, state, say } = context
  for (const [index, namespace] of drawing.namespaces.entries())
    if (!state.namespaces.has(namespace))
      throw new MissingPart(`namespaces[${index}]`, `the state has no namespace ${namespace}`)
  const chosen =
    drawing.namespaces.length > 0 ? drawing.namespaces : [...state.namespaces.keys()].filter((name) => !isOwnNamespace(name))
  const { port, protocol = 'TCP' } = drawing.port
  const matrix = connectAll(snapshot, { port, protocol, namespaces: chosen })
  const names = matrix.pods.map(nameOfEnd)
  if (names.length === 0) throw new MissingPart('kind', 'the state has no running Pod to draw')
  const title = say(words(`Who reaches whom on ${protocol} ${port}`, `${protocol} ${port}: 누가 누구에게 닿는가`))
  return {
    title,
    description: say(describe(matrix)),
    table: {
      caption: title,
      head: [say(words('From', '클라이언트')), ...names],
      rows: names.map((name, from) => [name, ...names.map((_, to) => say(verdictWords(verdictAt(matrix, from, to))))]),
    },
    picture: column([table(context, matrix, names), legend(context, matrix)], { gap: 16, isStretched: false }),
  }
}

const describe = (matrix: Matrix): { readonly en: string; readonly ko: string } => {
  const pairs = matrix.pods.flatMap((_, from) =>
    matrix.pods.flatMap((__, to) => (from === to ? [] : [verdictAt(matrix, from, to)])),
  )
  const open = pairs.filter((verdict) => verdict === 'connected').length
  return words(
    `Of ${pairs.length} connections between two of ${matrix.pods.length} Pods, ${open} come about.`,
    `Pod ${matrix.pods.length}개 사이의 연결 ${pairs.length}가지 가운데 ${open}가지가 이루어집니다.`,
  )
}

const SIDE = 32

const cellOf = (verdict: Verdict, isSelf: boolean): Block => ({
  width: SIDE,
  height: SIDE,
  draw: (sheet, { x, y }) => {
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
const table = ({ say }: DrawContext, matrix: Matrix, names: readonly string[]): Block => {
  const head = [
    lines([{ text: say(words('from ↓   to →', '클라이언트 ↓  서버 →')), style: 'n', isMuted: true }]),
    ...names.map((_, index) => centred(String(index + 1))),
  ]
  const rows = names.map((name, from) => [
    lines([{ text: `${from + 1}  ${name}` }], 300),
    ...names.map((_, to) => cellOf(verdictAt(matrix, from, to), from === to)),
  ])
  return grid([head, ...rows], { columnGap: 6, rowGap: 6 })
}

const legend = ({ say }: DrawContext, matrix: Matrix): Block => {
  const verdicts = new Set(matrix.pods.flatMap((_, from) => matrix.pods.map((__, to) => verdictAt(matrix, from, to))))
  const entries = [...verdicts].map((verdict) =>
    lines([{ text: say(verdictWords(verdict)), style: 'n', mark: MARKS[verdict] }]),
  )
  return row([...entries, card(lines([{ text: say(words('itself', '자기 자신')), style: 'n' }]), { style: 'g', padding: 4 })], {
    gap: 20,
    align: 'middle',
    isStretched: false,
  })
}
