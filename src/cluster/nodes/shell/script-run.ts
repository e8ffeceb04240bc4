/** One run of a script in a container: its statements, its waits and the files it leaves. */
import type { Bash, InMemoryFs } from 'just-bash'
import type { ContainerInstance } from '../container-instance.ts'
import { commandsOf } from '../userland.ts'
import { isWait, splitBackground, type Grammar } from './background.ts'
import { createEffort, isExhausted, LIMITS } from './effort.ts'
import { COMMANDS } from './commands/commands.ts'
import { withoutShellVariables } from './commands/text-tools.ts'
import { environmentOf, renderEnvironment } from './process-environment.ts'
import { keepFiles, openFiles } from './file-system.ts'
import { loadShell } from './load-shell.ts'
import { paceLoops } from './pace.ts'
import { parseScript } from './script.ts'
import { Status } from './status.ts'
import { Stopped, type Session, type ShellWorld } from './session.ts'
import type { ShellStreams } from './streams.ts'

/** A command that no image has: loops run it at each round. */
const PAUSE = '__pause'

export interface RunState {
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  readonly stdin: string
  /** One program, started without a shell around it. */
  readonly isProgram: boolean
  /** Variables that a session keeps between its lines. */
  env: Readonly<Record<string, string>>
}

export class ScriptRun {
  private readonly world: ShellWorld
  private readonly instance: ContainerInstance
  private readonly state: RunState
  private readonly busy: Set<Promise<void>>
  private segment: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  private continued = false
  private files: InMemoryFs | undefined
  private resumedAtMs = 0
  private grammar: Grammar | undefined
  /** What runs in the background, each with its exit code. */
  private readonly children: Promise<number>[] = []
  private readonly effort = createEffort()
  /** The statement that runs. */
  private statement = ''

  constructor(world: ShellWorld, instance: ContainerInstance, state: RunState, busy: Set<Promise<void>>) {
    this.world = world
    this.instance = instance
    this.state = state
    this.busy = busy
    this.resume()
  }

