/** `--try-repairs` and `--apply`: only where a repair can be tried, or is the learner's own to make. */
import type { PlaceOptions } from '../environments/place.ts'
import { Problem } from '../terminal/problem.ts'

export interface RepairOptions {
  /** In a copy of the namespaces. */
  readonly tryRepairs?: boolean
  /** To the learner's own objects. */
  readonly apply?: boolean
  /** Do not ask. */
  readonly yes?: boolean
}

const givenOf = ({ tryRepairs, apply }: RepairOptions): string | undefined =>
  apply === true ? '--apply' : tryRepairs === true ? '--try-repairs' : undefined

/** Fails with `repair-needs-cluster` anywhere but in a real cluster, before anything is read. */
export function requireRepairable(options: RepairOptions, { on }: PlaceOptions): void {
  const option = givenOf(options)
  if (option !== undefined && on !== 'kind' && on !== 'kubeconfig') throw new Problem('repair-needs-cluster', { option })
}

/** Fails with `repair-in-exam` where one of them is given. */
export function refuseRepairs(options: RepairOptions): void {
  const option = givenOf(options)
  if (option !== undefined) throw new Problem('repair-in-exam', { option })
}
