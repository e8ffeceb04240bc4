/** Submissions of an exam whose states stand in a real cluster while they are read. */
import type { Cli } from '../../terminal/cli.ts'
import { withKindPlaces } from '../../environments/fresh/open.ts'
import type { Places } from '../../environments/fresh/places.ts'
import { wantedOfState } from '../../environments/fresh/wanted.ts'
import { snapshotOfObjects } from '../state.ts'
import type { ExamPool, ExamSetting } from './job.ts'
import { createExamWork, type SnapshotOf } from './work.ts'

const TOGETHER = 4

/** Each state once: what becomes of it is read, and it is gone again. */
const standIn =
  (places: Places): SnapshotOf =>
  async (objects, atMs) => {
    const simulated = { task: 'exam', snapshot: await snapshotOfObjects(objects, atMs), keepsNames: false }
    return places.with(wantedOfState(objects, simulated), async (standing) => standing.snapshot())
  }

/** Whatever becomes of the work, nothing stays in the cluster. */
export const withRealExamPool = <Value>(
  cli: Cli,
  jobs: number | undefined,
  work: (openPool: (setting: ExamSetting) => ExamPool) => Promise<Value>,
): Promise<Value> =>
  withKindPlaces(cli.paths, jobs ?? TOGETHER, (places) =>
    work((setting) => ({ grade: createExamWork(cli.root, setting, standIn(places)), close: () => Promise.resolve() })),
  )
