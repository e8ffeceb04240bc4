/** The course as exams draw from it: tasks with their variants and parameters, questions with their keys. */
import type { ParameterDefinitions, Parameters } from '../parameters.ts'
import { poseConcept } from '../pose-concept.ts'
import type { ContentProblem } from '../problem.ts'
import type { PosedQuestion } from '../questions/question.ts'
import { readConcept } from '../read-concept.ts'
import { readTask, type ReadTask } from '../read-task.ts'
import type { TaskSource } from '../reading.ts'
import { layVariant, PLAIN, variantsOf } from '../variants.ts'
import type { Pools } from './draw.ts'
import type { Alternate } from './exam.ts'

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
  /** What is wrong with the sections that were read; they are the author's to mend. */
  readonly problems: readonly ContentProblem[]
}

const kindOf = ({ files }: TaskSource): 'practice' | 'concept' =>
  files['questions.yaml'] === undefined ? 'practice' : 'concept'

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
    sourceOf,
    taskOf,
    parametersOf: (alternate): ParameterDefinitions | undefined => {
      if (alternate.kind === 'task') return taskOf(alternate, {})?.task.parameterDefinitions
      const source = conceptOf(alternate.section)
      return source !== undefined && idsOf(source).includes(alternate.question) ? {} : undefined
    },
    questionsOf: (section) => {
      const source = conceptOf(section)
      return source === undefined ? undefined : idsOf(source)
    },
    questionOf: async (section, id) => {
      const source = conceptOf(section)
      if (source === undefined) return undefined
      const known = questions.get(section) ?? pose(source)
      questions.set(section, known)
      return (await known).get(id)
    },
  }
}

const idsOf = (source: TaskSource): readonly string[] => readConcept(source).concept.questions.map(({ id }) => id)
