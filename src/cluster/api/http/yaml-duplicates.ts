/** What the server's YAML reader says of keys that stand twice in one mapping. @see sigs.k8s.io/yaml goyaml.v2, setMapIndex, v1.34 */
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Pair } from 'yaml'
import { YAML_OPTIONS } from '../../../kubernetes/yaml/options.ts'
import { rangeOf } from '../../../kubernetes/yaml/places.ts'

/** As Go writes the value down. */
const spell = (key: unknown): string => (typeof key === 'string' ? JSON.stringify(key) : String(key))

const keyOf = ({ key }: Pair): unknown => (isScalar(key) ? key.value : undefined)

/** Of what stands again its value's line is told, after all that is within that value. */
const linesIn = (node: unknown, lines: LineCounter): readonly string[] => {
  if (isSeq(node)) return node.items.flatMap((item) => linesIn(item, lines))
  if (!isMap(node)) return []
  const seen = new Set<unknown>()
  return (node.items as readonly Pair[]).flatMap((pair) => {
    const key = keyOf(pair)
    const inside = linesIn(pair.value, lines)
    if (!seen.has(key)) {
      seen.add(key)
      return inside
    }
    const [start] = rangeOf(pair.value) ?? rangeOf(pair.key) ?? [0]
    return [...inside, `line ${lines.linePos(start).line}: key ${spell(key)} already set in map`]
  })
}

/** Of the first object of a text that can be read. */
export const yamlDuplicates = (text: string): readonly string[] => {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines }) as readonly Document[]
  return linesIn(documents.find(({ contents }) => isMap(contents))?.contents, lines)
}
