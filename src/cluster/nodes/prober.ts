/** When the kubelet's probes run, and what follows from their results. @see kubernetes pkg/kubelet/prober, v1.34 */
import type { ExchangeOutcome, RequestQuestion, Snapshot } from '../../network/model.ts'
import type { ControllerContext, ReconcileKey } from '../controllers/controller.ts'
import type { ContainerInstance } from './container-instance.ts'
import { earliest } from './earliest.ts'
import { missingProgram, runWithin, whyNotStarted, type RunCommand } from './commands-inside.ts'
import { endProcess, graceMsOf } from './container-stops.ts'
import { isRunning, type ContainerRecord, type ProbeState } from './container-record.ts'
import { reporter } from './pod-events.ts'
import {
  countResult,
  firstProbe,
  judgeAnswer,
  periodMs,
  probeNetwork,
  probeOf,
  type ProbeKind,
  type ProbeResult,
} from './probes.ts'
import type { Sandbox } from './sandbox.ts'

export interface ProberOptions {
  readonly context: ControllerContext
  snapshot(): Snapshot
  runShell(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number>
  readonly runCommand: RunCommand
  /** What the program says to which a request has come; at once, unless that has to wait. */
  receive(question: RequestQuestion, outcome: ExchangeOutcome): ExchangeOutcome | Promise<ExchangeOutcome>
  /** Asks for another look at a Pod. */
  enqueue(key: ReconcileKey): void
}

export interface Prober {
  /** Runs the probes of a Pod that are due; returns in how many milliseconds the next one is. */
  probe(sandbox: Sandbox): number | undefined
}

class ContainerProber implements Prober {
  private readonly options: ProberOptions

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
    const result = probeNetwork(this.options.snapshot(), { pod: sandbox.pod, record, ip: sandbox.ips[0] ?? '' }, probe)
    if (result?.passed === undefined) {
      const nextAtMs = now + periodMs(probe)
      record.probes = { ...record.probes, [kind]: { ...state, nextAtMs } }
      if (result === undefined) void this.probeByCommand(sandbox, record, kind)
      else this.complain(sandbox, record, `${nameOf(kind)} ${UNKNOWN_STATE}: ${result.message}`)
      return nextAtMs
    }
    return this.judge(sandbox, { record, kind, state }, result)
  }

  /** Asks the program that was reached, where one was; returns when the probe is due next. */
  private judge(
    sandbox: Sandbox,
    { record, kind, state }: Pick<Asked, 'record' | 'kind' | 'state'>,
    result: ProbeResult,
  ): number | undefined {
    const { question, outcome } = result.asked ?? {}
    const url = question?.url ?? ''
    const answered = question === undefined || outcome === undefined ? undefined : this.options.receive(question, outcome)
    if (answered instanceof Promise) {
      const nextAtMs = this.options.context.clock.now() + periodMs(probeOf(record, kind) ?? {})
      record.probes = { ...record.probes, [kind]: { ...state, nextAtMs } }
      void this.awaitAnswer(sandbox, { record, kind, url }, answered)
      return nextAtMs
    }
    const { passed, message } = answered === undefined ? result : judgeAnswer(answered, url)
    this.settle(sandbox, { record, kind, state, passed: passed === true, message })
    return record.probes[kind]?.nextAtMs
  }

  /** A server that has to wait for others answers later than it is asked, or too late. */
  private async awaitAnswer(
    sandbox: Sandbox,
    { record, kind, url }: { readonly record: ContainerRecord; readonly kind: ProbeKind; readonly url: string },
    answered: Promise<ExchangeOutcome>,
  ): Promise<void> {
    const { instance } = record
    const { timeoutSeconds = 1 } = probeOf(record, kind) ?? {}
    const { clock } = this.options.context
    const late = new Promise<'late'>((resolve) => void clock.after(timeoutSeconds * 1000, () => resolve('late')))
    const { passed, message } = judgeAnswer(await Promise.race([answered, late]), url)
    const state = record.probes[kind]
    if (record.instance !== instance || instance?.isRunning !== true || state === undefined) return
    this.settle(sandbox, { record, kind, state, passed: passed === true, message })
    this.options.enqueue({ namespace: sandbox.namespace, name: sandbox.name })
  }

  /** Counts a result, and does what follows from it. */
  private settle(sandbox: Sandbox, { record, kind, state, passed, message }: Asked): void {
    const probe = probeOf(record, kind)
    if (probe === undefined) return
    const counted = countResult(state, passed, probe, this.options.context.clock.now())
    record.probes = { ...record.probes, [kind]: counted }
    if (!passed) this.complain(sandbox, record, `${nameOf(kind)} probe failed: ${message}`)
    this.conclude(sandbox, record, kind, counted.passed)
  }

  private complain(sandbox: Sandbox, record: ContainerRecord, message: string): void {
    reporter(sandbox, this.options.context, record)('Warning', 'Unhealthy', message)
  }

  /** An exec probe ends later than it is asked. One whose program is not there says nothing about the container. */
  private async probeByCommand(sandbox: Sandbox, record: ContainerRecord, kind: ProbeKind): Promise<void> {
    const { instance } = record
    const { exec, timeoutSeconds = 1 } = probeOf(record, kind) ?? {}
    const argv = exec?.command ?? []
    if (instance === undefined) return
    const { context, runCommand } = this.options
    const run = (signal: AbortSignal): ReturnType<RunCommand> => runCommand(instance, argv, signal)
    const ran = await runWithin(timeoutSeconds * 1000, context.clock, instance, run)
    const state = record.probes[kind]
    if (record.instance !== instance || !instance.isRunning || state === undefined) return
    if (ran === undefined) this.complain(sandbox, record, `${nameOf(kind)} ${unknownState(record, argv)}`)
    else {
      const message = ran === 'late' ? `command timed out: "${argv.join(' ')}" timed out after ${timeoutSeconds}s` : ran.output
      this.settle(sandbox, { record, kind, state, passed: ran !== 'late' && ran.exitCode === 0, message })
      this.options.enqueue({ namespace: sandbox.namespace, name: sandbox.name })
    }
  }

  private conclude(sandbox: Sandbox, record: ContainerRecord, kind: ProbeKind, passed: boolean | undefined): void {
    if (kind === 'startup' && passed === true) record.started = true
    if (kind === 'readiness' || passed !== false) return
    const what = kind === 'startup' ? 'startup' : 'liveness'
    const { context } = this.options
    const message = `Container ${record.container.name} failed ${what} probe, will be restarted`
    reporter(sandbox, context, record)('Normal', 'Killing', message)
    const { terminationGracePeriodSeconds: own } = probeOf(record, kind) ?? {}
    endProcess(record, graceMsOf(sandbox.pod, own), context.clock)
  }
}

interface Asked {
  readonly record: ContainerRecord
  readonly kind: ProbeKind
  readonly state: ProbeState
  readonly passed: boolean
  readonly message: string
}

const nameOf = (kind: ProbeKind): string => `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`

const UNKNOWN_STATE = 'probe errored and resulted in unknown state'

const unknownState = ({ container, restartCount, instance }: ContainerRecord, [program = '']: readonly string[]): string => {
  const why = instance === undefined ? 'executable file not found in $PATH' : whyNotStarted(instance, program)
  const said = missingProgram(program, why, `${container.name}${restartCount}`)
  return `${UNKNOWN_STATE}: rpc error: code = Unknown desc = ${said}`
}

/** The sooner of two times; an absent one is never. */
export const createProber = (options: ProberOptions): Prober => new ContainerProber(options)
