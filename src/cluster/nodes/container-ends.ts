/** What follows the end of a container's run: nothing more, or another run after a while. @see kubernetes pkg/kubelet/kuberuntime, v1.34 */
import type { ControllerContext } from '../controllers/controller.ts'
import type { ContainerInstance } from './container-instance.ts'
import { exitCodeOf, isRunning, stateOf, type ContainerRecord } from './container-record.ts'
import { reporter } from './pod-events.ts'
import { isOver } from './pod-status.ts'
import type { Sandbox } from './sandbox.ts'

const FIRST_BACKOFF_MS = 10_000
const LAST_BACKOFF_MS = 300_000
/** A container that ran for so long begins again with the shortest wait. */
const STABLE_MS = 600_000
/**
 * After what went wrong a kubelet looks at the Pod again in 10 to 15 seconds. Until then a crashed container is shown as ended,
 * and only then as waiting; and what may run again does so when the kubelet looks.
 */
const RESYNC_MS = 12_500
/** A kubelet finds that a container has ended within so long, and starts it again at once the first time. */
const RELIST_MS = 1_000
/** From the look that says that a container waits to its start. */
const START_AGAIN_MS = 400
const RUN_ERROR = 'RunContainerError'

/** Whether a container that has ended gets another run. */
export const runsAgain = ({ pod, failure, areSidecarsStopping }: Sandbox, record: ContainerRecord): boolean => {
  if (failure !== undefined) return false
  if (record.kind === 'ephemeral') return false
  if (record.kind === 'init') return exitCodeOf(record) !== 0 && pod.spec?.restartPolicy !== 'Never'
  return record.kind === 'sidecar' ? !areSidecarsStopping : !isOver(pod, record)
}

/** Judges what has ended. Returns the delay after which a crashed container will be shown as waiting, if any. */
export function judgeEnd(sandbox: Sandbox, record: ContainerRecord, context: ControllerContext): number | undefined {
  if (record.instance === undefined || isRunning(record)) return undefined
  if (record.waiting !== undefined && record.waiting.reason !== RUN_ERROR) return undefined
  const now = context.clock.now()
  if (record.judged !== record.instance) judgeRun(sandbox, record, now)
  if (sandbox.killAtMs !== undefined || record.shownAtMs === undefined) return undefined
  if (record.shownAtMs > now) return record.shownAtMs - now
  if (record.retryAtMs > now) showBackOff(sandbox, record, context)
  return undefined
}

/** Once for each run: whether there will be another, and when. */
function judgeRun(sandbox: Sandbox, record: ContainerRecord, now: number): void {
  record.judged = record.instance
  record.shownAtMs = undefined
  if (record.finishedAtMs < record.startedAtMs || record.finishedAtMs === 0) record.finishedAtMs = now
  record.ready = false
  record.started = false
  if (!runsAgain(sandbox, record)) return
  const first = record.restartCount === 0 || record.finishedAtMs - record.startedAtMs > STABLE_MS
  record.backoffMs = first ? 0 : Math.min(LAST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, record.backoffMs * 2))
  const wait = first ? RELIST_MS : Math.ceil(record.backoffMs / RESYNC_MS) * RESYNC_MS + START_AGAIN_MS
  record.retryAtMs = now + wait
  const isStartError = record.instance?.ending?.reason === 'StartError'
  // What could not be started is tried again at once, and then waits, the first time.
  if (!first) record.shownAtMs = now + (isStartError && record.restartCount === 1 ? RELIST_MS : RESYNC_MS)
  if (isStartError) showStartError(sandbox, record)
}

/** A container that could not be started is no one that has ended: it waits for its next start. */
function showStartError({ uid }: Sandbox, record: ContainerRecord): void {
  record.lastState = stateOf(record, uid)
  const message = record.instance?.ending?.message
  record.waiting = { reason: RUN_ERROR, ...(message === undefined ? {} : { message }) }
}

function showBackOff(sandbox: Sandbox, record: ContainerRecord, context: ControllerContext): void {
  const { name, namespace, uid } = sandbox
  const { container, backoffMs } = record
  if (record.waiting === undefined) record.lastState = stateOf(record, uid)
  const message = `back-off ${Math.round(backoffMs / 1000)}s restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`
  record.waiting = { reason: 'CrashLoopBackOff', message }
  reporter(sandbox, context, record)(
    'Warning',
    'BackOff',
    `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`,
  )
}

/** The run before, if there was one, becomes the last state, and what follows counts as a restart. */
export function beginNextRun(record: ContainerRecord, uid: string): void {
  if (exitCodeOf(record) === undefined) return
  if (record.waiting === undefined) record.lastState = stateOf(record, uid)
  record.restartCount += 1
  record.previous = record.instance
}

/**
 * The run that the last state tells of. A node keeps one container that has ended: while the latest run's is shown as ended, the
 * one before it is removed.
 */
export function previousRun(record: ContainerRecord): ContainerInstance | 'removed' | undefined {
  if (record.instance === undefined || isRunning(record)) return record.previous
  if (record.waiting !== undefined) return record.instance
  return record.lastState.terminated === undefined ? undefined : 'removed'
}
