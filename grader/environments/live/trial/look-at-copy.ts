/** What becomes of a task's checks in a copy of its namespaces, as probes see it there. */
import { snapshotLive } from '../../../../src/cluster/live/snapshot-live.ts'
import { gradeSnapshot, type GradedCheck } from '../../../../src/grading/grade.ts'
import type { Copied } from '../../../../src/grading/repair/copy/copy-objects.ts'
import type { CopyNames } from '../../../../src/grading/repair/copy/names.ts'
import { aimInCopy, copiesAmong, readBack, type ReadBack } from '../../../../src/grading/repair/copy/read-back.ts'
import type { TriedCheck } from '../../../../src/grading/repair/copy/trial.ts'
import type { GradedTask } from '../../../../src/grading/task.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { Problem } from '../../../terminal/problem.ts'
import type { Patience } from '../../started/ask.ts'
import type { LiveClient } from '../client.ts'
import { listObjects } from '../list-objects.ts'
import { observeAll } from '../observe/observe.ts'
import { homeOf, poseTask } from '../observe/observe-task.ts'
import { compareAll } from '../observe/observe-told.ts'
import { readAllSockets } from '../read-sockets.ts'
import { waitForPods } from './wait-for-pods.ts'

export interface LookOptions {
  readonly client: LiveClient
  /** Of probes' own Pods. */
  readonly image: string
  readonly apiGroups: readonly string[]
  /** Letters and digits; names what is made. */
  readonly run: string
  readonly patience: Patience
  readonly signal: AbortSignal
}

export interface Looked {
  /** Those that were asked about, in the task's order. */
  readonly checks: readonly TriedCheck[]
  /** `namespace/name` of Pods that did not become ready. */
  readonly waiting: readonly string[]
}

export interface CopyAsItIs {
  readonly task: GradedTask
  readonly names: CopyNames
  /** What was made. */
  readonly copied: readonly Copied[]
  /** Ids of the checks that are asked about. */
  readonly asked: readonly string[]
}

export const throwIfInterrupted = ({ aborted }: AbortSignal): void => {
  if (aborted) throw new Problem('observe-interrupted')
}

/** Once its Pods are ready, or will not be. */
export async function lookAtCopy({ task, names, copied, asked }: CopyAsItIs, options: LookOptions): Promise<Looked> {
  const { client, image, run, signal, apiGroups } = options
  const namespaces = names.namespaces.map((name) => names.namespace(name))
  const atLeast = copied.filter(({ copy }) => isPod(copy)).length
  const waiting = await waitForPods(client, { ...options, namespaces, atLeast })
  throwIfInterrupted(signal)
  const { snapshot, back } = await readCopy(client, names, copied)
  const { questions, decideBy } = await poseTask({ task, snapshot }, asked)
  const elsewhere = {
    aim: (aim: Parameters<typeof aimInCopy>[0]) => aimInCopy(aim, names, back),
    namespace: (name: string) => names.namespace(name),
  }
  const observations = await observeAll(questions, { client, image, run, signal, namespace: homeOf(task), elsewhere })
  throwIfInterrupted(signal)
  const observe = decideBy({
    comparisons: compareAll(questions, observations),
    surroundings: { apiGroups, kubectl: client.typed.kubectl, atMs: Date.now() },
  })
  const graded = await gradeSnapshot(task, snapshot, {
    explain: false,
    observe,
    rebuild: () => Promise.resolve(undefined),
    findManifest: () => undefined,
  })
  return { checks: graded.filter(({ check }) => asked.includes(check.id)).map(toTried), waiting }
}

/** The cluster with the copy in place of the original. */
async function readCopy(
  client: LiveClient,
  names: CopyNames,
  copied: readonly Copied[],
): Promise<{ readonly snapshot: Snapshot; readonly back: ReadBack }> {
  const live = await listObjects(client)
  const read = await readAllSockets(client, copiesAmong(live, names).filter(isPod))
  const sockets = Object.entries(read).map(([key, all]) => {
    const [namespace = '', name = ''] = key.split('/')
    return [`${names.original(namespace) ?? namespace}/${name}`, all] as const
  })
  const back = readBack(names, copied, live)
  const state = { objects: back.objects, sockets: Object.fromEntries(sockets), atMs: Date.now() }
  return { snapshot: await snapshotLive(state), back }
}

/** What probes were to see and did not is no more than the model's word. */
const toTried = ({ check, passed, observed }: GradedCheck): TriedCheck => {
  const isUnseen = observed !== undefined && observed.comparisons.every(({ agrees }) => agrees === undefined)
  return { id: check.id, passed: isUnseen ? null : passed, ...(observed === undefined ? {} : { observed }) }
}
