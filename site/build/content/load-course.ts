/** Reads what the site shows of the course: its outline, the prose of its sections, tasks and terms. All mistakes are collected. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Term } from '../../../src/course/read-glossary.ts'
import { readCourse, type PlaygroundCluster } from '../../../src/course/read-course.ts'
import { parseProse } from '../../../src/course/prose.ts'
import { substitute } from '../../../src/course/parameters.ts'
import type { ContentProblem } from '../../../src/course/problem.ts'
import { poseConcept } from '../../../src/course/pose-concept.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import { readSection as readOwn } from '../../../src/course/read-section.ts'
import type { Task } from '../../../src/course/read-task.ts'
import { readStates, type ReadStates } from '../../../src/course/read-states.ts'
import { pathOf, type TaskSource } from '../../../src/course/reading.ts'
import type { Words } from '../../../src/grading/words.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { listVariants, readGlossaryFile, readSource } from '../../../src/node/read-files.ts'
import { LANGUAGES, type Language } from '../words.ts'

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
  /** Texts of the section's folder that grading needs. */
  readonly source: TaskSource
  /** Further tasks of the section; a variant has none. */
  readonly variants: readonly Section[]
  /** Of a section that explains. */
  readonly questions: readonly PosedQuestion[]
  /** Clusters that the section draws, by the path of their manifests. */
  readonly snapshots: ReadonlyMap<string, Snapshot>
}

export interface CourseContent {
  readonly title: Words
  readonly parts: Readonly<Record<string, Words>>
  readonly sections: readonly Section[]
  readonly playground: readonly PlaygroundCluster[]
  readonly terms: readonly Term[]
  readonly problems: readonly ContentProblem[]
}

const FRONT_MATTER = /^---\r?\n[\s\S]*?\n---\r?\n/u

/** That a text is missing has been told by who read the section. */
const toText = (given: string | undefined, file: string, problems: ContentProblem[]): SectionText => {
  const text = given ?? ''
  const { prose } = parseProse(text, file)
  if (given !== undefined && prose.summary === '')
    problems.push({ file, line: 1, column: 1, message: 'the front matter needs a summary' })
  const front = FRONT_MATTER.exec(text)?.[0] ?? ''
  return {
    title: prose.title,
    summary: prose.summary,
    file,
    body: text.slice(front.length),
    before: front.split('\n').length - 1,
  }
}

/** The texts of the section's clusters. */
const statesIn = ({ files }: Pick<TaskSource, 'files'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith('states/')))

/** What was read before, by what it was read of. */
export interface CourseCache {
  readonly sections: Map<string, ReadSection>
  readonly clusters: Map<string, ReadClusters>
  /** By sections, whose variants have mostly the same. */
  readonly states: Map<string, { readonly key: string; readonly read: ReadStates }>
}

export const createCourseCache = (): CourseCache => ({ sections: new Map(), clusters: new Map(), states: new Map() })

interface ReadSection {
  /** All texts of its folder. */
  readonly key: string
  readonly section: Section
  readonly problems: readonly ContentProblem[]
}

/** The clusters of a section and what is asked about them: no prose has a part in it. */
interface ReadClusters {
  readonly key: string
  readonly snapshots: ReadonlyMap<string, Snapshot>
  readonly questions: readonly PosedQuestion[]
  readonly problems: readonly ContentProblem[]
}

const isProse = (path: string): boolean => /^(?:en|ko)\.md$/u.test(path)

const readOwnStates = async ({ id, folder, ...source }: TaskSource, { states }: CourseCache): Promise<ReadStates> => {
  const texts = statesIn(source)
  const key = JSON.stringify([folder, texts])
  const known = states.get(id)
  if (known?.key === key) return known.read
  const read = await readStates(folder, texts)
  states.set(id, { key, read })
  return read
}

