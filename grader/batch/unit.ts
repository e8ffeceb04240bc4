/** What is graded of a learner's submission by itself: a task, or a part of the learner's exam. */
import { nameOfTask, type GradedTask } from '../../src/grading/task.ts'
import type { Answers } from '../../src/course/questions/result.ts'
import type { Parameters } from '../../src/course/parameters.ts'

/** A question that was drawn. */
export interface AskedQuestion {
  /** What the learner calls it. */
  readonly item: string
  readonly points: number
  /** The slot, where its points are given to everybody. */
  readonly forced?: string
}

/** What an exam says of a part of it besides its task or section. */
export interface ExamPart {
  /** What all of it is worth. */
  readonly points: number
  /** The slot of a task, where its points are given to everybody. */
  readonly forced?: string
  readonly parameters: Parameters
  /** Of a section of concepts, the questions that were drawn, by their id in the section. */
  readonly questions: Readonly<Record<string, AskedQuestion>>
}

export interface Unit {
  /** A section of concepts has no checks. */
  readonly task: Pick<GradedTask, 'id' | 'variant' | 'title' | 'namespaces' | 'checks'>
  readonly part?: ExamPart
  /** The exam's slot whose state of the cluster is graded. */
  readonly slot?: string
}

/** What was answered, by the question's id in its section. */
export const answersTo = ({ questions }: ExamPart, answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(questions).flatMap(([question, { item }]) => {
      const answer = Object.hasOwn(answers, item) ? answers[item] : undefined
      return answer === undefined ? [] : [[question, answer] as const]
    }),
  )

export const nameOfUnit = ({ task }: Unit): string => nameOfTask(task)
