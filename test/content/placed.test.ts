/** Submissions that are placed are told as the cluster that controllers and nodes bring about is: verdicts, causes, and what repairs mend. */
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../src/cluster/virtual.ts'
import { readTask } from '../../src/course/read-task.ts'
import { answerIn, wrongAnswersOf } from '../../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../../src/course/variants.ts'
import { gradeSnapshot, type GradedCheck } from '../../src/grading/grade.ts'
import { gradeManifests } from '../../src/grading/manifests/grade-manifests.ts'
import { putObject } from '../../src/grading/manifests/put-object.ts'
import { readObjects, type GivenManifest } from '../../src/grading/manifests/read-objects.ts'
import { rebuild } from '../../src/grading/repair/rebuild.ts'
import type { GradedTask } from '../../src/grading/task.ts'
import { practiceIds, sourceOf } from './sections.ts'

const tell = (checks: readonly GradedCheck[]): readonly string[] =>
  checks.map(({ check, passed, blockedBy, diagnoses }) =>
    JSON.stringify([
      check.id,
      passed,
      blockedBy,
      diagnoses.map(({ cause, repair }) => [cause.code, repair?.passing, repair?.patch]),
    ]),
  )

/** Graded on the cluster that was run, with repairs that are run as well. */
const gradeRun = async (task: GradedTask, files: readonly GivenManifest[]): Promise<readonly GradedCheck[]> => {
  const read = readObjects(files)
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2025, 0, 1)), random: createSeededRandom(7) })
  try {
    for (const object of [...task.start, ...read.decoded.map(({ object: given }) => given)])
      expect(putObject(cluster, object)).toBeUndefined()
    await cluster.settle(60_000)
    return await gradeSnapshot(task, cluster.snapshot(), {
      explain: true,
      rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: true }),
      findManifest: (reference) => read.findManifest(reference),
    })
  } finally {
    cluster.stop()
  }
}

const tasks = practiceIds.flatMap((id) => {
  const whole = sourceOf(id)
  return [PLAIN, ...variantsOf(whole)].map((name) => [id, name, layVariant(whole, name)] as const)
})

describe.each(tasks)('%s %s', (_id, _name, source) => {
  const { task } = readTask(source)
  const filesIn = (prefix: string): readonly GivenManifest[] => answerIn(source, prefix, task.parameters)

  test('the solution is placed', async () => {
    const { applied } = await gradeManifests(task, filesIn('solution/'))
    expect(applied.stands).toBe(true)
  })

  test.each(['solution', ...wrongAnswersOf(source).map((name) => `wrong/${name}`)])('%s', async (answer) => {
    const files = filesIn(`${answer}/`)
    const { checks, applied } = await gradeManifests(task, files)
    if (applied.snapshot !== undefined) expect(tell(checks)).toEqual(tell(await gradeRun(task, files)))
    else expect(applied.problems).not.toEqual([])
  })
})
