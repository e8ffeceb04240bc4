/** How the processes of containers are asked to end, and made to. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import type { Clock } from '../environment.ts'
import { isRunning, type ContainerRecord } from './container-record.ts'
import { runHook, type HookContext } from './hooks.ts'
import { reporter } from './pod-events.ts'
import { isOver } from './pod-status.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * What does not listen to SIGTERM is killed after this time, or the grace period if that is shorter.
 * DIFFERS: a real node waits the whole grace period, half a minute for most Pods of an exercise (container-stops.test.ts).
 */
const IGNORED_TERMINATION_MS = 1_000
/** The number of SIGTERM. */
const TERM = 15

/** The time that the Pod's processes get to end by themselves. */
export const graceMsOf = ({ spec }: Pod, own?: number): number => (own ?? spec?.terminationGracePeriodSeconds ?? 30) * 1000

/** Sends SIGTERM, and SIGKILL to what does not listen, or has not ended, when its time is up. */
export function endProcess({ instance }: ContainerRecord, graceMs: number, clock: Clock): void {
  if (instance === undefined || !instance.isRunning) return
  if (!instance.ignoresTermination) instance.stop('terminate')
  else {
    const limitMs = instance.handlesSignal(TERM) ? graceMs : Math.min(graceMs, IGNORED_TERMINATION_MS)
    clock.after(limitMs, () => instance.stop('kill'))
  }
}

export interface StopContext extends Omit<HookContext, 'clock'> {
  readonly context: ControllerContext
}

const hooksIn = ({ context: { clock }, runCommand, send }: StopContext): HookContext => ({ clock, runCommand, send })

/** Stops a container that runs: first its preStop hook, then SIGTERM; both within the grace period. */
export function stopContainer(sandbox: Sandbox, record: ContainerRecord, graceMs: number, stop: StopContext): void {
  const { clock } = stop.context
  const { instance, container } = record
  if (instance === undefined || !instance.isRunning) return
  const report = reporter(sandbox, stop.context, record)
  report('Normal', 'Killing', `Stopping container ${container.name}`)
  const { preStop } = container.lifecycle ?? {}
  if (preStop === undefined || graceMs === 0) return endProcess(record, graceMs, clock)
  const untilMs = clock.now() + graceMs
  void runHook(preStop, { sandbox, instance, limitMs: graceMs }, hooksIn(stop)).then((isDone) => {
    if (!isDone) report('Warning', 'FailedPreStopHook', 'PreStopHook failed')
    if (record.instance === instance) endProcess(record, Math.max(0, untilMs - clock.now()), clock)
  })
}

/** Runs the postStart hook of a container that has just started; one that fails ends it. */
export async function runPostStart(sandbox: Sandbox, record: ContainerRecord, stop: StopContext): Promise<void> {
  const { instance, container } = record
  const { postStart } = container.lifecycle ?? {}
  if (instance === undefined || postStart === undefined) return
  const isDone = await runHook(postStart, { sandbox, instance }, hooksIn(stop))
  if (isDone || record.instance !== instance || !instance.isRunning) return
  const report = reporter(sandbox, stop.context, record)
  report('Warning', 'FailedPostStartHook', 'PostStartHook failed')
  report('Normal', 'Killing', 'FailedPostStartHook')
  endProcess(record, graceMsOf(sandbox.pod), stop.context.clock)
}

/** Sidecars go once every ordinary container has had its last run, the last one first. */
export function stopSidecars(sandbox: Sandbox, stop: StopContext): void {
  const main = sandbox.records.filter(({ kind }) => kind === 'main')
  if (sandbox.areSidecarsStopping || !main.every((record) => isOver(sandbox.pod, record))) return
  sandbox.areSidecarsStopping = true
  for (const record of sandbox.records.filter(({ kind }) => kind === 'sidecar').reverse())
    stopContainer(sandbox, record, graceMsOf(sandbox.pod), stop)
}

const OVERDUE = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' }

/** Ends a Pod whose time is over. Returns how long it has, if there is a limit and it is not over. */
export function judgeDeadline(sandbox: Sandbox, stop: StopContext): number | undefined {
  const { spec, status } = sandbox.pod
  const { activeDeadlineSeconds } = spec ?? {}
  if (activeDeadlineSeconds === undefined || status?.startTime === undefined || sandbox.failure !== undefined) return undefined
  if (sandbox.records.every((record) => record.kind !== 'main' || isOver(sandbox.pod, record))) return undefined
  const leftMs = Date.parse(status.startTime) + activeDeadlineSeconds * 1000 - stop.context.clock.now()
  if (leftMs > 0) return leftMs
  sandbox.failure = OVERDUE
  reporter(sandbox, stop.context)('Normal', OVERDUE.reason, OVERDUE.message)
  for (const record of sandbox.records.filter(isRunning)) stopContainer(sandbox, record, graceMsOf(sandbox.pod), stop)
  return undefined
}
