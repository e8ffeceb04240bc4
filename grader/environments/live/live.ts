/** A cluster of any kubeconfig. It is only read; programs are run in Pods to see which ports they wait at, and change nothing. */
import { snapshotLive } from '../../../src/cluster/live/snapshot-live.ts'
import type { Pod } from '../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { openContext, requireAnswer, type LiveContext } from './client.ts'
import { listObjects } from './list-objects.ts'
import { isAllowed } from './permissions.ts'
import { readLastWords } from './read-last-words.ts'
import { readAllSockets } from './read-sockets.ts'

/** Namespaces of Kubernetes itself: nobody asks what their Pods listen on but what their images say. */
const OWN = /^kube-/u

export interface ReadLive {
  readonly snapshot: Snapshot
  /** How many Pods could be asked for their ports, of how many that run outside of Kubernetes' own namespaces. */
  readonly observed: { readonly pods: number; readonly of: number }
}

/** Programs are run in the Pods of these namespaces only; of all but Kubernetes' own where absent. Fails with one of the problems of kubeconfigs and clusters. */
export async function readLive(context: LiveContext | undefined, namespaces?: readonly string[]): Promise<ReadLive> {
  const client = openContext(context)
  const objects = await listObjects(client)
  const isAsked = ({ metadata: { namespace = '' } }: Pod): boolean => namespaces?.includes(namespace) ?? !OWN.test(namespace)
  const pods = objects.filter(isPod).filter(isAsked)
  const mayExec = await isAllowed(client, { verb: 'create', resource: 'pods/exec' })
  const sockets = mayExec ? await readAllSockets(client, pods) : {}
  // Pods without a shell are usual; a server that is gone meanwhile looks the same, and would be graded by half of what it is.
  if (mayExec && Object.keys(sockets).length === 0) await requireAnswer(client)
  const lastWords = await readLastWords(client, pods)
  const snapshot = await snapshotLive({ objects, sockets, lastWords, atMs: Date.now() })
  const running = pods.filter(({ status, spec }) => status?.phase === 'Running' && spec?.hostNetwork !== true)
  return { snapshot, observed: { pods: Object.keys(sockets).length, of: running.length } }
}