const readClusters = async (
  source: TaskSource,
  { section, place }: { readonly section: ReturnType<typeof readOwn>['section']; readonly place: string },
  cache: CourseCache,
): Promise<ReadClusters> => {
  const key = JSON.stringify(Object.entries(source.files).filter(([path]) => !isProse(path)))
  const known = cache.clusters.get(place)
  if (known?.key === key) return known
  const { snapshots, problems: inStates } = await readOwnStates(source, cache)
  const posed = section.kind === 'concept' ? await poseConcept(section, snapshots) : { questions: [], problems: [] }
  const read = { key, snapshots, questions: posed.questions, problems: [...inStates, ...posed.problems] }
  cache.clusters.set(place, read)
  return read
}

interface Named {
  readonly id: string
  readonly part: string
  readonly variant?: string
}

const readVariants = async (
  tasks: string,
  { id, part, variant }: Named,
  cache: CourseCache,
): Promise<readonly ReadSection[]> => {
  const read: ReadSection[] = []
  if (variant === undefined)
    for (const name of listVariants(join(tasks, id))) read.push(await readSection(tasks, { id, part, variant: name }, cache))
  return read
}

const readSection = async (tasks: string, named: Named, cache: CourseCache): Promise<ReadSection> => {
  const { id, part, variant } = named
  const source = readSource(join(tasks, id), id, variant)
  const variants = await readVariants(tasks, named, cache)
  const key = JSON.stringify([part, source.files, variants.map((one) => one.key)])
  const place = `${id} ${variant ?? ''}`
  const known = cache.sections.get(place)
  if (known?.key === key) return known
  // What goes on beside has its turn between two sections.
  await setImmediate()
  const { section, problems: found } = readOwn(source)
  const problems = [...found]
  const parameters = section.kind === 'practice' ? section.parameters : {}
  const textIn = (language: Language): SectionText => {
    const text = source.files[`${language}.md`]
    return toText(text === undefined ? text : substitute(text, parameters), pathOf(source, `${language}.md`), problems)
  }
  const clusters = await readClusters(source, { section, place }, cache)
  problems.push(...clusters.problems, ...variants.flatMap((one) => one.problems))
  const read: ReadSection = {
    key,
    problems,
    section: {
      id,
      part,
      texts: { en: textIn('en'), ko: textIn('ko') },
      ...(section.kind === 'practice' ? { task: section } : {}),
      start: substitute(source.files['start.yaml'] ?? '', parameters),
      source,
      variants: variants.map((one) => one.section),
      questions: clusters.questions,
      snapshots: clusters.snapshots,
    },
  }
  cache.sections.set(place, read)
  return read
}

/** `tasks` is the folder that holds course.yaml. */
export const loadCourse = async (tasks: string, cache: CourseCache = createCourseCache()): Promise<CourseContent> => {
  const path = join(tasks, 'course.yaml')
  if (!existsSync(path)) {
    const missing = { file: 'tasks/course.yaml', line: 1, column: 1, message: 'the file is missing' }
    return { title: { en: '', ko: '' }, parts: {}, sections: [], playground: [], terms: [], problems: [missing] }
  }
  const { course, problems: found } = readCourse(readFileSync(path, 'utf8'), 'tasks/course.yaml')
  const problems = [...found]
  const sections: Section[] = []
  for (const one of course.sections) {
    const read = await readSection(tasks, one, cache)
    sections.push(read.section)
    problems.push(...read.problems)
  }
  const { terms, problems: inTerms } = readGlossaryFile(tasks) ?? { terms: [], problems: [] }
  for (const language of LANGUAGES)
    if (!course.languages.includes(language))
      problems.push({ file: 'tasks/course.yaml', line: 1, column: 1, path: 'languages', message: `${language} is missing` })
  for (const { section, path: state, line } of course.playground)
    if (sections.find(({ id }) => id === section)?.source.files[state] === undefined)
      problems.push({ file: 'tasks/course.yaml', line, column: 1, path: 'playground', message: `${section} has no ${state}` })
  const { title, parts, playground } = course
  return { title, parts, playground, sections, terms, problems: [...problems, ...inTerms] }
}
