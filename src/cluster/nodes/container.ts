/** A container as its node knows it: files, processes, what they said. It owns this state; the API only sees its status. */
import type { Container } from '../../kubernetes/generated/types.ts'
import type { Listener } from '../../network/facts.ts'
import type { NamespacedName } from '../../network/model.ts'
import type { Image } from './images/image.ts'

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Without its line feed. */
  readonly text: string
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt: number }
  | { readonly kind: 'terminated'; readonly startedAt: number; readonly finishedAt: number; readonly exitCode: number; readonly reason: string }

export interface NodeContainer {
  readonly pod: NamespacedName
  readonly podUid: string
  readonly spec: Container
  /** Of the Pod, as `hostname` prints it. */
  readonly hostname: string
  /** Undefined where the catalogue does not know the image. */
  readonly image: Image | undefined
  /** What its processes run: entrypoint and arguments. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Absolute path to content. A shell may change it. */
  readonly files: Map<string, string>
  state: ContainerState
  lastState: ContainerState | undefined
  restarts: number
  /** Of the main process and of what it started. */
  listeners: readonly Listener[]
  log: LogLine[]
  /** Of the container before the last restart. */
  previousLog: LogLine[]
  /** Called with each piece of output of the main process, for attach and `logs -f`. */
  readonly outputListeners: Set<(text: string) => void>
  /** Ends the main process when the container is stopped. */
  abort: AbortController
  /** What a client that attaches types, for a main process that is a shell waiting for it. */
  input: AsyncIterable<Uint8Array> | undefined
}

/** Writes output of the main process to the log and to whoever listens. */
export const writeOutput = (container: NodeContainer, text: string, nowMs: number): void => {
  if (text === '') return
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n')
  for (const line of lines) container.log.push({ time: nowMs, text: line })
  for (const listener of container.outputListeners) listener(text)
}
