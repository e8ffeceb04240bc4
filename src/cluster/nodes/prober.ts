/** When the kubelet's probes run, and what follows from their results. @see kubernetes pkg/kubelet/prober, v1.34 */
import type { Snapshot } from '../../network/model.ts'
import type { ControllerContext, ReconcileKey } from '../controllers/controller.ts'
import type { ContainerInstance } from './container-instance.ts'
import { isRunning, type ContainerRecord } from './container-record.ts'
import { reporter } from './pod-events.ts'
import { countResult, firstProbe, probeNetwork, probeOf, type ProbeKind, type ProbeResult } from './probes.ts'
import type { Sandbox } from './sandbox.ts'

export interface ProberOptions {
  readonly context: ControllerContext
  snapshot(): Snapshot
  runShell(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number>
  /** Asks for another look at a Pod. */
  enqueue(key: ReconcileKey): void
}

export interface Prober {
  /** Runs the probes of a Pod that are due; returns in how many milliseconds the next one is. */
  probe(sandbox: Sandbox): number | undefined
}

class ContainerProber implements Prober {
  private readonly options: ProberOptions
  /** Exit codes of exec probes, which end later than they are asked. */
  private readonly commandResults = new WeakMap<ContainerRecord, { readonly [Kind in ProbeKind]?: number }>()

  constructor(options: ProberOptions) {
    this.options = options
  }

  probe(sandbox: Sandbox): number | undefined {
    const now = this.options.context.clock.now()
    let next: number | undefined
    for (const record of sandbox.records) {
      if (!isRunning(record)) continue
      for (const kind of ['startup', 'liveness', 'readiness'] as const) {
        const due = this.probeOnce(sandbox, record, kind)
        if (due !== undefined) next = earliest(next, Math.max(0, due - now))
      }
    }
    return next
  }

  /** Runs a probe that is due; returns when it is due next. */
  private probeOnce(sandbox: Sandbox, record: ContainerRecord, kind: ProbeKind): number | undefined {
    const probe = probeOf(record, kind)
    if (probe === undefined || (kind === 'startup' ? record.started : !record.started)) return undefined
    const now = this.options.context.clock.now()
    const state = record.probes[kind] ?? firstProbe(probe, record.startedAtMs)
    if (state.nextAtMs > now) {
      record.probes = { ...record.probes, [kind]: state }
      return state.nextAtMs
    }
    const result =
      probeNetwork(this.options.snapshot(), { pod: sandbox.pod, record, ip: sandbox.ips[0] ?? '' }, probe) ??
      this.probeByCommand(sandbox, record, kind)
    const counted = countResult(state, result.passed, probe, now)
    record.probes = { ...record.probes, [kind]: counted }
    if (!result.passed)
      reporter(sandbox, this.options.context, record)(
        'Warning',
        'Unhealthy',
        `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)} probe failed: ${result.message}`,
      )
    this.conclude(sandbox, record, kind, counted.passed)
    return counted.nextAtMs
  }

  /** The answer of the last run of an exec probe; the next run starts now. */
  private probeByCommand(sandbox: Sandbox, record: ContainerRecord, kind: ProbeKind): ProbeResult {
    const command = probeOf(record, kind)?.exec?.command ?? []
    const { instance } = record
    const known = this.commandResults.get(record)?.[kind]
    if (instance !== undefined) {
      void this.options.runShell(instance, command, instance.signal).then((code) => {
        const before = this.commandResults.get(record)
        this.commandResults.set(record, { ...before, [kind]: code })
        if (before?.[kind] === code) return
        record.probes = {
          ...record.probes,
          [kind]: { successes: 0, failures: 0, passed: record.probes[kind]?.passed, nextAtMs: 0 },
        }
        this.options.enqueue({ namespace: sandbox.namespace, name: sandbox.name })
      })
    }
    return { passed: known === 0, message: `command "${command.join(' ')}" exited with ${known ?? 'no result yet'}` }
  }

  private conclude(sandbox: Sandbox, record: ContainerRecord, kind: ProbeKind, passed: boolean | undefined): void {
    if (kind === 'startup' && passed === true) record.started = true
    if (kind === 'readiness' || passed !== false) return
    const what = kind === 'startup' ? 'startup' : 'liveness'
    reporter(sandbox, this.options.context, record)(
      'Normal',
      'Killing',
      `Container ${record.container.name} failed ${what} probe, will be restarted`,
    )
    record.instance?.stop('terminate')
  }
}

/** The sooner of two times; an absent one is never. */
export const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b)

export const judgeReadiness = (record: ContainerRecord): void => {
  const passed = record.container.readinessProbe === undefined ? true : record.probes.readiness?.passed === true
  record.ready = isRunning(record) && record.started && passed
}

export const createProber = (options: ProberOptions): Prober => new ContainerProber(options)
