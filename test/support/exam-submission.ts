/** What a learner of an exam hands in, made without sitting it: a cluster with manifests in it, answers, a log, a signature. */
import { createHash } from 'node:crypto'
import { makeKey, signSubmission } from '../../grader/exam/sign.ts'
import { tokenOf } from '../../grader/exam/secret.ts'
import { applyManifests, type GivenManifest } from '../../src/grading/manifests/apply-manifests.ts'
import type { DrawnExam } from '../../src/course/exam/draw.ts'
import type { AskedQuestion, ExamCourse } from '../../src/course/exam/exam-course.ts'
import { nextEvent, rootOf, type EventKind, type ExamEvent } from '../../src/course/exam/event-log.ts'
import type { Submission } from '../../src/course/exam/submission.ts'
import type { Answers } from '../../src/course/questions/result.ts'
import { answerIn } from '../../src/course/solution.ts'
import type { JsonObject } from '../../src/kubernetes/json.ts'
import { renderYaml } from '../../src/kubernetes/yaml/render-yaml.ts'

const START_MS = Date.UTC(2026, 10, 20, 9)

/** The learner's cluster: start states of the tasks that were drawn, and these manifests. */
export const clusterOf = async (
  { items }: DrawnExam,
  course: ExamCourse,
  manifests: readonly GivenManifest[],
): Promise<string> => {
  const tasks = items.flatMap(({ alternate, parameters }) =>
    alternate.kind === 'task' ? (course.taskOf(alternate, parameters)?.task ?? []) : [],
  )
  const [first] = tasks
  if (first === undefined) throw new Error('an exam without tasks')
  const all = {
    ...first,
    namespaces: tasks.flatMap(({ namespaces }) => namespaces),
    start: tasks.flatMap(({ start }) => start),
  }
  const { snapshot } = await applyManifests(all, manifests)
  return (snapshot?.objects ?? []).map((object) => `---\n${renderYaml(object)}`).join('')
}

/** What the authors know to be right, for the tasks of these slots; `id` is the task's. */
export const solutionsOf = (
  { items }: DrawnExam,
  course: ExamCourse,
  slots: readonly string[],
): readonly (GivenManifest & { readonly id: string })[] =>
  items.flatMap(({ alternate, parameters, slot }) => {
    if (alternate.kind !== 'task' || !slots.includes(slot)) return []
    const source = course.sourceOf(alternate)
    return source === undefined
      ? []
      : answerIn(source, 'solution/', parameters).map((file) => ({ ...file, id: alternate.task }))
  })

/** Of texts that are right, one is enough. */
const rightAnswer = (asked: AskedQuestion | undefined): readonly string[] => {
  const { form, key = [] } = asked?.question ?? {}
  return form === 'text' ? key.slice(0, 1) : key
}

/** The right answers to the questions that were drawn. */
export const keysOf = async ({ items }: DrawnExam, course: ExamCourse): Promise<Answers> =>
  Object.fromEntries(
    await Promise.all(
      items.flatMap(({ id, alternate }) =>
        alternate.kind === 'question'
          ? [course.questionOf(alternate.section, alternate.question).then((asked) => [id, rightAnswer(asked)] as const)]
          : [],
      ),
    ),
  )

interface Handing {
  readonly secret: Uint8Array
  /** Objects of the cluster as YAML. */
  readonly objects: string
  readonly answers: Answers
  readonly minutes?: number
  readonly attempt?: number
  /** Items that the save at its end touched; of an earlier program's log, which did not note it, where absent. */
  readonly touched?: readonly string[]
  /** Items that were answered before it, each with the minute. */
  readonly answered?: readonly (readonly [minute: number, item: string])[]
}

export const submissionOf = (drawn: DrawnExam, handing: Handing): Submission => {
  const { secret, objects, answers, minutes = 5, attempt = 1, touched, answered = [] } = handing
  const { exam, version, learner, hash: variant, items } = drawn
  const at = (minute: number): { wallMs: number; uptimeMs: number; boot: string } => ({
    wallMs: START_MS + minute * 60_000,
    uptimeMs: minute * 60_000,
    boot: 'b',
  })
  const sha256 = createHash('sha256').update(objects).digest('hex')
  const events: ExamEvent[] = []
  const log = (minute: number, kind: EventKind, detail: JsonObject): void => {
    const head = events.at(-1)?.hash ?? rootOf({ exam, learner, variant })
    events.push(nextEvent(head, events.length, { at: at(minute), kind, detail }))
  }
  log(0, 'start', {})
  for (const [minute, item] of answered) log(minute, 'answer', { item })
  log(minutes, 'save', { sha256, ...(touched === undefined ? {} : { items: touched }) })
  const body = {
    schema: 'netgrade/submission/v1',
    ...{ exam, version, learner, variant, attempt, program: 'netgrade 1', environment: 'embedded' },
    at: new Date(START_MS + minutes * 60_000).toISOString(),
    states: [{ slots: [...new Set(items.map(({ slot }) => slot))], objects }],
    answers,
    events,
  } as const
  return signSubmission(body, tokenOf(secret, exam, version, learner), makeKey())
}
