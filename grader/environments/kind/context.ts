/** Which cluster `--on kind` and `--on kubeconfig` mean. */
import { Problem } from '../../terminal/problem.ts'
import type { PlaceName } from '../place.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import type { LiveContext, OwnContext } from '../live/client.ts'
import { kindPaths, readClusterRecord } from './record.ts'

/** The cluster that was made here. Fails with `kind-not-up` where none was, or not enough of one. */
export async function requireKind(paths: StatePaths): Promise<OwnContext> {
  const record = await readClusterRecord(paths)
  if (record === undefined || record.phase === 'creating') throw new Problem('kind-not-up')
  return { name: `kind-${record.name}`, file: kindPaths(paths).kubeconfig }
}

/** Undefined where a context of the user's has to be named, and was not. */
export const contextOf = async (
  paths: StatePaths,
  on: PlaceName | undefined,
  context: string | undefined,
): Promise<LiveContext | undefined> => (on === 'kind' ? requireKind(paths) : context)
