/** What a learner worked on between two saves of a cluster's objects. */
import type { ExamPaper } from '../../src/course/exam/paper.ts'
import { touchedItems } from '../../src/course/exam/touched-items.ts'
import { readPlainDocuments } from '../../src/kubernetes/yaml/plain/read-plain.ts'
import { readAnyManifests } from '../../src/kubernetes/yaml/read-whole.ts'

/** As exports join documents: within one, lines of texts are indented. */
const documentsOf = (objects: string): readonly string[] => objects.split(/^---\n/mu)

const readObject = (text: string): readonly unknown[] =>
  (readPlainDocuments(text) ?? readAnyManifests(text, '').documents).map(({ value }) => value)

/** Ids of items; only documents that are not on both sides are read, which are few. */
export const touchedBetween = (before: string, after: string, paper: Pick<ExamPaper, 'items'>): readonly string[] => {
  const [old, now] = [documentsOf(before), documentsOf(after)]
  const changed = (own: readonly string[], others: readonly string[]): readonly unknown[] => {
    const known = new Set(others)
    return own.filter((text) => !known.has(text)).flatMap(readObject)
  }
  return touchedItems(changed(old, now), changed(now, old), paper)
}
