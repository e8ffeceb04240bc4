/** Shells in containers: main processes that are scripts, `kubectl exec`, and sessions that somebody types into. */
import type { Bash, InMemoryFs } from 'just-bash'
import { Status } from './status.ts'
import type { ContainerInstance } from '../container-instance.ts'
import { commandsOf, hasCommand } from '../userland.ts'
import { COMMANDS } from './commands/commands.ts'
import { keepFiles, openFiles } from './file-system.ts'
import { parseScript } from './script.ts'
import { Stopped, type Session, type ShellWorld } from './session.ts'

export interface ShellStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(text: string): void
  stderr(text: string): void
  readonly tty: boolean
}

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
  /** Joins a main process that waits for input. */
  attach(instance: ContainerInstance, streams: ShellStreams, signal: AbortSignal): Promise<number> | undefined
  /** Waits until some script that runs has come to a wait or its end; false where none runs. */
  idle(): Promise<boolean>
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash'])

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const quote = (word: string): string => (/^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

interface Waiting {
  readonly resolve: (streams: ShellStreams) => Promise<number>
}

class ContainerShells implements Shells {
  private readonly world: ShellWorld
  /** Scripts that are computing, each with the promise of their next rest. */
  private readonly busy = new Set<Promise<void>>()
  private readonly waiting = new Map<ContainerInstance, Waiting>()

  constructor(world: ShellWorld) {
    this.world = world
  }

  async runMain(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number> {
    const streams: ShellStreams = {
      stdout: (text) => instance.print(text),
      stderr: (text) => instance.print(text, 'stderr'),
      tty: instance.setup.container.tty === true,
    }
    if (SHELLS.has(baseName(argv[0] ?? '')) && argv.length === 1) {
      if (instance.setup.container.stdin !== true) return 0
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(Status.killed))
        this.waiting.set(instance, {
          resolve: async (joined) => {
            const code = await this.interact(instance, joined, signal)
            resolve(code)
            return code
          },
        })
      })
    }
    return (await this.exec(instance, argv, streams, signal)) ?? Status.notFound
  }

  attach(instance: ContainerInstance, streams: ShellStreams): Promise<number> | undefined {
    const waiting = this.waiting.get(instance)
    this.waiting.delete(instance)
    return waiting?.resolve(streams)
  }

  async exec(
    instance: ContainerInstance,
    argv: readonly string[],
    streams: ShellStreams,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const name = baseName(argv[0] ?? '')
    if (!hasCommand(instance.setup.image, argv[0] ?? '')) return undefined
    if (SHELLS.has(name) && argv.slice(1).every((word) => /^-[il]+$/u.test(word)))
      return this.interact(instance, streams, signal)
    const at = SHELLS.has(name) ? argv.findIndex((word, index) => index > 0 && /^-[a-z]*c$/u.test(word)) : -1
    const script = at > 0 ? (argv[at + 1] ?? '') : argv.map(quote).join(' ')
    const stdin = streams.stdin === undefined || streams.tty ? '' : await collect(streams.stdin)
    return this.script(instance, script, { streams, signal, stdin, env: {} })
  }

  async idle(): Promise<boolean> {
    if (this.busy.size === 0) return false
    await Promise.race(this.busy)
    return true
  }

  private async interact(instance: ContainerInstance, streams: ShellStreams, signal: AbortSignal): Promise<number> {
    const { readLines } = await import('./terminal.ts')
    const isRoot = hasCommand(instance.setup.image, 'ash')
    const prompt = streams.tty ? (isRoot ? '/ # ' : `root@${instance.setup.hostname}:/# `) : ''
    const state: RunState = { streams, signal, stdin: '', env: {} }
    let code = 0
    streams.stdout(prompt)
    for await (const line of readLines(streams)) {
      const text = line.trim()
      if (/^exit(?:\s|$)/u.test(text)) return Number(/^exit\s+(\d+)/u.exec(text)?.[1] ?? code)
      if (text !== '') code = await this.script(instance, text, state)
      streams.stdout(prompt)
    }
    return code
  }

  private async script(instance: ContainerInstance, text: string, state: RunState): Promise<number> {
    const run = new ScriptRun(this.world, instance, state, this.busy)
    try {
      return await run.run(text)
    } catch (error) {
      if (error instanceof Stopped || state.signal.aborted) return Status.killed
      throw error
    } finally {
      run.end()
    }
  }
}

interface RunState {
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  readonly stdin: string
  /** Variables that a session keeps between its lines. */
  env: Readonly<Record<string, string>>
}

class ScriptRun {
  private readonly world: ShellWorld
  private readonly instance: ContainerInstance
  private readonly state: RunState
  private readonly busy: Set<Promise<void>>
  private segment: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  private continued = false
  private files: InMemoryFs | undefined

