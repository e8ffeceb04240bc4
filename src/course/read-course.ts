/** The course: its title, its parts, and its sections in order. */
import { isJsonObject, isList } from '../kubernetes/json.ts'
import { isWords, type Words } from '../grading/words.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from './problem.ts'

interface CourseSection {
  readonly id: string
  readonly part: string
}

/** A state of a section, as the playground offers it. */
export interface PlaygroundCluster {
  readonly section: string
  /** Its file in the section's folder. */
  readonly path: string
  readonly title: Words
  readonly line: number
}

interface Course {
  readonly title: Words
  readonly languages: readonly string[]
  readonly parts: Readonly<Record<string, Words>>
  readonly sections: readonly CourseSection[]
  /** In the order in which they are offered. */
  readonly playground: readonly PlaygroundCluster[]
}

export interface ReadCourse {
  readonly course: Course
  readonly problems: readonly ContentProblem[]
}

/** Reads `course.yaml`. */
export const readCourse = (text: string, file: string): ReadCourse => {
  const { documents, problems: found } = readManifests(text, file)
  const problems = found.map(({ position, message }) => contentProblem(position, message))
  const [document] = documents
  const value = document?.value ?? {}
  const note = (path: string, message: string): void => {
    if (document !== undefined) problems.push(contentProblem(document.position(path), message, path))
  }
  const { title, languages, parts, sections } = value
  if (!isWords(title)) note('title', 'needs texts for en and ko')
  if (!isList(sections)) note('sections', 'must be a list')
  const knownParts = isJsonObject(parts) ? parts : {}
  for (const [name, words] of Object.entries(knownParts))
    if (!isWords(words)) note(`parts.${name}`, 'needs texts for en and ko')
  const { playground = [] } = value
  if (!isList(playground)) note('playground', 'must be a list')
  const clusters = (isList(playground) ? playground : []).flatMap((item, index): readonly PlaygroundCluster[] => {
    const { state, title: words } = isJsonObject(item) ? item : {}
    const [, section = '', name = ''] = /^([^/]+)\/([^/]+)$/u.exec(typeof state === 'string' ? state : '') ?? []
    const path = `playground[${index}]`
    if (section !== '' && isWords(words) && document !== undefined)
      return [{ section, path: `states/${name}.yaml`, title: words, line: document.position(path).line }]
    note(path, 'needs a state, as 3-1/shop, and a title in en and ko')
    return []
  })
  const course: Course = {
    playground: clusters,
    title: isWords(title) ? title : { en: '', ko: '' },
    languages: isList(languages) ? languages.map(String) : ['en', 'ko'],
    parts: Object.fromEntries(Object.entries(knownParts).filter((entry): entry is [string, Words] => isWords(entry[1]))),
    sections: (isList(sections) ? sections : []).flatMap((section, index, all) => {
      const { id, part } = isJsonObject(section) ? section : {}
      const path = `sections[${index}]`
      if (typeof id !== 'string' || typeof part !== 'string' || !Object.hasOwn(knownParts, part))
        note(path, 'needs an id and the name of a part')
      else if (all.slice(0, index).some((other) => isJsonObject(other) && other['id'] === id))
        note(`${path}.id`, `${id} stands twice`)
      else return [{ id, part }]
      return []
    }),
  }
  return { course, problems }
}
