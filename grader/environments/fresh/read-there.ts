/** The state of one submission's namespaces, beside which nothing is but the cluster itself. */
import { snapshotLive } from '../../../src/cluster/live/snapshot-live.ts'
import type { Socket } from '../../../src/cluster/live/sockets.ts'
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { isOwnObject } from '../../../src/grading/ends/own-objects.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import type { LiveClient } from '../live/client.ts'
import { listObjects } from '../live/list-objects.ts'
import { readLastWords } from '../live/read-last-words.ts'
import { readAllSockets } from '../live/read-sockets.ts'
import { SUBMISSION_LABEL, withoutMarks } from './put.ts'
import { isClustersOwn, type Relocation } from './relocation.ts'

export interface Own {
  readonly relocation: Relocation
  /** As they are called in the cluster. */
  readonly namespaces: ReadonlySet<string>
  /** Of what was made for the submission. */
  readonly uids: ReadonlySet<string>
}

/** Other submissions, and whatever else somebody has in the cluster, are not seen. */
export const isSeen = (object: KubernetesObject, { relocation, namespaces, uids }: Own): boolean => {
  const { kind, metadata } = object
  const place = kind === 'Namespace' ? metadata.name : metadata.namespace
  if (place === undefined) return metadata.labels?.[SUBMISSION_LABEL] === undefined || uids.has(metadata.uid ?? '')
  if (namespaces.has(place) || isClustersOwn(place) || isOwnObject(object)) return true
  // Its own default namespace takes the place of the cluster's.
  return kind === 'Namespace' && place === 'default' && !relocation.names.has('default')
}

const SAME_MS = 700
const MAX_READS = 5

/** Programs that have just been started wait at their ports a moment later: read until nothing is new. */
async function readSteadySockets(
  client: LiveClient,
  pods: Parameters<typeof readAllSockets>[1],
  wait: (ms: number) => Promise<void>,
): Promise<Readonly<Record<string, readonly Socket[]>>> {
  let sockets = await readAllSockets(client, pods)
  for (let read = 1; read < MAX_READS && pods.length > 0; read++) {
    await wait(SAME_MS)
    const again = await readAllSockets(client, pods)
    if (textOf(again) === textOf(sockets)) break
    sockets = again
  }
  return sockets
}

/** Their order says nothing. */
const textOf = (sockets: Readonly<Record<string, readonly Socket[]>>): string =>
  JSON.stringify(
    Object.entries(sockets)
      .map(([key, own]) => [key, own.map((socket) => JSON.stringify(socket)).sort()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

export async function readThere(client: LiveClient, own: Own, wait: (ms: number) => Promise<void>): Promise<Snapshot> {
  const isIn = ({ metadata }: KubernetesObject): boolean => own.namespaces.has(metadata.namespace ?? '')
  const pods = (await listObjects(client)).filter(isPod).filter(isIn)
  const sockets = await readSteadySockets(client, pods, wait)
  // What is listed last goes with what was read last.
  const seen = (await listObjects(client)).filter((object) => isSeen(object, own)).map(withoutMarks)
  const lastWords = await readLastWords(client, seen.filter(isPod).filter(isIn))
  return snapshotLive({ ...own.relocation.back({ objects: seen, sockets, lastWords }), atMs: Date.now() })
}