  constructor(world: ShellWorld, instance: ContainerInstance, state: RunState, busy: Set<Promise<void>>) {
    this.world = world
    this.instance = instance
    this.state = state
    this.busy = busy
    this.resume()
  }

  async run(text: string): Promise<number> {
    const { Bash, InMemoryFs, defineCommand } = await import('just-bash')
    const session = this.session()
    const fs = await openFiles(session, () => new InMemoryFs({}))
    this.files = fs
    const allowed = commandsOf(this.instance.setup.image)
    const custom = Object.entries(COMMANDS)
      .filter(([name]) => allowed.has(name) || name === 'sleep')
      .map(([name, command]) =>
        defineCommand(name, async (args, { stdin }) => command(args, session, typeof stdin === 'string' ? stdin : '')),
      )
    const marker = defineCommand('__continue', (args) => {
      this.continued = true
      return Promise.resolve({ stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) })
    })
    const { env } = this.instance.setup
    const bash = new Bash({
      fs,
      cwd: this.state.env['PWD'] ?? '/',
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: '/root',
        HOSTNAME: this.instance.setup.hostname,
        ...env,
        ...this.state.env,
      },
      customCommands: [...custom, marker],
      sleep: (milliseconds) => session.wait(milliseconds),
      executionLimits: { maxCommandCount: 100_000, maxLoopIterations: 100_000 },
    })
    const code = await this.statements(bash, text)
    await keepFiles(session, fs)
    return code
  }

  end(): void {
    this.rest()
  }

  private async statements(bash: Bash, text: string): Promise<number> {
    const script = parseScript(text)
    if (script.kind === 'statements') return (await this.sequence(bash, script.statements)).code
    const before = await this.sequence(bash, script.before)
    if (before.exited) return before.code
    for (;;) {
      const { code, exited } = await this.sequence(bash, script.statements)
      if (exited) return code
      if (this.state.signal.aborted) throw new Stopped()
      await this.session().wait(0)
    }
  }

  private async sequence(
    bash: Bash,
    statements: readonly string[],
  ): Promise<{ readonly code: number; readonly exited: boolean }> {
    let code = 0
    for (const statement of statements) {
      this.continued = false
      const background = /(?<!&)&\s*$/u.test(statement)
      const text = background ? statement.replace(/&\s*$/u, '') : statement
      const { signal, stdin } = this.state
      const running = bash.exec(`${text}\n__continue $?`, {
        env: { ...this.state.env },
        cwd: this.state.env['PWD'] ?? '/',
        stdin,
        signal,
      })
      if (background) {
        running.catch(() => undefined)
        continue
      }
      const result = await running
      this.state.streams.stdout(toText(result.stdout))
      this.state.streams.stderr(
        toText(result.stderr).replaceAll(/^bash: (?:line \d+: )?([^:\n]+): command not found$/gmu, 'sh: $1: not found'),
      )
      code = result.exitCode
      const { OLDPWD: _old, ...env } = result.env
      this.state.env = { ...this.state.env, ...env }
      if (!this.hasContinued()) return { code, exited: true }
    }
    return { code, exited: false }
  }

  /** A script that called exit never came to the mark behind its statement. */
  private hasContinued(): boolean {
    return this.continued
  }

  private session(): Session {
    const { instance, world, state } = this
    const { namespace, pod } = instance.setup
    const stopped = (): Promise<never> =>
      new Promise((_resolve, reject) => {
        if (state.signal.aborted) reject(new Stopped())
        state.signal.addEventListener('abort', () => reject(new Stopped()))
      })
    const wait = async (milliseconds: number): Promise<void> => {
      let cancel: () => void = () => undefined
      const time = new Promise<void>((resolve) => (cancel = world.clock.after(milliseconds, resolve)))
      this.rest()
      try {
        await Promise.race([time, stopped()])
      } finally {
        cancel()
        this.resume()
      }
    }
    return {
      world,
      instance,
      source: { pod: { namespace, name: pod } },
      signal: state.signal,
      wait,
      waitForever: async () => {
        this.rest()
        return stopped()
      },
      flush: () => (this.files === undefined ? Promise.resolve() : keepFiles(this.session(), this.files)),
      print: (text) => state.streams.stdout(text),
    }
  }

  private rest(): void {
    if (this.segment === undefined) return
    this.busy.delete(this.segment.promise)
    this.segment.resolve()
    this.segment = undefined
  }

  private resume(): void {
    let resolve: () => void = () => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    this.segment = { promise, resolve }
    this.busy.add(promise)
  }
}

/** The shell hands bytes over as letters below 256 where a text is none of plain ASCII. */
const toText = (text: string): string => {
  if (!/[\u0080-\u00FF]/u.test(text) || /[^\u0000-\u00FF]/u.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
  } catch {
    return text
  }
}

const collect = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

export const createShells = (world: ShellWorld): Shells => new ContainerShells(world)
