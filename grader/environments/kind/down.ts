/** Removing the cluster that was made here, and nothing else. */
import { dirname } from 'node:path'
import { withLock } from '../../daemon/lock.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import { deleteCluster, listClusters } from './ask-kind.ts'
import { kindPaths, readClusterRecord, removeClusterRecord } from './record.ts'
import type { KindTools } from './tools.ts'

/** Names of what was removed; empty where no cluster was made here. What is written of it stays where kind or its runtime is not there. */
export async function removeKind(paths: StatePaths, tools: Pick<KindTools, 'run'>): Promise<readonly string[]> {
  if ((await readClusterRecord(paths)) === undefined) return []
  return withLock(dirname(kindPaths(paths).record), async () => {
    const record = await readClusterRecord(paths)
    if (record === undefined) return []
    const names = [...record.former, record.name]
    const removed = new Set<string>()
    // A kind that outlived its command may still have been starting containers of half a cluster: one look more than there was something.
    for (let found = await present(tools, names); ; found = await present(tools, names)) {
      for (const name of found) await deleteCluster(tools, name, kindPaths(paths))
      for (const name of found) removed.add(name)
      if (record.phase !== 'creating' || found.length === 0) break
    }
    await removeClusterRecord(paths)
    return names.filter((name) => removed.has(name))
  })
}

const present = async (tools: Pick<KindTools, 'run'>, names: readonly string[]): Promise<readonly string[]> => {
  const clusters = await listClusters(tools)
  return names.filter((name) => clusters.includes(name))
}
