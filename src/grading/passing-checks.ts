import type { Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { runCheck } from './checks/checks.ts'
import type { GradedTask } from './task.ts'

/** Ids of the checks that pass on this state. */
export const passingChecks = async (task: GradedTask, snapshot: Snapshot): Promise<readonly string[]> => {
  await prepareRequests(snapshot)
  return task.checks.filter(({ spec }) => runCheck(spec, { snapshot, task }).passed).map(({ id }) => id)
}
