import type { RequestQuestion, Exchange, Snapshot } from '../../../network/model.ts'
import type { Clock } from '../../environment.ts'
import type { NodeContainer } from '../container.ts'

/** What a shell needs of the node it runs on. */
export interface ShellHost {
  readonly clock: Clock
  /** The cluster now: the shell's network is the model on it. */
  snapshot(): Snapshot
  /** Sends an HTTP request from inside the cluster; the server's access log is written. */
  send(question: RequestQuestion): Promise<Exchange>
  /** The container's listeners changed, or a file that decides them (nginx -s reload). */
  listenersChanged(container: NodeContainer): void
}

/** Where a process reads and writes. */
export interface ShellStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(text: string): void
  stderr(text: string): void
  readonly tty: boolean
}
