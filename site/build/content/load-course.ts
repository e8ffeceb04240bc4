/** Reads what the site shows of the course: its outline, the prose of its sections, tasks and terms. All mistakes are collected. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCourse } from '../../../src/course/read-course.ts'
import { parseProse } from '../../../src/course/prose.ts'
import { substitute } from '../../../src/course/parameters.ts'
import type { ContentProblem } from '../../../src/course/problem.ts'
import { readTask, type Task } from '../../../src/course/read-task.ts'
import type { Words } from '../../../src/grading/words.ts'
import { LANGUAGES, type Language } from '../words.ts'
import { readGlossary, type Term } from './glossary.ts'

export interface SectionText {
  readonly title: string
  readonly summary: string
  /** E.g. `tasks/3-3/en.md`. */
  readonly file: string
  /** Markdown without its front matter. */
  readonly body: string
  /** Lines of front matter. */
  readonly before: number
}

export interface Section {
  readonly id: string
  readonly part: string
  readonly texts: Readonly<Record<Language, SectionText>>
  /** Undefined for a section that explains and has no task. */
  readonly task?: Task
  /** The text of start.yaml, where the task has one. */
  readonly start: string
}

export interface CourseContent {
  readonly title: Words
  readonly parts: Readonly<Record<string, Words>>
  readonly sections: readonly Section[]
  readonly terms: readonly Term[]
  readonly problems: readonly ContentProblem[]
}

type Files = Readonly<Record<string, string>>

const readFiles = (folder: string, prefix = ''): Files => {
  if (!existsSync(join(folder, prefix))) return {}
  const names = readdirSync(join(folder, prefix)).filter((name) => /\.(?:ya?ml|md)$/u.test(name))
  return Object.fromEntries(names.map((name) => [prefix + name, readFileSync(join(folder, prefix, name), 'utf8')]))
}

const FRONT_MATTER = /^---\r?\n[\s\S]*?\n---\r?\n/u

const toText = (text: string, file: string, problems: ContentProblem[], known: boolean): SectionText => {
  const { prose, problems: found } = parseProse(text, file)
  if (!known) problems.push(...found)
  if (prose.summary === '') problems.push({ file, line: 1, column: 1, message: 'the front matter needs a summary' })
  const front = FRONT_MATTER.exec(text)?.[0] ?? ''
  return {
    title: prose.title,
    summary: prose.summary,
    file,
    body: text.slice(front.length),
    before: front.split('\n').length - 1,
  }
}

const readSection = (tasks: string, { id, part }: { id: string; part: string }, problems: ContentProblem[]): Section => {
  const folder = join(tasks, id)
  const files: Files = { ...readFiles(folder), ...readFiles(folder, 'solution/') }
  const isConcept = /^kind:\s*concept\s*$/mu.test(files['task.yaml'] ?? '')
  const read = isConcept ? undefined : readTask({ id, folder: `tasks/${id}`, files })
  problems.push(...(read?.problems ?? []))
  const parameters = read?.task.parameters ?? {}
  const textIn = (language: Language): SectionText =>
    toText(substitute(files[`${language}.md`] ?? '', parameters), `tasks/${id}/${language}.md`, problems, !isConcept)
  return {
    id,
    part,
    texts: { en: textIn('en'), ko: textIn('ko') },
    ...(read === undefined ? {} : { task: read.task }),
    start: substitute(files['start.yaml'] ?? '', parameters),
  }
}

/** `tasks` is the folder that holds course.yaml. */
export const loadCourse = (tasks: string): CourseContent => {
  const path = join(tasks, 'course.yaml')
  if (!existsSync(path)) {
    const missing = { file: 'tasks/course.yaml', line: 1, column: 1, message: 'the file is missing' }
    return { title: { en: '', ko: '' }, parts: {}, sections: [], terms: [], problems: [missing] }
  }
  const { course, problems: found } = readCourse(readFileSync(path, 'utf8'), 'tasks/course.yaml')
  const problems = [...found]
  const sections = course.sections.map((section) => readSection(tasks, section, problems))
  const glossary = join(tasks, 'glossary.yaml')
  const { terms, problems: inTerms } = readGlossary(
    existsSync(glossary) ? readFileSync(glossary, 'utf8') : '',
    'tasks/glossary.yaml',
  )
  for (const language of LANGUAGES)
    if (!course.languages.includes(language))
      problems.push({ file: 'tasks/course.yaml', line: 1, column: 1, path: 'languages', message: `${language} is missing` })
  return { title: course.title, parts: course.parts, sections, terms, problems: [...problems, ...inTerms] }
}
