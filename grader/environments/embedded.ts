import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { callDaemon, requireDaemon } from '../daemon/client.ts'
import type { StatePaths } from '../daemon/paths.ts'
import type { Environment, Preparation } from './environment.ts'

/** The cluster that `grade up` started. Both methods fail with the problem `not-running` where there is none. */
export function createEmbeddedEnvironment(paths: StatePaths): Environment {
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
  }
}
