/** Hooks of a container's lifecycle. @see kubernetes pkg/kubelet/lifecycle/handlers.go, v1.34 */
import type { LifecycleHandler } from '../../kubernetes/generated/types.ts'
import type { ExchangeOutcome } from '../../network/model.ts'
import type { Clock } from '../environment.ts'
import { runWithin, type RunCommand } from './commands-inside.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { SentRequest } from './conversation.ts'
import { headersOf, urlOf } from './probes.ts'
import type { Sandbox } from './sandbox.ts'

export interface HookContext {
  readonly clock: Clock
  readonly runCommand: RunCommand
  /** Sends a request from a node; undefined where nothing comes of it. */
  readonly send: (question: SentRequest) => Promise<ExchangeOutcome | undefined>
}

interface Called {
  readonly sandbox: Sandbox
  readonly instance: ContainerInstance
  /** The time that it may take; undefined: any. */
  readonly limitMs?: number
}

const wait = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))

const REPORTED_MS = 2_000
const STEP_MS = 10

/** Whatever the server answers is well: only a request that is not answered fails. */
async function ask(
  action: NonNullable<LifecycleHandler['httpGet']>,
  { sandbox, instance }: Called,
  { clock, send }: HookContext,
): Promise<boolean> {
  // The network knows a Pod by the status that its kubelet reports, shortly after the start.
  for (let ms = 0; sandbox.pod.status?.phase !== 'Running' && ms < REPORTED_MS; ms += STEP_MS) await wait(clock, STEP_MS)
  const { pod, ips } = sandbox
  const url = urlOf({ container: instance.setup.container, ip: ips[0] ?? '' }, action)
  const outcome = await send({ from: { node: pod.spec?.nodeName ?? '' }, url, headers: headersOf(action, 'lifecycle') })
  return outcome?.verdict === 'connected'
}

/** Ends when the hook has, or its time is over; true where it did what it was to do. A handler that is none of these cannot be run. */
export async function runHook(handler: LifecycleHandler, called: Called, context: HookContext): Promise<boolean> {
  const { exec, httpGet, sleep } = handler
  const { instance, limitMs = Infinity } = called
  if (sleep !== undefined) {
    await wait(context.clock, Math.min(sleep.seconds * 1000, limitMs))
    return true
  }
  if (httpGet !== undefined) return ask(httpGet, called, context)
  if (exec === undefined) return false
  const run = (signal: AbortSignal): ReturnType<RunCommand> => context.runCommand(instance, exec.command ?? [], signal)
  const ran = limitMs === Infinity ? await run(instance.signal) : await runWithin(limitMs, context.clock, instance, run)
  return ran !== undefined && ran !== 'late' && ran.exitCode === 0
}
