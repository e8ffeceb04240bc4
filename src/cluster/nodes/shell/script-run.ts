/** One run of a script in a container: its processes, its waits and the files it leaves. */
import type * as JustBash from 'just-bash'
import type { Bash, CommandContext, IFileSystem, InMemoryFs } from 'just-bash'
import type { ContainerInstance } from '../container-instance.ts'
import { commandsOf, isBusybox } from '../userland.ts'
import { functionsIn, JOBS, startBackground } from './background.ts'
import { createEffort, isExhausted, LIMITS, MAX_LOOP_ROUNDS } from './effort.ts'
import { COMMANDS } from './commands/commands.ts'
import { withoutShellVariables } from './commands/text-tools.ts'
import { inWordsOf, type Speaker } from './complaints.ts'
import { environmentOf, renderEnvironment } from './process-environment.ts'
import { keepFiles, openFiles } from './file-system.ts'
import { grammarOf, type Grammar, type Script } from './grammar.ts'
import { jobCommands, nextPid, startJob, timeout, trap, type Job } from './jobs.ts'
import { loadShell } from './load-shell.ts'
import { paceLoops } from './pace.ts'
import { Status } from './status.ts'
import { fail, unlessStopped, type Command, type Session, type ShellWorld } from './session.ts'
import { STREAMED, streamOutput, withOutput } from './streaming.ts'
import type { ShellStreams } from './streams.ts'
import { quoteWord, toBytes, toText } from './words.ts'

/** Commands that no image has: loops run one at each round, a script begins with the last status, and a session's text ends with a mark. */
const PAUSE = '__pause'
const STATUS = '__status'
const CONTINUE = '__continue'

export interface RunState {
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  readonly stdin: string
  /** One program, started without a shell around it. */
  readonly isProgram: boolean
  /** The shell is bash, and complains as bash does. */
  readonly isBash?: boolean
  /** Somebody types one text after another. */
  readonly isSession?: boolean
  /** What a session keeps between its lines: variables, functions, and how the last one ended. */
  env: Readonly<Record<string, string>>
  functions?: string
  status?: number
}