  async run(text: string): Promise<number> {
    const shell = await loadShell()
    if (shell === undefined) return this.withoutShell()
    const { Bash, InMemoryFs, defineCommand } = shell
    this.grammar = shell
    const session = this.session()
    const fs = await openFiles(session, () => new InMemoryFs({}))
    this.files = fs
    const allowed = commandsOf(this.instance.setup.image)
    const custom = Object.entries(COMMANDS)
      .filter(([name]) => allowed.has(name) || name === 'sleep')
      .map(([name, command]) =>
        defineCommand(name, async (args, { stdin, exec, cwd }) => {
          const own: Session = {
            ...session,
            emit: (output) => this.emit(name, output),
            save: (path, content) => fs.writeFileSync(fs.resolvePath(cwd, path), content),
            pathOf: (path) => fs.resolvePath(cwd, path),
            execute: async (line, input) =>
              exec === undefined ? '' : (await exec(line, { cwd, stdin: input, stdinKind: 'bytes' })).stdout,
          }
          return command(args, own, typeof stdin === 'string' ? stdin : '')
        }),
      )
    const environment = environmentOf(this.instance, this.state.streams.tty)
    const shown = ['env', 'printenv'].map((name) =>
      defineCommand(name, async (args, { origCommand }) => {
        const result = (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }
        if (args.length > 0) return result
        return {
          ...result,
          stdout: this.state.isProgram ? renderEnvironment(environment) : withoutShellVariables(result.stdout),
        }
      }),
    )
    const marker = defineCommand('__continue', (args) => {
      this.continued = true
      return Promise.resolve({ stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) })
    })
    const pause = defineCommand(PAUSE, async (args) => {
      await this.pause()
      return { stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) }
    })
    const bash = new Bash({
      fs,
      cwd: this.state.env['PWD'] ?? '/',
      env: { ...environment, ...this.state.env },
      customCommands: [...custom, ...shown, marker, pause],
      sleep: (milliseconds) => session.wait(milliseconds),
      coverage: this.effort.meter,
      executionLimits: LIMITS,
    })
    bash.registerTransformPlugin(paceLoops(bash.transform(`${PAUSE} $?`).ast.statements))
    const code = await this.statements(bash, text)
    await keepFiles(session, fs)
    return code
  }

  end(): void {
    this.rest()
  }

  /** What the script would do is not known: an init container is taken to have done it, any other to go on doing it. */
  private async withoutShell(): Promise<number> {
    return this.instance.setup.isInit === true ? 0 : this.session().waitForever()
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
      await this.pause()
      await this.session().wait(0)
    }
  }

  private async sequence(
    bash: Bash,
    statements: readonly string[],
  ): Promise<{ readonly code: number; readonly exited: boolean }> {
    let code = 0
    const { grammar } = this
    const pieces = grammar === undefined ? [] : statements.flatMap((statement) => splitBackground(statement, grammar))
    for (const { text, isBackground } of pieces) {
      this.continued = false
      this.effort.renew()
      if (isBackground) {
        await this.startBackground(text)
        continue
      }
      if (isWait(text)) await this.session().waitUntil(Promise.all(this.children))
      this.statement = text
      const { signal, stdin } = this.state
      const running = bash.exec(`${text}\n__continue $?`, {
        env: { ...this.state.env },
        cwd: this.state.env['PWD'] ?? '/',
        stdin,
        stdinKind: 'bytes',
        signal,
      })
      const result = await running.catch((error: unknown) => {
        if (this.effort.isSpent()) return undefined
        throw error
      })
      this.print(result?.stdout ?? '')
      if (result === undefined || this.effort.isSpent() || isExhausted(result.stderr)) return await this.session().waitForever()
      this.state.streams.stderr(
        (toText(result.stderr) ?? result.stderr).replaceAll(
          /^bash: (?:line \d+: )?([^:\n]+): command not found$/gmu,
          'sh: $1: not found',
        ),
      )
      code = result.exitCode
      const { OLDPWD: _old, ...env } = result.env
      this.state.env = { ...this.state.env, ...env }
      if (!this.hasContinued()) return { code, exited: true }
    }
    return { code, exited: false }
  }

  /** Runs a text beside this script, as the child process that it is: returns when it waits for the first time, or has ended. */
  private async startBackground(text: string): Promise<void> {
    await this.session().flush()
    const child = new ScriptRun(this.world, this.instance, { ...this.state, stdin: '' }, this.busy)
    const waits = child.segment?.promise
    const ended = child
      .run(text)
      .catch(() => Status.killed)
      .finally(() => child.end())
    this.children.push(ended)
    await Promise.race([waits, ended])
  }

  /** Prints at once what the last command of a plain statement says: nothing stands between it and the terminal. */
  private emit(name: string, output: string): boolean {
    const last = this.statement.slice(this.statement.lastIndexOf('|') + 1).trim()
    if (!last.startsWith(name) || /[>`(;&]/u.test(last) || /\$\(|`/u.test(this.statement)) return false
    this.print(output)
    return true
  }

  private print(output: string): void {
    const { streams } = this.state
    const text = toText(output)
    if (text === undefined && streams.binary !== undefined) streams.binary(toBytes(output))
    else streams.stdout(text ?? output)
  }

  /** A script that called exit never came to the mark behind its statement. */
  private hasContinued(): boolean {
    return this.continued
  }

  private session(): Session {
    const { instance, world, state } = this
    const { namespace, pod } = instance.setup
    const waitUntil = async <T>(promise: Promise<T>): Promise<T> => {
      this.rest()
      instance.isBeginning = false
      try {
        return await unlessStopped(promise, state.signal)
      } finally {
        this.resume()
      }
    }
    const wait = async (milliseconds: number): Promise<void> => {
      let cancel: () => void = () => undefined
      const time = new Promise<void>((resolve) => (cancel = world.clock.after(milliseconds, resolve)))
      await waitUntil(time).finally(() => cancel())
    }
    return {
      world,
      instance,
      source: { pod: { namespace, name: pod } },
      signal: state.signal,
      isTerminal: state.streams.tty,
      wait,
      waitUntil,
      emit: () => false,
      pathOf: (path) => path,
      save: () => undefined,
      execute: () => Promise.resolve(''),
      waitForever: async () => {
        this.rest()
        instance.isBeginning = false
        return unlessStopped(new Promise<never>(() => undefined), state.signal)
      },
      flush: () => (this.files === undefined ? Promise.resolve() : keepFiles(this.session(), this.files)),
    }
  }

  private rest(): void {
    if (this.segment === undefined) return
    this.busy.delete(this.segment.promise)
    this.segment.resolve()
    this.segment = undefined
  }

  /** Lets others have a turn where this script has computed for long; a loop of it asks at each of its rounds. */
  private async pause(): Promise<void> {
    if (this.effort.isSpent()) await this.session().waitForever()
    this.effort.renew()
    const restMs = this.world.pacer.restAfter(this.resumedAtMs)
    if (restMs !== undefined) await this.session().wait(restMs)
  }

  private resume(): void {
    this.resumedAtMs = this.world.clock.now()
    let resolve: () => void = () => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    this.segment = { promise, resolve }
    this.busy.add(promise)
  }
}

/** Rejects where the process is stopped first. Leaves nothing behind at the signal, which may live for days. */
const unlessStopped = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(new Stopped())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

const toBytes = (letters: string): Uint8Array => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))

/** The shell hands bytes over as letters below 256 where a text is none of plain ASCII. Undefined: the bytes are no text. */
const toText = (text: string): string | undefined => {
  if (!/[\u0080-\u00FF]/u.test(text) || /[^\u0000-\u00FF]/u.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(toBytes(text))
  } catch {
    return undefined
  }
}
