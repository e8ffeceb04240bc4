/** Who reaches whom, as a table for people, documents and tools. Rows are clients, columns are servers. */
import { verdictWords } from '../../src/grading/explain/verdict.ts'
import type { Language } from '../../src/grading/words.ts'
import { verdictAt, type Matrix } from '../../src/network/matrix.ts'
import type { NamespacedName, Verdict } from '../../src/network/model.ts'
import { dotDocument, quoteDot } from './drawing/dot.ts'
import { escapeMarkdown } from './drawing/markdown.ts'
import { escapeXml, svgDocument, textWidth } from './drawing/svg.ts'
import { displayWidth, pad, paint, type Style } from './layout.ts'
import { formatMessages } from './messages/formats.ts'
import { reportMessages } from './messages/messages.ts'

export interface MatrixReportOptions {
  readonly style: Style
  readonly language: Language
}

type Render = (matrix: Matrix, options: MatrixReportOptions) => string

/** One letter wide, and told apart without colour. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  connected: '✔',
  refused: '○',
  'timed-out': '✘',
  unresolved: '?',
  unreachable: '·',
}

const COLORS: Readonly<Record<Verdict, 'green' | 'yellow' | 'red' | 'dim'>> = {
  connected: 'green',
  refused: 'yellow',
  'timed-out': 'red',
  unresolved: 'dim',
  unreachable: 'dim',
}

const label = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`

const titleOf = ({ question: { port, protocol = 'TCP' } }: Matrix, language: Language): string =>
  reportMessages(language).matrix(port, protocol)

const verdictsOf = (matrix: Matrix, row: number): readonly Verdict[] =>
  matrix.pods.map((_, column) => verdictAt(matrix, row, column))

const occurring = (matrix: Matrix): readonly Verdict[] => {
  const found = new Set(matrix.pods.flatMap((_, row) => verdictsOf(matrix, row)))
  return (Object.keys(SIGNS) as Verdict[]).filter((verdict) => found.has(verdict))
}

const legend = (matrix: Matrix, language: Language): string =>
  occurring(matrix)
    .map((verdict) => `${SIGNS[verdict]} ${verdictWords(verdict)[language]}`)
    .join('   ')

const renderText: Render = (matrix, { style, language }) => {
  const names = matrix.pods.map(label)
  const numbers = names.map((_, index) => String(index + 1))
  const digits = Math.max(1, ...numbers.map((number) => number.length))
  const width = Math.max(0, ...names.map(displayWidth))
  const heading = `${' '.repeat(digits + 2 + width)}  ${numbers.map((number) => number.padStart(digits)).join(' ')}`
  const rows = names.map((name, row) => {
    const cells = verdictsOf(matrix, row).map(
      (verdict) => `${' '.repeat(digits - 1)}${paint(style, COLORS[verdict], SIGNS[verdict])}`,
    )
    return `${(numbers[row] ?? '').padStart(digits)}  ${pad(name, width)}  ${cells.join(' ')}`
  })
  return [paint(style, 'bold', titleOf(matrix, language)), '', heading, ...rows, '', legend(matrix, language), ''].join('\n')
}

const renderMarkdown: Render = (matrix, { language }) => {
  const names = matrix.pods.map(label)
  return [
    `**${escapeMarkdown(titleOf(matrix, language))}**`,
    '',
    `| | ${names.map(escapeMarkdown).join(' | ')} |`,
    `|---|${names.map(() => ':-:|').join('')}`,
    ...names.map(
      (name, row) =>
        `| ${escapeMarkdown(name)} | ${verdictsOf(matrix, row)
          .map((verdict) => SIGNS[verdict])
          .join(' | ')} |`,
    ),
    '',
    legend(matrix, language),
    '',
  ].join('\n')
}

/** A graph of the connections that come about, one cluster of nodes for each namespace. */
const renderDot: Render = (matrix, { language }) => {
  const namespaces = [...new Set(matrix.pods.map(({ namespace }) => namespace))]
  const clusters = namespaces.flatMap((namespace, index) => [
    `subgraph cluster_${index} {`,
    `  label=${quoteDot(namespace)};`,
    ...matrix.pods
      .filter((pod) => pod.namespace === namespace)
      .map((pod) => `  ${quoteDot(label(pod))} [label=${quoteDot(pod.name)}];`),
    '}',
  ])
  const edges = connectedPairs(matrix).map(([from, to]) => `${quoteDot(label(from))} -> ${quoteDot(label(to))};`)
  return dotDocument(titleOf(matrix, language), [...clusters, ...edges])
}

const connectedPairs = (matrix: Matrix): readonly (readonly [from: NamespacedName, to: NamespacedName])[] =>
  matrix.pods.flatMap((from, row) =>
    matrix.pods.flatMap((to, column) =>
      row !== column && verdictAt(matrix, row, column) === 'connected' ? [[from, to] as const] : [],
    ),
  )

const CELL = 22
const FILLS: Readonly<Record<Verdict, string>> = {
  connected: '#2e7d32',
  refused: '#8a5a00',
  'timed-out': '#c62828',
  unresolved: '#616161',
  unreachable: '#757575',
}

const renderSvg: Render = (matrix, { language }) => {
  const names = matrix.pods.map(label)
  const margin = Math.max(0, ...names.map(textWidth)) + 12
  const side = names.length * CELL
  const title = titleOf(matrix, language)
  const caption = [title, legend(matrix, language)]
  const width = margin + Math.max(side, ...caption.map(textWidth)) + 12
  const rows = names.flatMap((name, row) => [
    `<text x="${margin - 6}" y="${margin + row * CELL + 15}" text-anchor="end">${escapeXml(name)}</text>`,
    `<text transform="translate(${margin + row * CELL + 15} ${margin - 6}) rotate(-90)">${escapeXml(name)}</text>`,
  ])
  const cells = names.flatMap((from, row) =>
    names.map((to, column) => {
      const verdict = verdictAt(matrix, row, column)
      const x = margin + column * CELL
      const y = margin + row * CELL
      const words = escapeXml(`${from} → ${to}: ${verdictWords(verdict)[language]}`)
      return [
        `<g><title>${words}</title>`,
        `<rect x="${x}" y="${y}" width="${CELL - 2}" height="${CELL - 2}" rx="3" fill="${FILLS[verdict]}"/>`,
        `<text x="${x + CELL / 2 - 1}" y="${y + 15}" text-anchor="middle" fill="#fff">${SIGNS[verdict]}</text></g>`,
      ].join('')
    }),
  )
  return svgDocument({
    width,
    height: margin + side + 56,
    title,
    description: formatMessages(language).matrixDescription(names.length, connectedPairs(matrix).length),
    body: [
      ...rows,
      ...cells,
      ...caption.map((line, index) => `<text x="${margin}" y="${margin + side + 24 + 18 * index}">${escapeXml(line)}</text>`),
    ],
  })
}

export const MATRIX_FORMATS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: (matrix) =>
    JSON.stringify(
      { question: matrix.question, pods: matrix.pods, verdicts: matrix.pods.map((_, row) => verdictsOf(matrix, row)) },
      undefined,
      2,
    ),
  markdown: renderMarkdown,
  dot: renderDot,
  svg: renderSvg,
}
