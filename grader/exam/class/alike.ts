/** Which submissions of a class are much like each other. */
import type { DrawnExam } from '../../../src/course/exam/draw.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import { nameAlternate } from '../../../src/course/exam/exam.ts'
import { findAlike, tokensOf, type ComparedState } from '../../../src/course/exam/similarity.ts'
import type { Submission } from '../../../src/course/exam/submission.ts'
import type { ComparedItem } from './job.ts'

interface Holding {
  readonly drawn: DrawnExam
  readonly course: ExamCourse
  readonly objectsOf: (objects: string) => readonly unknown[]
}

/** What a submission holds for each task that was asked. */
export const comparedItems = ({ states }: Submission, { drawn, course, objectsOf }: Holding): readonly ComparedItem[] =>
  drawn.items.flatMap(({ id, slot, alternate, parameters }) => {
    const task = alternate.kind === 'task' ? course.taskOf(alternate, parameters)?.task : undefined
    const objects = states.find(({ slots }) => slots.includes(slot))?.objects
    if (task === undefined || objects === undefined) return []
    const tokens = tokensOf(objectsOf(objects), { namespaces: task.namespaces, parameters })
    return [{ item: id, asked: `${slot} ${nameAlternate(alternate)}`, tokens }]
  })

/** A learner's last submission that counts. */
interface Last {
  readonly file: string
  readonly learner: string
  readonly compared: readonly ComparedItem[]
}

interface Located extends ComparedState {
  readonly file: string
  readonly item: string
}

type Alike = Readonly<Record<string, readonly string[]>>

/** By what was asked: what nobody wrote is like nothing. */
const locate = (submissions: readonly Last[]): ReadonlyMap<string, readonly Located[]> => {
  const byTask = new Map<string, Located[]>()
  for (const { file, learner, compared } of submissions)
    for (const { asked, item, tokens } of compared) {
      const known = byTask.get(asked) ?? []
      known.push({ learner, file, item, tokens })
      byTask.set(asked, known)
    }
  return byTask
}

/** By file, then by item: the learners whose states are much like it. Only learners that were asked the same are compared. */
export const alikeStates = (submissions: readonly Last[]): ReadonlyMap<string, Alike> => {
  const found = new Map<string, Record<string, readonly string[]>>()
  for (const states of locate(submissions).values())
    for (const {
      learners: [first, second],
    } of findAlike(states))
      for (const [own, other] of [
        [first, second],
        [second, first],
      ] as const) {
        const state = states.find(({ learner }) => learner === own)
        if (state === undefined) continue
        const known = found.get(state.file) ?? {}
        found.set(state.file, { ...known, [state.item]: [...(known[state.item] ?? []), other] })
      }
  return found
}
