import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { exportObjects } from '../daemon/archive.ts'
import { callDaemon, requireDaemon } from '../daemon/client.ts'
import type { StatePaths } from '../terminal/paths.ts'
import type { ExportingEnvironment, Preparation } from './environment.ts'

/** The cluster that `grade up` started. Its state and its preparation fail with the problem `not-running` where there is none. */
export function createEmbeddedEnvironment(paths: StatePaths): ExportingEnvironment {
  return {
    kind: 'embedded',
    snapshot: async () => {
      const { address } = await requireDaemon(paths)
      return (await callDaemon(address, 'GET', '/netgrade/snapshot')) as Snapshot
    },
    prepare: async (start: readonly KubernetesObject[], options = {}) => {
      const { address } = await requireDaemon(paths)
      return (await callDaemon(address, 'POST', '/netgrade/prepare', {
        body: { start, wipe: options.wipe ?? [] },
      })) as Preparation
    },
    exported: (isWanted) => exportObjects(paths, isWanted),
    changedAtMs: () =>
      stat(join(paths.data, 'journal')).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
  }
}
