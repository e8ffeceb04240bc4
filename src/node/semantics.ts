/**
 * The catalogue of what the network model has to get right (docs/semantics/*.yaml), and who tests which of its lines.
 * A test names lines at the beginning of its title: `# N3 N10 policies add up` in an expected.txt,
 * `'N3: …'` or `'N3 N10 …'` in a unit test. A hop of a walk names those that justify it: `semantics: ['N1']`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'yaml'

export type Mark = 'pitfall' | 'implementation'

export interface Line {
  /** E.g. `N12` or `K-nft`. */
  readonly code: string
  readonly en: string
  readonly ko: string
  /** Keys of the catalogue's sources. */
  readonly sources: readonly string[]
  readonly marks: readonly Mark[]
}

export interface Area {
  readonly title: { readonly en: string; readonly ko: string }
  readonly lines: readonly Line[]
}

export interface Catalogue {
  readonly areas: readonly Area[]
  /** By key: public repository and path, e.g. `kubernetes/kubernetes pkg/proxy/topology.go`. */
  readonly sources: Readonly<Record<string, string>>
}

/** The files of docs/semantics, in the order of the page. */
const AREAS = ['verdicts', 'pod-network', 'services', 'kube-proxy', 'policies', 'http', 'dns'] as const

type WrittenLine = Omit<Line, 'marks'> & { readonly marks?: readonly Mark[] }

/** Reads docs/semantics below a folder. */
export const readCatalogue = (root: string): Catalogue => {
  const read = (name: string): unknown => parse(readFileSync(join(root, 'docs/semantics', `${name}.yaml`), 'utf8'))
  return {
    sources: read('sources') as Catalogue['sources'],
    areas: AREAS.map((name) => {
      const { title, lines } = read(name) as { readonly title: Area['title']; readonly lines: readonly WrittenLine[] }
      return { title, lines: lines.map((line) => ({ ...line, marks: line.marks ?? [] })) }
    }),
  }
}

/** Files, relative to the root with slashes, by the code they name. */
export type Naming = ReadonlyMap<string, readonly string[]>

const CODE = String.raw`(?:[VPSKNID]\d{1,3}|K-[a-z]+)`
const CODES = new RegExp(CODE, 'g')
const CASE_TITLE = new RegExp(String.raw`^#\s*(${CODE}(?:[ ,]+${CODE})*)[: ]`)
const TEST_TITLE = new RegExp(String.raw`['"\x60](${CODE}(?:[ ,]+${CODE})*)(?::|(?= ))\s*[^'"\x60\s]`, 'g')
const CITATION = new RegExp(String.raw`'(${CODE})'`, 'g')

const codesIn = (text = ''): readonly string[] => text.match(CODES) ?? []

/** The codes at the beginning of the first line of an expected.txt. */
export const codesOfCase = (text: string): readonly string[] => codesIn(CASE_TITLE.exec(text)?.[1])

/** The codes at the beginning of any title in a test file. */
export const codesOfTests = (text: string): readonly string[] =>
  [...text.matchAll(TEST_TITLE)].flatMap(([, codes]) => codesIn(codes))

/** The codes that stand alone as a text in a source file, as hops cite them. */
export const codesOfHops = (text: string): readonly string[] => [...text.matchAll(CITATION)].map(([, code = '']) => code)

const filesBelow = (root: string, folder: string, ends: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ends))
    .map((name) => relative(root, join(root, folder, name)).replaceAll('\\', '/'))
    .sort()

const collect = (root: string, files: readonly string[], codesOf: (text: string) => readonly string[]): Naming => {
  const found = new Map<string, string[]>()
  for (const file of files)
    for (const code of new Set(codesOf(readFileSync(join(root, file), 'utf8'))))
      found.set(code, [...(found.get(code) ?? []), file])
  return found
}

/** Which tests name which lines: cases first. */
export const findTests = (root: string): Naming => {
  const cases = collect(root, filesBelow(root, 'test/cases', 'expected.txt'), codesOfCase)
  const units = collect(root, filesBelow(root, 'test/unit', '.test.ts'), codesOfTests)
  return new Map(
    [...new Set([...cases.keys(), ...units.keys()])].map((code) => [
      code,
      [...(cases.get(code) ?? []), ...(units.get(code) ?? [])],
    ]),
  )
}

/** Which files of the model justify a hop by which lines. */
export const findHops = (root: string): Naming => collect(root, filesBelow(root, 'src/network', '.ts'), codesOfHops)
