/** Commands of a shell's own: its jobs, its traps and its limits. */
import type { ContainerInstance } from '../container-instance.ts'
import { dialectOf } from './dialect/dialect.ts'
import { Inbox } from './inbox.ts'
import { jobCommands, nextPid, timeout, type Job } from './jobs.ts'
import { limitCommands } from './limit-commands.ts'
import type { RunState } from './run-state.ts'
import type { Command } from './session.ts'
import { Signals } from './signals.ts'

export interface SignalCommands {
  readonly inbox: Inbox
  readonly own: Readonly<Record<string, Command>>
}

/** A script that is its container's first process hears of that one's end. */
export function signalCommands(instance: ContainerInstance, state: RunState, jobs: readonly Job[]): SignalCommands {
  const { isBash = false, isSession = false } = state
  const signals = (state.signals ??= new Signals())
  const pid = (state.pid ??= nextPid(instance))
  const inbox = new Inbox(signals, { isBash, isSession, isFirst: pid === 1 })
  if (pid === 1) instance.handlesSignal = inbox.handle
  const dialect = dialectOf(instance.setup.image, isBash)
  const commands = jobCommands({ jobs, pid, dialect, signal: inbox.receive, trapped: inbox.trapped })
  return { inbox, own: { ...commands, ...limitCommands(state, dialect), timeout, trap: signals.trap(isBash) } }
}
