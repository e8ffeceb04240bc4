/** A graph of the connections that come about, one cluster of nodes for each namespace. */
import { dotDocument, quoteDot } from '../drawing/dot.ts'
import { around } from '../drawing/around.ts'
import { matrixWords } from '../messages/matrix.ts'
import type { RenderMatrix } from './formats.ts'
import { labelOf } from './labels.ts'
import type { MatrixReport, Unit } from './units.ts'

const LABEL = 40

/** Undefined where the Pods are of several. */
const namespaceOf = ({ pods }: Unit): string | undefined => {
  const namespaces = new Set(pods.map(({ namespace }) => namespace))
  return namespaces.size === 1 ? pods[0]?.namespace : undefined
}

const shown = (unit: Unit): string => {
  const namespace = namespaceOf(unit)
  if (namespace === undefined) return labelOf(unit, LABEL)
  const names = unit.names.map((name) => (name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : name))
  return labelOf({ ...unit, names }, LABEL)
}

const portsBetween = ({ answers }: MatrixReport, row: number, column: number): readonly string[] =>
  answers.flatMap(({ ports, verdicts }) => (verdicts[row]?.[column] === 'connected' ? ports : []))

export const renderDot: RenderMatrix = function* (report, { language, onNodes = [] }) {
  const { units, answers } = report
  const ids = units.map(({ names }) => quoteDot(names[0] ?? ''))
  const byNamespace = new Map<string | undefined, number[]>()
  for (const [index, unit] of units.entries()) {
    const namespace = namespaceOf(unit)
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), index])
  }
  const asked = answers.reduce((count, { ports }) => count + ports.length, 0)
  const title = matrixWords(language).table(answers.flatMap(({ ports }) => ports).join(', '))
  const note = onNodes.length === 0 ? [] : [matrixWords(language).onNodes(onNodes.join(', '))]
  const [head, tail] = around((mark) => dotDocument([title, ...note].join('\n'), [mark]))
  yield head
  for (const [number, [namespace, members]] of [...byNamespace].entries()) {
    const nodes = members.map(
      (index) => `${ids[index] ?? ''} [label=${quoteDot(shown(units[index] ?? { names: [], pods: [] }))}];`,
    )
    if (namespace === undefined) yield nodes.map((node) => `  ${node}\n`).join('')
    else
      yield `  subgraph cluster_${number} {\n    label=${quoteDot(namespace)};\n${nodes.map((node) => `    ${node}\n`).join('')}  }\n`
  }
  for (const [row, from] of ids.entries())
    for (const [column, to] of ids.entries()) {
      const ports = portsBetween(report, row, column)
      // Nobody asks whether a Pod reaches itself.
      if (ports.length === 0 || (row === column && (units[row]?.pods.length ?? 0) < 2)) continue
      yield `  ${from} -> ${to}${ports.length === asked ? '' : ` [label=${quoteDot(ports.join(', '))}]`};\n`
    }
  yield tail
}
