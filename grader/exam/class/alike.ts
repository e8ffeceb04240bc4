/** Which submissions of a class are much like each other. */
import type { DrawnExam, DrawnItem } from '../../../src/course/exam/draw.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import { nameAlternate } from '../../../src/course/exam/exam.ts'
import { shapeOf, shapesOfCourse } from '../../../src/course/exam/shape.ts'
import { findAlike, RENAMED, tokensOf, type AlikePair, type ComparedState } from '../../../src/course/exam/similarity.ts'
import type { Submission } from '../../../src/course/exam/submission.ts'
import type { ComparedItem } from './job.ts'

interface Holding {
  readonly drawn: DrawnExam
  readonly course: ExamCourse
  readonly objectsOf: (objects: string) => readonly unknown[]
  /** What {@link rememberShapes} made of the course. */
  readonly shapesOf: ReturnType<typeof rememberShapes>
}

/** The shapes that the course itself has of a task or variant, whatever its parameters. */
export const rememberShapes = (course: ExamCourse): ((item: DrawnItem) => Promise<ReadonlySet<string>>) => {
  const known = new Map<string, Promise<ReadonlySet<string>>>()
  return ({ alternate, parameters }) => {
    const name = nameAlternate(alternate)
    const [source, task] =
      alternate.kind === 'task' ? [course.sourceOf(alternate), course.taskOf(alternate, parameters)] : [undefined, undefined]
    const shapes =
      known.get(name) ??
      (source === undefined || task === undefined ? Promise.resolve(new Set<string>()) : shapesOfCourse(task, source))
    known.set(name, shapes)
    return shapes
  }
}

/** What a submission holds for each task that was asked. */
export const comparedItems = async (
  { states }: Submission,
  { drawn, course, objectsOf, shapesOf }: Holding,
): Promise<readonly ComparedItem[]> => {
  const tasks = drawn.items.flatMap((item) => {
    const { slot, alternate, parameters } = item
    const task = alternate.kind === 'task' ? course.taskOf(alternate, parameters)?.task : undefined
    const objects = states.find(({ slots }) => slots.includes(slot))?.objects
    return task === undefined || objects === undefined ? [] : [{ item, task, objects: objectsOf(objects) }]
  })
  return Promise.all(
    tasks.map(async ({ item, task: { namespaces }, objects }) => {
      const { id, slot, alternate, parameters } = item
      const others = tasks.flatMap(({ task }) => task.namespaces).filter((name) => !namespaces.includes(name))
      const known = await shapesOf(item)
      return {
        item: id,
        asked: `${slot} ${nameAlternate(alternate)}`,
        tokens: tokensOf(objects, { namespaces, parameters }),
        shape: new Set([...shapeOf(objects, { others })].filter((token) => !known.has(token))),
      }
    }),
  )
}

/** A learner's last submission that counts. */
interface Last {
  readonly file: string
  readonly learner: string
  readonly compared: readonly ComparedItem[]
}

interface Located extends ComparedState {
  readonly shape: ReadonlySet<string>
  readonly file: string
  readonly item: string
}

type Alike = Readonly<Record<string, readonly string[]>>

/** By what was asked: what nobody wrote is like nothing. */
const locate = (submissions: readonly Last[]): ReadonlyMap<string, readonly Located[]> => {
  const byTask = new Map<string, Located[]>()
  for (const { file, learner, compared } of submissions)
    for (const { asked, item, tokens, shape } of compared) {
      const known = byTask.get(asked) ?? []
      known.push({ learner, file, item, tokens, shape })
      byTask.set(asked, known)
    }
  return byTask
}

/** Pairs of learners whose answers are much alike, as they stand or when they were renamed. */
const pairsIn = (states: readonly Located[]): readonly AlikePair['learners'][] => {
  const shapes = states.map(({ learner, shape }) => ({ learner, tokens: shape }))
  const pairs = [...findAlike(states), ...findAlike(shapes, RENAMED)].map(({ learners }) => learners)
  return [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]
}

/** By file, then by item: the learners whose states are much like it. Only learners that were asked the same are compared. */
export const alikeStates = (submissions: readonly Last[]): ReadonlyMap<string, Alike> => {
  const found = new Map<string, Record<string, readonly string[]>>()
  for (const states of locate(submissions).values())
    for (const [first, second] of pairsIn(states))
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
