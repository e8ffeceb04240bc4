/** Runs a command in a container, for a bounded time and with bounded output. */
import { Writable } from 'node:stream'
import type { Exec, V1Status } from '@kubernetes/client-node'
import type { NamespacedName } from '../../../src/network/model.ts'

export interface Command {
  readonly pod: NamespacedName
  readonly container: string
  readonly command: readonly string[]
  readonly timeoutMs: number
}

export interface CommandOutput {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const MAX_BYTES = 1024 * 1024

interface Collected {
  readonly stream: Writable
  readonly text: () => string
}

const collect = (): Collected => {
  const chunks: Buffer[] = []
  let size = 0
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length
      if (size <= MAX_BYTES) chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

/** The API server tells the exit code among the causes of its status. Undefined where the command could not be started. */
const exitCodeOf = ({ status, reason, details }: V1Status): number | undefined => {
  if (status === 'Success') return 0
  if (reason !== 'NonZeroExitCode') return undefined
  const told = details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message
  return told === undefined ? undefined : Number(told)
}

/** Undefined where it cannot be run there, or does not end in time. */
export const runInContainer = (
  exec: Exec,
  { pod, container, command, timeoutMs }: Command,
): Promise<CommandOutput | undefined> =>
  new Promise((resolve) => {
    const [out, err] = [collect(), collect()]
    let close = (_isOver: boolean): void => undefined
    let hasFinished = false
    const finish = (exitCode: number | undefined): void => {
      if (hasFinished) return
      hasFinished = true
      clearTimeout(timer)
      close(exitCode !== undefined)
      resolve(exitCode === undefined ? undefined : { stdout: out.text(), stderr: err.text(), exitCode })
    }
    const timer = setTimeout(() => finish(undefined), timeoutMs)
    const ended = (status: V1Status): void => finish(exitCodeOf(status))
    exec.exec(pod.namespace, pod.name, container, [...command], out.stream, err.stream, null, false, ended).then(
      (socket) => {
        // Who did not answer in time need not answer that it is closed, either.
        close = (isOver) => (isOver ? socket.close() : socket.terminate())
        if (hasFinished) socket.terminate()
        else socket.on('close', () => finish(undefined))
      },
      () => finish(undefined),
    )
  })
