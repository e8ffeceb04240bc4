/** Grades one submission by what a real cluster makes of it. */
import type { Task } from '../../../src/course/read-task.ts'
import { gradeSnapshot, type GradedCheck } from '../../../src/grading/grade.ts'
import { applyManifests, type Applied } from '../../../src/grading/manifests/apply-manifests.ts'
import { explainProblems, gradeManifests, type ManifestGrading } from '../../../src/grading/manifests/grade-manifests.ts'
import { fromStatus } from '../../../src/grading/manifests/explain-refusal.ts'
import { readObjects, type GivenManifest } from '../../../src/grading/manifests/read-objects.ts'
import { rebuild } from '../../../src/grading/repair/rebuild.ts'
import type { GradeOptions } from '../../../src/grading/grade.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import type { Places, Standing } from '../../environments/fresh/places.ts'
import type { Refused } from '../../environments/fresh/put.ts'
import { wantedOfAnswer } from '../../environments/fresh/wanted.ts'

/** Asks the network questions of a task in the cluster where the snapshot was taken. */
export type Observe = (task: Task, snapshot: Snapshot) => Promise<NonNullable<GradeOptions['observe']>>

/** Each check explained, and what was observed where somebody asks. */
export const gradeThere = async (task: Task, snapshot: Snapshot, observe?: Observe): Promise<readonly GradedCheck[]> =>
  gradeSnapshot(task, snapshot, {
    ...(observe === undefined ? {} : { observe: await observe(task, snapshot) }),
    explain: true,
    rebuild: (now, patch) => rebuild(now, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })

/** What cannot be read, or would be refused by any API server, is told as it is without a cluster, and put nowhere. */
export async function gradeFilesThere(
  task: Task,
  files: readonly GivenManifest[],
  places: Places,
  observe?: Observe,
): Promise<ManifestGrading> {
  const applied = await applyManifests(task, files)
  if (applied.snapshot === undefined) return gradeManifests(task, files)
  const answer = readObjects(files).decoded.map(({ object }) => object)
  const simulated = { task: task.id, snapshot: applied.snapshot, keepsNames: observe !== undefined }
  return places.with(wantedOfAnswer(task.start, answer, simulated), async (standing: Standing) => {
    if (standing.refused.length > 0) return refusedBy(task, files, applied, standing.refused)
    return { checks: await gradeThere(task, await standing.snapshot(), observe), problems: [], applied }
  })
}

/** The API server's own words, at the object's place in the files. */
const refusedBy = async (
  task: Task,
  files: readonly GivenManifest[],
  applied: Applied,
  refused: readonly Refused[],
): Promise<ManifestGrading> => {
  const { decoded } = readObjects(files)
  const problems = refused.flatMap(({ object, status }) => {
    const written = decoded.find(
      ({ object: one }) =>
        one.kind === object.kind &&
        one.metadata.name === object.metadata.name &&
        (one.metadata.namespace ?? 'default') === (object.metadata.namespace ?? 'default'),
    )
    if (written === undefined) throw new Error(`the start state was refused: ${status.message ?? ''}`)
    return fromStatus(written.document, status, task)
  })
  return explainProblems({ task, files, states: undefined }, { ...applied, problems })
}