export class ScriptRun {
  private readonly world: ShellWorld
  private readonly instance: ContainerInstance
  private readonly state: RunState
  private readonly busy: Set<Promise<void>>
  private segment: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  /** A text that calls exit never comes to the mark behind it. */
  hasContinued = false
  private isPrepared = false
  private files: InMemoryFs | undefined
  private resumedAtMs = 0
  private rounds = 0
  private atExit = ''
  private readonly jobs: Job[] = []
  private readonly effort = createEffort()
  /** A command was given up because it does not end: the script never comes to what stands behind it. */
  private isStuck = false

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
    const { InMemoryFs } = shell
    const session = this.session()
    const fs = await openFiles(session, () => new InMemoryFs({}))
    this.files = fs
    const bash = this.createShell(shell, fs)
    const code = await this.execute(bash, text)
    if (this.atExit !== '' && !this.hasContinued) await this.execute(bash, this.atExit)
    await keepFiles(session, fs)
    return code
  }

  private createShell(shell: typeof JustBash, fs: InMemoryFs): Bash {
    const { Bash, defineCommand } = shell
    const environment = environmentOf(this.instance, this.state.streams.tty)
    const own: Readonly<Record<string, Command>> = {
      ...jobCommands(this.jobs),
      timeout,
      trap: trap((text) => (this.atExit = text)),
    }
    const allowed = commandsOf(this.instance.setup.image)
    const commands = Object.entries({ ...COMMANDS, ...own }).filter(
      ([name]) => name in own || name === 'sleep' || allowed.has(name),
    )
    const custom = commands.map(([name, command]) =>
      defineCommand(name, (args, context) =>
        Promise.resolve(command(args, this.sessionIn(fs, context), typeof context.stdin === 'string' ? context.stdin : '')),
      ),
    )
    const shown = ['env', 'printenv'].map((name) =>
      defineCommand(name, async (args, { origCommand }) => {
        const result = (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }
        if (args.length > 0) return result
        const { stdout } = result
        return { ...result, stdout: this.state.isProgram ? renderEnvironment(environment) : withoutShellVariables(stdout) }
      }),
    )
    const marker = defineCommand(CONTINUE, (args) => {
      this.hasContinued = true
      return Promise.resolve({ stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) })
    })
    const status = defineCommand(STATUS, (args) => Promise.resolve({ stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) }))
    const pause = defineCommand(PAUSE, async (args) => {
      await this.pause()
      return { stdout: '', stderr: '', exitCode: Number(args[0] ?? 0) }
    })
    const background = defineCommand(JOBS.start, async ([text = ''], { assignShellVariable, env, cwd }) => {
      const job = await this.startBackground(text, { ...Object.fromEntries(env), PWD: cwd })
      await assignShellVariable?.(JOBS.last, String(job.pid))
      return { stdout: '', stderr: '', exitCode: 0 }
    })
    const bash = new Bash({
      fs: withOutput(fs, (output, stream) => this.print(output, stream)),
      cwd: this.state.env['PWD'] ?? '/',
      env: { ...environment, ...this.state.env },
      customCommands: [...custom, ...shown, marker, status, pause, background],
      sleep: (milliseconds) => this.session().wait(milliseconds),
      processInfo: { pid: nextPid(this.instance), ppid: 0, uid: 0, gid: 0 },
      coverage: this.effort.meter,
      executionLimits: LIMITS,
    })
    const grammar = grammarOf(() => new Bash())
    bash.registerTransformPlugin({ name: 'script', transform: ({ ast }) => ({ ast: this.prepare(ast, grammar) }) })
    const pausing = grammar.parse(`${PAUSE} $?`).statements
    bash.registerTransformPlugin(paceLoops(pausing))
    return bash
  }

  end(): void {
    this.rest()
  }

  /** What the script would do is not known: an init container is taken to have done it, any other to go on doing it. */
  private async withoutShell(): Promise<number> {
    return this.instance.setup.isInit === true ? 0 : this.session().waitForever()
  }

  /** What a command has the shell run is no script of its own: that command takes its output. */
  private prepare(script: Script, grammar: Grammar): Script {
    const prepared = startBackground(script, grammar)
    if (this.isPrepared) return prepared
    this.isPrepared = true
    this.state.functions = functionsIn(script, grammar)
    return streamOutput(prepared, grammar, (command) => command in COMMANDS)
  }

  private async execute(bash: Bash, text: string): Promise<number> {
    const { state } = this
    const { signal, stdin } = state
    this.hasContinued = false
    this.isPrepared = false
    const script = [`${state.functions ?? ''}${STATUS} ${state.status ?? 0}`, text]
    if (state.isSession === true) script.push(`${CONTINUE} $?`)
    const { env } = state
    const options = { env: { ...env }, cwd: env['PWD'] ?? '/', stdin, stdinKind: 'bytes', signal } as const
    this.effort.renew()
    const result = await bash.exec(script.join('\n'), options).catch((error: unknown) => {
      if (this.effort.isSpent()) return undefined
      throw error
    })
    this.print(result?.stdout ?? '', 'stdout')
    if (!signal.aborted) this.print(result?.stderr ?? '', 'stderr')
    if (result === undefined || this.isStuck || this.effort.isSpent()) return await this.session().waitForever()
    const { OLDPWD: _old, ...left } = result.env
    state.env = { ...env, ...left }
    state.status = result.exitCode
    return result.exitCode
  }

  /** Runs a text beside this script, as the child process that it is: returns when it waits for the first time, or has ended. */
  private async startBackground(text: string, env: Readonly<Record<string, string>>): Promise<Job> {
    await this.session().flush()
    let waits: Promise<void> | undefined
    const job = startJob(this.instance, text, (stop) => {
      const signal = AbortSignal.any([this.state.signal, stop])
      const { streams } = this.state
      const child = new ScriptRun(this.world, this.instance, { streams, signal, stdin: '', isProgram: false, env }, this.busy)
      waits = child.segment?.promise
      return child
        .run(text)
        .catch(() => Status.killed)
        .finally(() => child.end())
    })
    this.jobs.push(job)
    await Promise.race([waits, job.ended])
    return job
  }

  private print(output: string, stream: 'stdout' | 'stderr'): void {
    const { streams } = this.state
    const text = toText(output)
    if (stream === 'stderr' && isExhausted(output)) this.isStuck = true
    if (this.isStuck) return
    if (stream === 'stderr') streams.stderr(inWordsOf(this.speaker(), text ?? output))
    else if (text === undefined && streams.binary !== undefined) streams.binary(toBytes(output))
    else streams.stdout(text ?? output)
  }

  private speaker(): Speaker {
    return { isBash: this.state.isBash === true, isBusybox: isBusybox(this.instance.setup.image) }
  }

  /** What a command of the script works with: where it stands, and whether it may print before it has ended. */
  private sessionIn(fs: IFileSystem, { cwd, env, exec, signal = this.state.signal }: CommandContext): Session {
    const isStreamed = env.get(STREAMED) !== undefined
    return {
      ...this.session(signal),
      emit: (output) => {
        if (isStreamed) this.print(output, 'stdout')
        return isStreamed
      },
      save: (path, content) => this.files?.writeFileSync(fs.resolvePath(cwd, path), content),
      pathOf: (path) => fs.resolvePath(cwd, path),
      execute: async (line, input) =>
        exec === undefined ? '' : (await exec(line, { cwd, stdin: input, stdinKind: 'bytes' })).stdout,
      run: async (argv, stdin, stop) => {
        const both = AbortSignal.any([signal, stop])
        const options = { cwd, stdin, stdinKind: 'bytes', signal: both } as const
        return (await exec?.(argv.map(quoteWord).join(' '), options)) ?? fail('', Status.notFound)
      },
    }
  }

  private session(signal = this.state.signal): Session {
    const { instance, world, state } = this
    const { namespace, pod } = instance.setup
    const waitUntil = async <T>(promise: Promise<T>): Promise<T> => {
      this.rest()
      instance.isBeginning = false
      try {
        return await unlessStopped(promise, signal)
      } finally {
        this.rounds = 0
        this.effort.renew()
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
      signal,
      isTerminal: state.streams.tty,
      terminalSize: () => state.streams.size?.(),
      wait,
      waitUntil,
      emit: () => false,
      pathOf: (path) => path,
      save: () => undefined,
      execute: () => Promise.resolve(''),
      run: () => Promise.resolve(fail('', Status.notFound)),
      waitForever: async () => {
        this.rest()
        instance.isBeginning = false
        return unlessStopped(new Promise<never>(() => undefined), signal)
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
    this.rounds += 1
    if (this.isStuck || this.effort.isSpent() || this.rounds > MAX_LOOP_ROUNDS) await this.session().waitForever()
    const restMs = this.world.pacer.restAfter(this.resumedAtMs)
    const { rounds } = this
    if (restMs !== undefined) await this.session().wait(restMs)
    this.rounds = rounds
  }

  private resume(): void {
    this.resumedAtMs = this.world.clock.now()
    let resolve: () => void = () => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    this.segment = { promise, resolve }
    this.busy.add(promise)
  }
}
