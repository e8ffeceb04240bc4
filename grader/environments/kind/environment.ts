/** The cluster that `grade up --on kind` made, as a place where a task or an exam is done. */
import { renderYaml } from '../../../src/kubernetes/yaml/render-yaml.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import type { ExportingEnvironment } from '../environment.ts'
import { openContext } from '../live/client.ts'
import { listObjects } from '../live/list-objects.ts'
import { readLive } from '../live/live.ts'
import { makeStart, planStart } from '../started/prepare.ts'
import { planWipe, remove } from '../started/remove.ts'
import type { Patience } from '../started/ask.ts'
import { requireKind } from './context.ts'

const PATIENCE: Patience = {
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Real clusters are asked for all of their objects: not more often than this. */
const ASK_MS = 10_000

/** What a cluster writes into its objects by itself, without anything having changed. */
const withoutNoise = (object: KubernetesObject): KubernetesObject => {
  const { managedFields: _managed, resourceVersion: _version, ...metadata } = object.metadata
  const kept = { ...object, metadata }
  if (object.kind !== 'Node') return kept
  // Heartbeats, and the images of the node.
  const {
    conditions: _conditions,
    images: _images,
    ...status
  } = (object as { readonly status?: Record<string, unknown> }).status ?? {}
  return { ...kept, status } as KubernetesObject
}

/** Everything fails with `kind-not-up` where there is no such cluster; `task` names the section of a start state. */
export function createKindEnvironment(paths: StatePaths, task: string): ExportingEnvironment {
  return {
    kind: 'kind',
    snapshot: async () => (await readLive(await requireKind(paths))).snapshot,
    prepare: async (start, { wipe = [] } = {}) => {
      const client = openContext(await requireKind(paths))
      if (wipe.length > 0) await remove(client, await planWipe(client, wipe), PATIENCE)
      return makeStart(client, task, { planned: await planStart(client, start, PATIENCE), patience: PATIENCE })
    },
    exported: async (isWanted) => {
      const objects = await listObjects(openContext(await requireKind(paths)))
      return objects
        .filter(isWanted)
        .map((object) => renderYaml(withoutNoise(object)))
        .sort()
        .join('---\n')
    },
    changedAtMs: () => Promise.resolve(Math.floor(Date.now() / ASK_MS) * ASK_MS),
  }
}
