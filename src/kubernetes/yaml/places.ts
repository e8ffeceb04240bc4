/** Where the parts of a document stand in its text. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode, type Pair } from 'yaml'
import type { PathStep } from '../field-path.ts'
import { YAML_OPTIONS } from './options.ts'
import type { Position } from './problem.ts'

export const toPosition = (file: string, lines: LineCounter, range: readonly [number, number]): Position => {
  const start = lines.linePos(range[0])
  const end = lines.linePos(range[1])
  return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
}

/** The first and last letter of a node. */
export const rangeOf = (node: unknown): readonly [number, number] | undefined => {
  const range = (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range ? node.range : undefined
  return range ? [range[0], range[1]] : undefined
}

const findPair = (node: unknown, key: PathStep): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : undefined) === String(key)) : undefined

/** The nearest parent that exists where the steps lead to nothing. */
export const rangeAt = (root: unknown, steps: readonly PathStep[]): readonly [number, number] => {
  let node = root
  let range = rangeOf(root) ?? [0, 0]
  for (const step of steps) {
    if (isSeq(node)) {
      node = typeof step === 'number' ? node.items[step] : undefined
      range = rangeOf(node) ?? range
    } else {
      const pair = findPair(node, step)
      if (pair === undefined) return range
      range = rangeOf(pair.key) ?? range
      node = pair.value
    }
    if (node === undefined || node === null) return range
  }
  return range
}

const nodeAt = (root: unknown, steps: readonly PathStep[]): unknown => {
  let node = root
  for (const step of steps) node = isSeq(node) ? node.items[Number(step)] : findPair(node, step)?.value
  return node
}

const duplicatesIn = (node: unknown, path: string): readonly string[] => {
  if (isSeq(node)) return node.items.flatMap((item, index) => duplicatesIn(item, `${path}[${index}]`))
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return (node.items as Pair<YamlNode, YamlNode>[]).flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const here = path === '' ? key : `${path}.${key}`
    const inside = duplicatesIn(pair.value, here)
    if (seen.has(key)) return [here, ...inside]
    seen.add(key)
    return inside
  })
}

/** Keys that stand twice in one mapping of what the steps lead to, as field paths from there. */
export const findDuplicates = (root: unknown, steps: readonly PathStep[]): readonly string[] =>
  duplicatesIn(nodeAt(root, steps), '')

/** Places in a document that was read without its nodes. Its text begins on the line, counted from 0. */
export const createPlaces = (file: string, text: string, line: number): ((steps: readonly PathStep[]) => Position) => {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines })
  return (steps) => {
    const place = toPosition(file, lines, rangeAt(contents, steps))
    return { ...place, line: place.line + line, endLine: place.endLine + line }
  }
}
