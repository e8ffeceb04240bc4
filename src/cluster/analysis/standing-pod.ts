/** Pods whose programs start at once and stay as they are: what they listen on is known without running them. */
import type { Pod, PodStatus } from '../../kubernetes/generated/types.ts'
import type { PodFacts } from '../../network/facts.ts'
import type { Snapshot } from '../../network/model.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import type { InstanceHost } from '../nodes/container-instance.ts'
import { isRunning, type ContainerRecord } from '../nodes/container-record.ts'
import { startContainer } from '../nodes/kubelet-containers.ts'
import { podStatus } from '../nodes/pod-status.ts'
import { probeNetwork, probeOf } from '../nodes/probes.ts'
import { judgeReadiness } from '../nodes/readiness.ts'
import { createSandbox, factsOf, type Sandbox } from '../nodes/sandbox.ts'
import { missingSource } from '../nodes/volumes.ts'

export interface StandingPod {
  readonly sandbox: Sandbox
  readonly facts: PodFacts
  /** Has a probe that decides whether it is ready. */
  readonly isProbed: boolean
  status(): PodStatus
}

export interface PodPlace {
  readonly ips: readonly string[]
  readonly hostIps: readonly string[]
}

/** Nothing is told, and nothing happens later; tokens, which nobody reads, are not made. */
const quiet = (context: ControllerContext): ControllerContext => ({
  ...context,
  makeToken: () => '',
  recordEvent: () => undefined,
  clock: { now: () => context.clock.now(), after: () => () => undefined },
})

/** What it does to the container nobody knows before. */
const hasStartHook = ({ container }: ContainerRecord): boolean => container.lifecycle?.postStart !== undefined

const hasExecProbe = ({ container }: ContainerRecord): boolean =>
  [container.startupProbe, container.livenessProbe, container.readinessProbe].some((probe) => probe?.exec !== undefined)

const KINDS = ['startup', 'liveness', 'readiness'] as const

/**
 * The Pod as it stays where a volume of its names what nobody has: without an address, its containers waiting. Undefined where none does,
 * and for Pods of workloads: how far these come depends on it.
 */
export const waitForVolumes = (
  pod: Pod,
  hostIps: readonly string[],
  { store, clock }: ControllerContext,
): Pick<StandingPod, 'facts' | 'status'> | undefined => {
  if ((pod.metadata.ownerReferences ?? []).length > 0 || missingSource(pod, store) === undefined) return undefined
  const sandbox = createSandbox(pod, clock.now())
  const { records, ips } = sandbox
  return {
    facts: factsOf(sandbox),
    status: () => podStatus(pod, { records, ips, hostIps, nowMs: clock.now() }),
  }
}

/** The Pod as it will be, or undefined where it has to be run to know: init containers, shell scripts, programs that end. */
export const standUp = (pod: Pod, { ips, hostIps }: PodPlace, given: ControllerContext): StandingPod | undefined => {
  const { initContainers = [], ephemeralContainers = [] } = pod.spec ?? {}
  if (initContainers.length + ephemeralContainers.length > 0 || missingSource(pod, given.store) !== undefined) return undefined
  const context = quiet(given)
  const sandbox = createSandbox(pod, context.clock.now())
  sandbox.ips = ips
  if (sandbox.records.some((record) => hasExecProbe(record) || hasStartHook(record)) || !start(sandbox, context))
    return undefined
  for (const record of sandbox.records) judgeReadiness(record)
  return {
    sandbox,
    facts: factsOf(sandbox),
    isProbed: sandbox.records.some((record) => KINDS.some((kind) => probeOf(record, kind) !== undefined)),
    status: () => podStatus(sandbox.pod, { records: sandbox.records, ips, hostIps, nowMs: context.clock.now() }),
  }
}

const start = (sandbox: Sandbox, context: ControllerContext): boolean => {
  const seen = { isPlain: true }
  const host: InstanceHost = {
    clock: context.clock,
    isTaken: (instance, listener) => {
      const isTaken = sandbox.records.some(
        (record) =>
          record.instance !== instance &&
          (record.instance?.listeners ?? []).some(
            ({ port, protocol }) => port === listener.port && protocol === listener.protocol,
          ),
      )
      if (isTaken) seen.isPlain = false
      return isTaken
    },
    changed: () => undefined,
    lookUp: () => {
      seen.isPlain = false
      return []
    },
    runShell: () => {
      seen.isPlain = false
      return new Promise(() => undefined)
    },
  }
  for (const record of sandbox.records) {
    startContainer(sandbox, record, { context, host })
    if (!seen.isPlain || !isRunning(record)) return false
  }
  return true
}

/**
 * Asks the probes of a Pod in a snapshot in which all Pods stand. False where one fails that would have the container restarted:
 * such a Pod has to be run.
 */
export const probeStanding = ({ sandbox }: StandingPod, snapshot: Snapshot): boolean => {
  for (const record of sandbox.records) {
    const passes = (kind: (typeof KINDS)[number]): boolean => {
      const probe = probeOf(record, kind)
      if (probe === undefined) return true
      return probeNetwork(snapshot, { pod: sandbox.pod, record, ip: sandbox.ips[0] ?? '' }, probe)?.passed === true
    }
    if (!passes('startup') || !passes('liveness')) return false
    record.started = true
    record.ready = passes('readiness')
  }
  return true
}
