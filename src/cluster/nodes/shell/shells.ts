/** Shells in containers: main processes that are scripts, `kubectl exec`, and sessions that somebody types into. */
import { Status } from './status.ts'
import { incomingFrom } from '../connection.ts'
import type { ContainerInstance } from '../container-instance.ts'
import { hasCommand } from '../userland.ts'
import { isThere } from './file-system.ts'
import { openInput, OwnInput, type Input } from './input.ts'
import { SHELLS } from './reading-programs.ts'
import type { RunState } from './run-state.ts'
import { ScriptRun } from './script-run.ts'
import { Stopped, type ShellWorld } from './session.ts'
import type { ShellStreams } from './streams.ts'
import { quoteWord } from './words.ts'

export interface Shells {
  /** Runs a container's main process that is no program of its own; output goes to its log. Resolves with its exit code. */
  runMain(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number>
  /** As `kubectl exec`. Undefined where the container has no such program. */
  exec(
    instance: ContainerInstance,
    argv: readonly string[],
    streams: ShellStreams,
    signal: AbortSignal,
  ): Promise<number | undefined>
  /** A main process that reads gets what the client sends, and knows the size of its terminal. */
  attach(instance: ContainerInstance, streams: ShellStreams): void
  /** Waits until some script that runs has come to a wait or its end; false where none runs. */
  idle(): Promise<boolean>
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What follows the script of `sh -c` is its name, which it has none of here, and its parameters. */
const withParameters = ([script = '', , ...parameters]: readonly string[]): string =>
  parameters.length === 0 ? script : `set -- ${parameters.map(quoteWord).join(' ')}; ${script}`

/** Where images have their programs: in folders for them, or at the root. */
const PROGRAM_PATH = /^\/(?:[^/]+|.*\/s?bin\/[^/]+|s?bin\/[^/]+)$/u

/** A path of a file that is there is no program, whatever it is called; the programs of an image are not files. */
const isProgramOf = (instance: ContainerInstance, command: string): boolean =>
  hasCommand(instance.setup.image, command) &&
  (!command.startsWith('/') || PROGRAM_PATH.test(command) || !isThere(instance, command))

/** The script that a container was started for is its first process. */
const firstPid = (instance: ContainerInstance, argv: readonly string[], isProgram: boolean): Pick<RunState, 'pid'> =>
  argv === instance.setup.argv && !isProgram ? { pid: 1 } : {}

class ContainerShells implements Shells {
  private readonly world: ShellWorld
  /** Scripts that are computing, each with the promise of their next rest. */
  private readonly busy = new Set<Promise<void>>()
  /** Of main processes that read what clients send who attach. */
  private readonly inputs = new Map<ContainerInstance, Input>()
  /** The latest client that has attached to each. */
  private readonly clients = new WeakMap<ContainerInstance, ShellStreams>()

  constructor(world: ShellWorld) {
    this.world = world
  }

  async runMain(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number> {
    const stdin = this.inputOf(instance, argv)
    const streams: ShellStreams = {
      ...(stdin === undefined ? {} : { stdin }),
      stdout: (text) => instance.print(text),
      stderr: (text) => instance.print(text, 'stderr'),
      tty: instance.setup.container.tty === true,
      size: () => this.clients.get(instance)?.size?.(),
    }
    const isShell = SHELLS.has(baseName(argv[0] ?? '')) && argv.length === 1
    if (isShell && stdin === undefined) return 0
    if (isShell) instance.isBeginning = false
    return (await this.exec(instance, argv, streams, signal)) ?? Status.notFound
  }

  attach(instance: ContainerInstance, streams: ShellStreams): void {
    this.clients.set(instance, streams)
    if (streams.stdin !== undefined) this.inputs.get(instance)?.connect(streams.stdin)
  }

  /** Probes run in the container too, but nobody can send them anything. */
  private inputOf(instance: ContainerInstance, argv: readonly string[]): AsyncIterable<Uint8Array> | undefined {
    const { stdin, stdinOnce } = instance.setup.container
    if (stdin !== true || argv !== instance.setup.argv) return undefined
    const input = openInput(stdinOnce === true)
    this.inputs.set(instance, input)
    instance.signal.addEventListener('abort', () => this.inputs.delete(instance))
    return input.stream
  }

  async exec(
    instance: ContainerInstance,
    argv: readonly string[],
    streams: ShellStreams,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const name = baseName(argv[0] ?? '')
    if (!isProgramOf(instance, argv[0] ?? '')) return undefined
    if (SHELLS.has(name) && argv.slice(1).every((word) => /^-[il]+$/u.test(word)))
      return this.interact(instance, streams, signal, name)
    const at = SHELLS.has(name) ? argv.findIndex((word, index) => index > 0 && /^-[a-z]*c$/u.test(word)) : -1
    const script = at > 0 ? withParameters(argv.slice(at + 1)) : argv.map(quoteWord).join(' ')
    const isProgram = !SHELLS.has(name)
    const run = (state: Pick<RunState, 'signal' | 'input' | 'interruption'>): ReturnType<typeof this.script> =>
      this.script(instance, script, {
        streams,
        ...firstPid(instance, argv, isProgram),
        ...state,
        isProgram,
        isBash: name === 'bash',
        env: {},
      })
    if (streams.stdin !== undefined && streams.tty) {
      const { runAtTerminal } = await import('./terminal-program.ts')
      return runAtTerminal({ streams, signal, isFirst: argv === instance.setup.argv, run })
    }
    const input = streams.stdin === undefined ? {} : { input: new OwnInput(incomingFrom(streams.stdin)) }
    return (await run({ signal, ...input })).code
  }

  async idle(): Promise<boolean> {
    if (this.busy.size === 0) return false
    await Promise.race(this.busy)
    return true
  }

  private async interact(
    instance: ContainerInstance,
    streams: ShellStreams,
    signal: AbortSignal,
    shell: string,
  ): Promise<number> {
    const { interact } = await import('./interaction.ts')
    return interact({ instance, streams, signal, isBash: shell === 'bash' }, (text, state) =>
      this.script(instance, text, state),
    )
  }

  private async script(
    instance: ContainerInstance,
    text: string,
    state: RunState,
  ): Promise<{ readonly code: number; readonly hasExited: boolean }> {
    const run = new ScriptRun(this.world, instance, state, this.busy)
    try {
      const code = await run.run(text)
      return { code, hasExited: !run.hasContinued }
    } catch (error) {
      if (error instanceof Stopped || state.signal.aborted) return { code: Status.killed, hasExited: true }
      throw error
    } finally {
      run.end()
    }
  }
}

export const createShells = (world: ShellWorld): Shells => new ContainerShells(world)
