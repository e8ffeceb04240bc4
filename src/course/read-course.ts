/** The course: its title, its parts, and its sections in order. */
import { isJsonObject, isList } from '../kubernetes/json.ts'
import { isWords, type Words } from '../grading/words.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from './problem.ts'

interface CourseSection {
  readonly id: string
  readonly part: string
}

interface Course {
  readonly title: Words
  readonly languages: readonly string[]
  readonly parts: Readonly<Record<string, Words>>
  readonly sections: readonly CourseSection[]
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
  const course: Course = {
    title: isWords(title) ? title : { en: '', ko: '' },
    languages: isList(languages) ? languages.map(String) : ['en', 'ko'],
    parts: Object.fromEntries(Object.entries(knownParts).filter((entry): entry is [string, Words] => isWords(entry[1]))),
    sections: (isList(sections) ? sections : []).flatMap((section, index) => {
      const { id, part } = isJsonObject(section) ? section : {}
      if (typeof id === 'string' && typeof part === 'string' && Object.hasOwn(knownParts, part)) return [{ id, part }]
      note(`sections[${index}]`, 'needs an id and the name of a part')
      return []
    }),
  }
  return { course, problems }
}
