/** The course as exams draw from it: tasks with their variants and parameters, questions with their keys. */
import type { Words } from '../../grading/words.ts'
import type { ParameterDefinitions, Parameters } from '../parameters.ts'
import { poseConcept } from '../pose-concept.ts'
import { renderContentProblem, type ContentProblem } from '../problem.ts'
import type { PosedQuestion } from '../questions/question.ts'
import { readConcept } from '../read-concept.ts'
import { readTask, type ReadTask } from '../read-task.ts'
import type { TaskSource } from '../reading.ts'
import { layVariant, PLAIN, variantsOf } from '../variants.ts'
import { PoolExhausted, type DrawnItem, type Pools } from './draw.ts'
import { nameAlternate, type Alternate } from './exam.ts'

type TaskAlternate = Extract<Alternate, { kind: 'task' }>

export interface AskedQuestion {
  readonly question: PosedQuestion
  /** The manifests that it is about, where it is about any. */
  readonly state?: string
}

export interface ExamCourse extends Pools {
  /** The texts of a task or of a variant of it; undefined where there is none. */
  sourceOf(alternate: TaskAlternate): TaskSource | undefined
  taskOf(alternate: TaskAlternate, parameters: Parameters): ReadTask | undefined
  /** A question with its key, computed; undefined where there is none. */
  questionOf(section: string, id: string): Promise<AskedQuestion | undefined>
  /** Of a section of concepts. */
  titleOf(section: string): Words
  /** What is wrong with the sections that were read; they are the author's to mend. */
  readonly problems: readonly ContentProblem[]
}

const kindOf = ({ files }: TaskSource): 'practice' | 'concept' =>
  files['questions.yaml'] === undefined ? 'practice' : 'concept'

/** Ids of a section's questions, which are asked again for each learner that is drawn for. */
const rememberIds = (
  conceptOf: (section: string) => TaskSource | undefined,
): ((section: string) => readonly string[] | undefined) => {
  const ids = new Map<string, readonly string[]>()
  return (section) => {
    const source = conceptOf(section)
    if (source === undefined) return undefined
    const known = ids.get(section) ?? readConcept(source).concept.questions.map(({ id }) => id)
    ids.set(section, known)
    return known
  }
}

/** Reads sections when they are first asked for. */
export const createExamCourse = (sources: ReadonlyMap<string, TaskSource>): ExamCourse => {
  const problems: ContentProblem[] = []
  const tasks = new Map<string, ReadTask>()
  const questions = new Map<string, Promise<ReadonlyMap<string, AskedQuestion>>>()
  const sourceOf = ({ task, variant = PLAIN }: TaskAlternate): TaskSource | undefined => {
    const source = sources.get(task)
    if (source === undefined || kindOf(source) === 'concept') return undefined
    return [PLAIN, ...variantsOf(source)].includes(variant) ? layVariant(source, variant) : undefined
  }
  const taskOf = (alternate: TaskAlternate, parameters: Parameters): ReadTask | undefined => {
    const source = sourceOf(alternate)
    if (source === undefined) return undefined
    const key = JSON.stringify([alternate.task, alternate.variant, parameters])
    const known = tasks.get(key) ?? readTask(source, parameters)
    if (!tasks.has(key)) problems.push(...known.problems)
    tasks.set(key, known)
    return known
  }
  const conceptOf = (section: string): TaskSource | undefined => {
    const source = sources.get(section)
    return source !== undefined && kindOf(source) === 'concept' ? source : undefined
  }
  const idsOf = rememberIds(conceptOf)
  const pose = async (source: TaskSource): Promise<ReadonlyMap<string, AskedQuestion>> => {
    const read = readConcept(source)
    const posed = await poseConcept(read.concept)
    problems.push(...read.problems, ...posed.problems)
    const { states } = read.concept
    return new Map(
      posed.questions.map((question) => {
        const state = question.state === undefined ? undefined : states[question.state]
        return [question.id, { question, ...(state === undefined ? {} : { state }) }]
      }),
    )
  }
  return {
    problems,
    titleOf: (section) => {
      const source = conceptOf(section)
      return source === undefined ? { en: section, ko: section } : readConcept(source).concept.title
    },
    sourceOf,
    taskOf,
    parametersOf: (alternate): ParameterDefinitions | undefined => {
      if (alternate.kind === 'task') return taskOf(alternate, {})?.task.parameterDefinitions
      return idsOf(alternate.section)?.includes(alternate.question) === true ? {} : undefined
    },
    questionsOf: idsOf,
    questionOf: async (section, id) => {
      const source = conceptOf(section)
      if (source === undefined) return undefined
      const known = questions.get(section) ?? pose(source)
      questions.set(section, known)
      return (await known).get(id)
    },
  }
}

/**
 * Fails with PoolExhausted for the first item that the course does not have, or has with mistakes: graded, it would count nothing without a
 * reason.
 */
export const requireItems = async (items: readonly DrawnItem[], course: ExamCourse): Promise<void> => {
  for (const { slot, alternate, parameters } of items) {
    const name = nameAlternate(alternate)
    if (alternate.kind === 'question') {
      if ((await course.questionOf(alternate.section, alternate.question)) === undefined)
        throw new PoolExhausted(slot, `the course has no ${name}`)
      continue
    }
    const read = course.taskOf(alternate, parameters)
    if (read === undefined) throw new PoolExhausted(slot, `the course has no ${name}`)
    const [problem] = read.problems
    if (problem !== undefined) throw new PoolExhausted(slot, `${name}: ${renderContentProblem(problem)}`)
  }
}
