/** The network questions of a task's checks, asked in the learner's cluster. */
import { decide } from '../../../../src/grading/observation/decide.ts'
import { questionsOf, type ObservedCheck } from '../../../../src/grading/observation/observed-check.ts'
import type { GradeOptions } from '../../../../src/grading/grade.ts'
import type { GradedTask } from '../../../../src/grading/task.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { prepareRequests } from '../../../../src/network/prepare.ts'
import type { Cli } from '../../../terminal/cli.ts'
import type { Asked } from '../../../../src/network/switches.ts'
import { observeTold, type Observed, type ObserveTold } from './observe-told.ts'

interface ObservedTask {
  readonly task: GradedTask
  readonly snapshot: Snapshot
}

type Observe = NonNullable<GradeOptions['observe']>

/** The questions of a task's checks, and what becomes of their answers. */
export interface PosedTask {
  readonly questions: readonly Asked[]
  /** For `gradeSnapshot`: what was seen decides each check that asks something of the network. */
  readonly decideBy: (observed: Observed) => Observe
}

/** Of all checks, or of those that are named. */
export async function poseTask({ task, snapshot }: ObservedTask, ids?: readonly string[]): Promise<PosedTask> {
  await prepareRequests(snapshot)
  const posed = task.checks
    .filter(({ id }) => ids?.includes(id) ?? true)
    .map(({ id, spec }) => ({ id, ...questionsOf(snapshot, spec) }))
  return {
    questions: posed.flatMap(({ snapshot: asked, questions }) => questions.map((one) => ({ asked: one, snapshot: asked }))),
    decideBy: ({ comparisons, surroundings }) => {
      const observed = new Map<string, ObservedCheck>()
      let at = 0
      for (const { id, snapshot: asked, questions } of posed) {
        const own = comparisons.slice(at, at + questions.length)
        at += questions.length
        if (own.length > 0) observed.set(id, { snapshot: asked, comparisons: own, surroundings })
      }
      return (check, outcome) => {
        const found = observed.get(check.id)
        return found === undefined ? undefined : { outcome: decide(check.spec, outcome, found), observed: found }
      }
    },
  }
}

/** Where Pods stand that ask as nodes do, or as nobody of a namespace. */
export const homeOf = ({ namespaces }: GradedTask): string => namespaces[0] ?? 'default'

export async function observeTask(
  cli: Cli,
  { task, snapshot }: ObservedTask,
  options: Omit<ObserveTold, 'namespace'>,
): Promise<Observe> {
  const { questions, decideBy } = await poseTask({ task, snapshot })
  return decideBy(await observeTold(cli, questions, { ...options, namespace: homeOf(task) }))
}
