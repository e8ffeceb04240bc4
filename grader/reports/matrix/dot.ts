/** A graph of the connections that come about, one cluster of nodes for each namespace. */
import type { RenderMatrix } from './formats.ts'
import { labelOf } from './labels.ts'
import type { MatrixReport, Unit } from './units.ts'

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`

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

export const renderDot: RenderMatrix = function* (report) {
  const { units, answers } = report
  const ids = units.map(({ names }) => quote(names[0] ?? ''))
  const byNamespace = new Map<string | undefined, number[]>()
  for (const [index, unit] of units.entries()) {
    const namespace = namespaceOf(unit)
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), index])
  }
  const asked = answers.reduce((count, { ports }) => count + ports.length, 0)
  yield 'digraph reachability {\n  rankdir=LR;\n  node [shape=box];\n'
  for (const [number, [namespace, members]] of [...byNamespace].entries()) {
    const nodes = members.map(
      (index) => `${ids[index] ?? ''} [label=${quote(shown(units[index] ?? { names: [], pods: [] }))}];`,
    )
    if (namespace === undefined) yield nodes.map((node) => `  ${node}\n`).join('')
    else
      yield `  subgraph cluster_${number} {\n    label=${quote(namespace)};\n${nodes.map((node) => `    ${node}\n`).join('')}  }\n`
  }
  for (const [row, from] of ids.entries())
    for (const [column, to] of ids.entries()) {
      const ports = portsBetween(report, row, column)
      // Nobody asks whether a Pod reaches itself.
      if (ports.length === 0 || (row === column && (units[row]?.pods.length ?? 0) < 2)) continue
      yield `  ${from} -> ${to}${ports.length === asked ? '' : ` [label=${quote(ports.join(', '))}]`};\n`
    }
  yield '}\n'
}
