/** Walks as a picture: one column for each, step under step, up to the one at which the packet ends. */
import { dotDocument, quoteDot } from './dot.ts'
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { breakLines, svgDocument, textWidth } from './svg.ts'

/** `unreached`: the packet ended before it came here. */
export type Tone = 'plain' | 'good' | 'bad' | 'unreached'

export interface PictureStep {
  /** Where it happens. */
  readonly place: string
  /** What is decided there, and the outcome; empty lines are left out. */
  readonly lines: readonly string[]
  readonly tone: Tone
}

export interface PictureColumn {
  readonly heading: string
  readonly tone: 'good' | 'bad'
  readonly steps: readonly PictureStep[]
}

export interface Picture {
  readonly title: string
  readonly description: string
  readonly columns: readonly PictureColumn[]
  /** Sentences below the title; none where absent. */
  readonly notes?: readonly string[]
}

/** Fills and strokes that keep black text readable, and are told apart by their marks too. */
const FILLS: Readonly<Record<Tone, string>> = { plain: '#f5f5f5', good: '#e3f2e4', bad: '#fde3e1', unreached: '#ffffff' }
const STROKES: Readonly<Record<Tone, string>> = { plain: '#616161', good: '#2e7d32', bad: '#c62828', unreached: '#9e9e9e' }
const MARKS: Readonly<Record<Tone, string>> = { plain: '', good: '✔ ', bad: '✘ ', unreached: '' }

const LETTERS = 46
const WIDTH = textWidth('x'.repeat(LETTERS)) + 24
const GAP = 28
const LINE = 17
const MARGIN = 20
/** Columns beside each other; more go below, and pairs stay together. */
const besideOf = (columns: number): number => (columns === 4 ? 2 : Math.max(1, Math.min(3, columns)))

interface Box {
  readonly step: PictureStep
  readonly y: number
  readonly height: number
  readonly lines: readonly string[]
  /** How many of the lines are the place's. */
  readonly placeLines: number
}

const boxesOf = ({ steps }: PictureColumn, top: number): readonly Box[] => {
  let y = top
  return steps.map((step) => {
    const place = breakLines(`${MARKS[step.tone]}${step.place}`, LETTERS)
    const lines = [...place, ...step.lines.filter((line) => line !== '').flatMap((line) => breakLines(line, LETTERS))]
    const box = { step, y, lines, height: lines.length * LINE + 12, placeLines: place.length }
    y += box.height + GAP
    return box
  })
}

const drawBox = ({ step, y, height, lines, placeLines }: Box, x: number): string => {
  const dashed = step.tone === 'unreached' ? ' stroke-dasharray="4 3"' : ''
  const color = step.tone === 'unreached' ? '#6b6b6b' : '#000'
  const text = lines.map((line, index) => {
    const bold = index < placeLines ? ' font-weight="bold"' : ''
    return `<text x="${x + 12}" y="${y + 19 + index * LINE}" fill="${color}"${bold}>${escapeXml(line)}</text>`
  })
  const frame = `<rect x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="6" fill="${FILLS[step.tone]}" stroke="${STROKES[step.tone]}"${dashed}/>`
  return [frame, ...text].join('')
}

/** From one box to the next: where the packet ended, nothing goes on. */
const drawArrow = (from: Box, to: Box, x: number): string => {
  const isOver = from.step.tone === 'bad' || to.step.tone === 'unreached'
  const [start, end] = [from.y + from.height, to.y]
  const middle = x + WIDTH / 2
  const color = isOver ? STROKES.unreached : '#000'
  const line = `<path d="M${middle} ${start}V${end - 6}" stroke="${color}" fill="none"${isOver ? ' stroke-dasharray="4 3"' : ''}/>`
  return `${line}<path d="M${middle - 5} ${end - 8}L${middle} ${end}L${middle + 5} ${end - 8}Z" fill="${color}"/>`
}

const drawColumn = (column: PictureColumn, x: number, top: number): readonly string[] => {
  const headings = breakLines(`${MARKS[column.tone]}${column.heading}`, LETTERS)
  const boxes = boxesOf(column, top + headings.length * LINE + 8)
  return [
    ...headings.map(
      (line, index) =>
        `<text x="${x}" y="${top + 12 + index * LINE}" font-weight="bold" fill="${STROKES[column.tone]}">${escapeXml(line)}</text>`,
    ),
    ...boxes.map((box) => drawBox(box, x)),
    ...boxes.slice(1).flatMap((box, index) => {
      const before = boxes[index]
      return before === undefined ? [] : [drawArrow(before, box, x)]
    }),
  ]
}

const heightOf = (column: PictureColumn): number => {
  const headings = breakLines(`${MARKS[column.tone]}${column.heading}`, LETTERS).length
  const last = boxesOf(column, headings * LINE + 8).at(-1)
  return last === undefined ? headings * LINE : last.y + last.height
}

export const drawSvg = ({ title, description, columns, notes = [] }: Picture): string => {
  const beside = besideOf(columns.length)
  const width = 2 * MARGIN + beside * WIDTH + (beside - 1) * GAP
  const letters = Math.floor((width - 2 * MARGIN) / textWidth('x'))
  const titleLines = breakLines(title, letters)
  const noteLines = notes.flatMap((note) => breakLines(note, letters))
  const body = [...titleLines, ...noteLines].map((line, index) => {
    const bold = index < titleLines.length ? ' font-weight="bold"' : ''
    return `<text x="${MARGIN}" y="${MARGIN + 12 + index * LINE}"${bold}>${escapeXml(line)}</text>`
  })
  let top = MARGIN + (titleLines.length + noteLines.length) * LINE + 20
  for (let first = 0; first < columns.length; first += beside) {
    const group = columns.slice(first, first + beside)
    for (const [index, column] of group.entries()) body.push(...drawColumn(column, MARGIN + index * (WIDTH + GAP), top))
    top += Math.max(...group.map(heightOf)) + GAP
  }
  return svgDocument({ width, height: top, title, description, body })
}

/** The same as a graph, a cluster for each walk. */
export const drawDot = ({ title, columns, notes = [] }: Picture): string =>
  dotDocument(
    [title, ...notes].join('\n'),
    columns.flatMap((column, index) => [
      `subgraph cluster_${index} {`,
      `  label=${quoteDot(`${MARKS[column.tone]}${column.heading}`)}; color="${STROKES[column.tone]}";`,
      ...column.steps.map(({ place, lines, tone }, step) => {
        const label = [`${MARKS[tone]}${place}`, ...lines.filter((line) => line !== '')].join('\n')
        const dashed = tone === 'unreached' ? ', style="rounded,dashed"' : ''
        return `  w${index}_${step} [label=${quoteDot(label)}, color="${STROKES[tone]}", fillcolor="${FILLS[tone]}"${dashed}];`
      }),
      ...column.steps.slice(1).map((step, before) => {
        const isOver = step.tone === 'unreached'
        return `  w${index}_${before} -> w${index}_${before + 1}${isOver ? ' [style=dashed, color="#9e9e9e"]' : ''};`
      }),
      '}',
    ]),
  )
