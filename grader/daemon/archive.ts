/** All objects of a cluster as YAML: what `grade cluster export` writes and `grade cluster import` reads. */
import { randomUUID } from 'node:crypto'
import { createStore } from '../../src/cluster/store/memory-store.ts'
import type { StoredObject } from '../../src/cluster/store/store.ts'
import { toTimestamp } from '../../src/cluster/time.ts'
import { isJsonObject, type JsonObject } from '../../src/kubernetes/json.ts'
import { readPlainDocuments } from '../../src/kubernetes/yaml/plain/read-plain.ts'
import { readAnyManifests } from '../../src/kubernetes/yaml/read-whole.ts'
import { renderYaml } from '../../src/kubernetes/yaml/render-yaml.ts'
import { ko } from '../../src/grading/korean.ts'
import type { Words } from '../../src/grading/words.ts'
import { Problem, reasonOfWords } from '../terminal/problem.ts'
import { readJournal } from './journal.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { readIfPresent } from './private-files.ts'
import { replaceState } from './replace-state.ts'

/** Whether the cluster runs or not: what it has acknowledged is on disk. Without `isWanted` all of it. */
export async function exportObjects(
  paths: StatePaths,
  isWanted: (object: StoredObject) => boolean = () => true,
): Promise<string> {
  const { objects } = await readJournal(paths.data)
  return objects
    .filter(isWanted)
    .map((object) => renderYaml(object))
    .join('---\n')
}

const valuesOf = (text: string, path: string): readonly unknown[] => {
  const plain = readPlainDocuments(text)
  if (plain !== undefined) return plain.map(({ value }) => value).filter((value) => value !== null)
  const { documents, problems } = readAnyManifests(text, path)
  const [problem] = problems
  if (problem !== undefined) throw new Problem('archive-unreadable', { path, reason: problem.message })
  return documents.map(({ value }) => value)
}

const isNamed = (value: unknown): value is JsonObject & StoredObject =>
  isJsonObject(value) &&
  typeof value['apiVersion'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isJsonObject(value['metadata']) &&
  typeof value['metadata']['name'] === 'string'

/** What the API server gives each object, where a document that was written by hand lacks it. */
const completed = (object: StoredObject, nowMs: number): StoredObject => ({
  ...object,
  metadata: { uid: randomUUID(), creationTimestamp: toTimestamp(nowMs), ...object.metadata },
})

/** The objects of a file; a problem that names the first document that is none, or of a kind that nothing in the file defines. */
export function readArchive(text: string, path: string, nowMs: number): readonly StoredObject[] {
  const values = valuesOf(text, path)
  const strange = values.findIndex((value) => !isNamed(value))
  const fail = (reason: Words): never => {
    throw new Problem('archive-unreadable', { path, ...reasonOfWords(reason) })
  }
  if (values.length === 0) fail({ en: 'it has no documents', ko: '문서가 없습니다' })
  if (strange >= 0)
    fail({
      en: `document ${strange + 1} has no apiVersion, kind and metadata.name`,
      ko: `${strange + 1}번째 문서에 apiVersion, kind, metadata.name이 없습니다`,
    })
  const objects = values.filter(isNamed).map((object) => completed(object, nowMs))
  const served = new Set([...createStore({ objects }).entries()].map(([, object]) => object.metadata.uid))
  const unknown = objects.find(({ metadata }) => !served.has(metadata.uid))
  if (unknown !== undefined)
    fail({
      en: `${nameOf(unknown)} is of no kind that is served`,
      ko: ko(`${nameOf(unknown)}은(는) 이 클러스터에 없는 kind입니다`),
    })
  const twice = firstTwice(objects)
  if (twice !== undefined) fail({ en: `${nameOf(twice)} stands twice`, ko: ko(`${nameOf(twice)}이(가) 두 번 나옵니다`) })
  return objects
}

const nameOf = ({ apiVersion, kind, metadata: { namespace, name = '' } }: StoredObject): string =>
  `${apiVersion} ${kind} "${namespace === undefined ? '' : `${namespace}/`}${name}"`

function firstTwice(objects: readonly StoredObject[]): StoredObject | undefined {
  const seen = new Set<string>()
  return objects.find((object) => {
    const name = nameOf(object)
    if (seen.has(name)) return true
    seen.add(name)
    return false
  })
}

/** Puts these objects in the place of all that the stopped cluster has; its address ranges stay. */
export const replaceObjects = async (paths: StatePaths, objects: readonly StoredObject[]): Promise<void> =>
  replaceState(paths, { objects, ranges: await readIfPresent(paths.ranges) })
