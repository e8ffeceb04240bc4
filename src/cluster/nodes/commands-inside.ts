/** Commands that a kubelet runs in a container: probes and hooks. What they print is theirs, not the log's. */
import { hashText } from '../controllers/workloads/template-hash.ts'
import type { Clock } from '../environment.ts'
import type { ContainerInstance } from './container-instance.ts'
import { isThere } from './shell/file-system.ts'
import type { ShellStreams } from './shell/streams.ts'

export interface CommandResult {
  readonly exitCode: number
  /** Both streams, in the order of writing. */
  readonly output: string
}

/** Undefined where the container has no such program. */
export type RunCommand = (
  instance: ContainerInstance,
  argv: readonly string[],
  signal: AbortSignal,
) => Promise<CommandResult | undefined>

/** Why a program cannot be started: what is no program is not allowed to run. @see Go os/exec, LookPath */
export const whyNotStarted = (instance: ContainerInstance, program: string): string => {
  if (!program.includes('/')) return 'executable file not found in $PATH'
  const path = program.startsWith('/') ? program : `/${program.replace(/^\.\//u, '')}`
  return isThere(instance, path) ? 'permission denied' : `stat ${program}: no such file or directory`
}

/** What the runtime says of a program that it could not start; `seed` tells one try from another. */
export const missingProgram = (program: string, why: string, seed: string): string => {
  const id = Array.from({ length: 8 }, (_, index) => hashText(`${seed}${index}`).toString(16).padStart(8, '0')).join('')
  return `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown`
}

type Exec = (
  instance: ContainerInstance,
  argv: readonly string[],
  streams: ShellStreams,
  signal: AbortSignal,
) => Promise<number | undefined>

export const commandRunner =
  (exec: Exec): RunCommand =>
  async (instance, argv, signal) => {
    let output = ''
    const write = (text: string): void => {
      output += text
    }
    const exitCode = await exec(instance, argv, { stdout: write, stderr: write, tty: false }, signal)
    return exitCode === undefined ? undefined : { exitCode, output }
  }

/** Runs a command for so long at most; `late` where it had not ended by then. */
export async function runWithin(
  timeoutMs: number,
  clock: Clock,
  instance: ContainerInstance,
  run: (signal: AbortSignal) => Promise<CommandResult | undefined>,
): Promise<CommandResult | 'late' | undefined> {
  const limit = new AbortController()
  const cancel = clock.after(timeoutMs, () => limit.abort())
  const result = await run(AbortSignal.any([limit.signal, instance.signal]))
  cancel()
  return limit.signal.aborted ? 'late' : result
}
