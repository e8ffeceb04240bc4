/** Makes a concept section of its files' texts: prose, and questions about cluster states. */
import type { Words } from '../grading/words.ts'
import type { ManifestDocument } from '../kubernetes/yaml/documents.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import type { Prose } from './prose.ts'
import type { Question } from './questions/question.ts'
import { LEAST_QUESTIONS, readQuestions } from './questions/read-questions.ts'
import { readMinutes, readProse, readYaml, requireFiles, type Reading, type TaskSource } from './reading.ts'

/** A section to be read, with questions that show what was understood. */
export interface Concept {
  readonly kind: 'concept'
  readonly id: string
  readonly title: Words
  readonly minutes: number
  readonly prose: Readonly<Record<'en' | 'ko', Prose>>
  readonly questions: readonly Question[]
  /** Manifests of the cluster states that text and questions are about, by path within the folder. */
  readonly states: Readonly<Record<string, string>>
}

export interface ReadConcept {
  readonly concept: Concept
  readonly problems: readonly ContentProblem[]
}

const REQUIRED_FILES = ['task.yaml', 'en.md', 'ko.md', 'questions.yaml'] as const

/** Reads the folder of a concept section. */
export const readConcept = (source: TaskSource): ReadConcept => {
  const reading: Reading = { source, parameters: {}, problems: [] }
  return readConceptWith(readYaml(reading, 'task.yaml'), reading)
}

/** The same where task.yaml has been read. */
export const readConceptWith = (settings: ManifestDocument | undefined, reading: Reading): ReadConcept => {
  const { source, problems } = reading
  requireFiles(reading, REQUIRED_FILES)
  const prose = readProse(reading)
  const states = Object.entries(source.files).filter(([path]) => path.startsWith('states/'))
  const concept: Concept = {
    kind: 'concept',
    id: source.id,
    title: { en: prose.en.title, ko: prose.ko.title },
    minutes: readMinutes(settings),
    prose,
    questions: readWritten(reading),
    states: Object.fromEntries(states),
  }
  for (const { state, position } of concept.questions.flatMap((question) => ('state' in question ? [question] : [])))
    if (concept.states[state] === undefined) problems.push(contentProblem(position, `${state} is no file of this section`))
  return { concept, problems }
}

const readWritten = (reading: Reading): readonly Question[] => {
  const document = readYaml(reading, 'questions.yaml')
  if (document === undefined) return []
  const note = (path: string, message: string): void => {
    reading.problems.push(contentProblem(document.position(path), message, path))
  }
  const questions = readQuestions(document.value['questions'], { note, position: (path) => document.position(path) })
  if (questions.length < LEAST_QUESTIONS)
    note('questions', `${questions.length} questions; a section needs at least ${LEAST_QUESTIONS}`)
  return questions
}
