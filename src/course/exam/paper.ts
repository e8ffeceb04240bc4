/** What one learner is given: the drawn tasks and questions, without anything that would answer them. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { GradedTask } from '../../grading/task.ts'
import type { Language, Words } from '../../grading/words.ts'
import type { PosedOption, PosedQuestion } from '../questions/question.ts'
import type { Task } from '../read-task.ts'
import { PoolExhausted, type DrawnExam, type DrawnItem } from './draw.ts'
import type { Exam, Window } from './exam.ts'
import { createDraw, shuffle } from './seed.ts'
import { requireItems, type ExamCourse } from './exam-course.ts'

/** Its window takes the place of the exam's. */
export interface Learner extends Window {
  readonly id: string
  readonly name: string
  /** How often the exam's minutes; 1 where nothing else was agreed. */
  readonly multiplier: number
}

/** A practice task as it may be shown: its checks only where the exam tells of them while it runs. */
export interface PaperTask extends Pick<GradedTask, 'id' | 'title' | 'namespaces' | 'start' | 'checks' | 'references'> {
  readonly statement: Readonly<Record<Language, string>>
}

export interface PaperQuestion extends Pick<PosedQuestion, 'form' | 'prompt'> {
  /** In an order of the learner's own; their ids are the course's. */
  readonly options: readonly Pick<PosedOption, 'id' | 'text'>[]
  readonly state?: string
}

export type PaperItem = Pick<DrawnItem, 'id' | 'slot' | 'points'> &
  ({ readonly kind: 'task'; readonly task: PaperTask } | { readonly kind: 'question'; readonly question: PaperQuestion })

export interface ExamPaper {
  readonly schema: 'netgrade/exam-paper/v1'
  readonly exam: Pick<
    Exam,
    'id' | 'version' | 'title' | 'honour' | 'minutes' | 'graceMinutes' | 'opens' | 'closes' | 'environments' | 'shows'
  > & {
    /** Slots that close what stands before them. */
    readonly locks: readonly string[]
    /** How many submissions count. */
    readonly limit: number
  }
  readonly learner: Learner
  /** The hash of what was drawn. */
  readonly variant: string
  /** Shows that a submission was made with this paper; hexadecimal. */
  readonly token: string
  readonly items: readonly PaperItem[]
}

const statementOf = (task: Task, language: Language): string =>
  task.prose[language].sections.find(({ id }) => id === 'task')?.markdown ?? ''

const toPaperTask = (task: Task, { shows }: Pick<Exam, 'shows'>): PaperTask => {
  const isTold = shows.during !== 'nothing'
  return {
    id: task.id,
    title: task.title,
    namespaces: task.namespaces,
    start: task.start,
    checks: isTold ? task.checks : [],
    references: isTold ? task.references : {},
    statement: { en: statementOf(task, 'en'), ko: statementOf(task, 'ko') },
  }
}

/** A letter said to a neighbour is another option there. What is shuffled by is no secret: keys are in no package. */
const toPaperQuestion = ({ form, prompt, options }: PosedQuestion, seed: string, state: string | undefined): PaperQuestion => ({
  form,
  prompt,
  options: shuffle(
    options.map(({ id, text }) => ({ id, text })),
    createDraw(utf8ToBytes(seed), 'options'),
  ),
  ...(state === undefined ? {} : { state }),
})

const toItem = async (item: DrawnItem, exam: Exam, course: ExamCourse): Promise<PaperItem> => {
  const { id, slot, points, alternate } = item
  if (alternate.kind === 'task') {
    const read = course.taskOf(alternate, item.parameters)
    if (read === undefined) throw new PoolExhausted(slot, `the course has no ${alternate.task}`)
    return { id, slot, points, kind: 'task', task: toPaperTask(read.task, exam) }
  }
  const asked = await course.questionOf(alternate.section, alternate.question)
  if (asked === undefined) throw new PoolExhausted(slot, `the course has no ${alternate.section}#${alternate.question}`)
  return { id, slot, points, kind: 'question', question: toPaperQuestion(asked.question, item.seed, asked.state) }
}

export interface PaperInput {
  readonly exam: Exam
  readonly learner: Learner
  readonly drawn: DrawnExam
  readonly token: string
}

/** Throws PoolExhausted for what the course does not have. */
export const makePaper = async ({ exam, learner, drawn, token }: PaperInput, course: ExamCourse): Promise<ExamPaper> => {
  await requireItems(drawn.items, course)
  const { id, version, title, honour, minutes, graceMinutes, opens, closes, environments, shows, slots, attempts } = exam
  return {
    schema: 'netgrade/exam-paper/v1',
    exam: {
      id,
      version,
      title,
      ...(honour === undefined ? {} : { honour }),
      minutes,
      graceMinutes,
      ...(opens === undefined ? {} : { opens }),
      ...(closes === undefined ? {} : { closes }),
      environments,
      shows,
      locks: slots.flatMap((slot) => (slot.lock ? [slot.id] : [])),
      limit: attempts.limit,
    },
    learner,
    variant: drawn.hash,
    token,
    items: await Promise.all(drawn.items.map((item) => toItem(item, exam, course))),
  }
}

/** The window that holds for this learner. */
export const windowOf = (exam: Window, learner: Window): Window => {
  const opens = learner.opens ?? exam.opens
  const closes = learner.closes ?? exam.closes
  return { ...(opens === undefined ? {} : { opens }), ...(closes === undefined ? {} : { closes }) }
}

export const titleOf = (item: PaperItem): Words => (item.kind === 'task' ? item.task.title : item.question.prompt)
