/* eslint-disable max-lines -- the state of one run, which all its steps share */
/** One run of a script in a container: its processes, its waits and the files it leaves. */
import type * as JustBash from 'just-bash'
import type { Bash, CommandContext, ExecResult, IFileSystem, InMemoryFs } from 'just-bash'
import type { ContainerInstance } from '../container-instance.ts'
import { commandsOf, isBusybox } from '../userland.ts'
import { adjustedCommands, type Surroundings } from './adjusted-commands.ts'
import { followFiles } from './follow-files.ts'
import { functionsIn, functionsOf, JOBS, startBackground } from './background.ts'
import { createEffort, isExhausted, LIMITS, MAX_LOOP_ROUNDS } from './effort.ts'
import { openConnectionDevice } from './commands/connection-device.ts'
import { COMMANDS } from './commands/commands.ts'
import { Children, type Current, type ScriptRunning } from './children.ts'
import { divisionIn } from './dialect/arithmetic.ts'
import { dialectCommands, NAMES } from './dialect/commands.ts'
import { endOf, inOwnWordsOf, type Speaker } from './dialect/complaints.ts'
import { dialectOf, type Dialect } from './dialect/dialect.ts'
import { asShellTakesIt, type Reading } from './dialect/script.ts'
import { environmentOf } from './process-environment.ts'
import { Inbox } from './inbox.ts'
import { takeUntil, type OwnInput } from './input.ts'
import { inputOfMark, lengthOfWanted, LIVE, marksIn, REGION, routeInput, withInput, type Wanted } from './input-routes.ts'
import { CURRENT, Inputs } from './inputs.ts'
import { signalCommands } from './signal-commands.ts'
import { keepFiles, openFiles } from './file-system.ts'
import { grammarOf, type Grammar, type Script } from './grammar.ts'
import { withDevices } from './kernel/devices.ts'
import { renewKernelFiles } from './kernel/kernel-files.ts'
import { loadShell } from './load-shell.ts'
import { MARKS, markCommands } from './marks.ts'
import { paceLoops, type Turn } from './pace.ts'
import { printTo } from './print.ts'
import { placePrograms, shellCommands, withoutOwnCommands } from './program-files.ts'
import { programAt } from './program-places.ts'
import { FILE, PIPE, PREPARED } from './own-commands.ts'
import { splitPipelines } from './pipelines.ts'
import { readableLines } from './readable.ts'
import { readingCommands, type ReaderInput } from './reading-commands.ts'
import { mayRead } from './reading-programs.ts'
import type { RunState } from './run-state.ts'
import { Status } from './status.ts'
import {
  fail,
  nextChance,
  printPieces,
  unlessStopped,
  type Command,
  type CommandResult,
  type Session,
  type ShellWorld,
} from './session.ts'
import {
  FILED,
  mayPrint,
  STREAMED,
  STREAMED_AS,
  streamOutput,
  type OutputStream,
  TakenOutput,
  withOutput,
} from './streaming.ts'
import { watchWrites } from './watch-writes.ts'
import { quoteWord, toBytes, toText } from './words.ts'

export class ScriptRun {
  private readonly world: ShellWorld
  private readonly instance: ContainerInstance
  private readonly state: RunState
  private readonly busy: Set<Promise<void>>
  private segment: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  /** A text that calls exit never comes to the mark behind it. */
  hasContinued = false
  private isPrepared = false
  /** Files were written or removed, and the container has not been told. */
  private hasWritten = false
  private files: InMemoryFs | undefined
  private grammar: Grammar | undefined
  private resumedAtMs = 0
  private rounds = 0
  private readonly taken = new TakenOutput()
  private readonly effort = createEffort()
  private readonly inputs: Inputs
  private readonly children: Children
  /** The text that runs now, how many lines stand before it, and the functions that it defines. */
  private current: Current = { text: '', linesBefore: 0, functions: [] }
  /** Of a shell that the script has started as a program, while that runs. */
  private inner: Dialect | undefined
  /** A command was given up because it does not end: the script never comes to what stands behind it. */
  private isStuck = false

  constructor(world: ShellWorld, instance: ContainerInstance, state: RunState, busy: Set<Promise<void>>) {
    this.world = world
    this.instance = instance
    this.state = state
    this.busy = busy
    this.inputs = new Inputs(state.input)
    this.children = new Children({
      world,
      instance,
      state,
      current: () => ({ ...this.current, files: this.files }),
      inputOf: (mark) => inputOfMark(this.inputs, mark),
      session: (signal) => this.session(signal),
      sessionIn: (fs, context) => this.sessionIn(fs, context),
      yieldTo: (turn) => this.yieldTo(turn),
      run: (text, child) => this.runBeside(text, child),
    })
    this.resume()
  }

  async run(text: string): Promise<number> {
    const shell = await loadShell()
    if (shell === undefined) return this.withoutShell()
    const { InMemoryFs } = shell
    const session = this.session()
    const fs = this.state.part?.files ?? (await openFiles(session, () => new InMemoryFs({})))
    this.files = fs
    const { bash, grammar } = this.createShell(shell, fs)
    this.grammar = grammar
    await placePrograms(fs, this.instance.setup.image)
    renewKernelFiles(session, fs)
    const code = await this.execute(bash, text)
    const { atExit = '' } = this.state.signals ?? {}
    const isLeft = atExit !== '' && !this.hasContinued
    const ending = isLeft ? await this.execute(bash, `${atExit}\nexit ${code}`) : code
    await this.keepWritten()
    return ending
  }

  private createShell(shell: typeof JustBash, fs: InMemoryFs): { readonly bash: Bash; readonly grammar: Grammar } {
    const { Bash, defineCommand } = shell
    const environment = environmentOf(this.instance, this.state.streams.tty)
    const { inbox, own } = signalCommands(this.instance, this.state, this.children.jobs)
    const allowed = commandsOf(this.instance.setup.image)
    const commands = Object.entries({ ...COMMANDS, ...own }).filter(
      ([name]) => name in own || name === 'sleep' || allowed.has(name),
    )
    const custom = commands.map(([name, command]) =>
      defineCommand(name, async (args, context) => {
        const result = await this.runOwn(command, args, fs, context)
        if (Inbox.follows(name)) await context.assignShellVariable?.(JOBS.signalled, inbox.take(name, result.exitCode))
        return result
      }),
    )
    const { image } = this.instance.setup
    const adjusted = adjustedCommands(defineCommand, {
      image,
      environment,
      chance: () => nextChance(this.instance),
      isProgram: this.state.isProgram,
      inShell: this.inShell,
      follow: (args, context) => followFiles(args, this.sessionIn(fs, context)),
    })
    const connections: Parameters<typeof dialectCommands>[2] = async (path, context) =>
      openConnectionDevice([path], this.sessionIn(fs, context), '')
    const marks = markCommands(defineCommand, {
      [MARKS.goesOn]: () => void (this.hasContinued = true),
      [MARKS.pause]: () => this.pause(),
    })
    const bash = new Bash({
      fs: this.connectedFiles(fs),
      cwd: this.state.env['PWD'] ?? this.instance.workingDirectory,
      env: { ...environment, ...this.state.env },
      commands: shellCommands(this.instance.setup.image),
      customCommands: [
        ...readingCommands(defineCommand, {
          commands: [...custom, ...adjusted.filter(({ name }) => allowed.has(name) || name === 'sh')],
          names: [...allowed],
          inputOf: (context) => this.inputIn(fs, context),
          runShell: this.children.runShell,
        }),
        ...dialectCommands(defineCommand, () => this.speaker().dialect, connections),
        ...marks,
        ...this.ownCommands(defineCommand),
      ],
      sleep: (milliseconds) => this.session().wait(milliseconds),
      processInfo: { pid: this.state.pid ?? 0, ppid: 0, uid: 0, gid: 0 },
      coverage: this.effort.meter,
      executionLimits: LIMITS,
    })
    const grammar = grammarOf(() => new Bash())
    bash.registerTransformPlugin({ name: 'script', transform: ({ ast }) => ({ ast: this.prepare(ast, grammar) }) })
    const pausing = grammar.parse(`${MARKS.pause} $?`).statements
    bash.registerTransformPlugin(paceLoops(pausing))
    return { bash, grammar }
  }

  private async runOwn(command: Command, args: string[], fs: InMemoryFs, context: CommandContext): Promise<CommandResult> {
    const input = typeof context.stdin === 'string' ? context.stdin : ''
    // What it asks may be a server that serves what was written.
    if (this.hasWritten) await this.keepWritten()
    const session = this.sessionIn(fs, context)
    return printPieces(await command(args, session, input), session, context.env.get(STREAMED) === STREAMED_AS.joined)
  }

  /** Commands by which a script starts processes and changes its input. */
  private ownCommands(defineCommand: typeof JustBash.defineCommand): readonly JustBash.Command[] {
    const background = defineCommand(JOBS.start, async ([text = ''], { assignShellVariable, env, cwd }) => {
      const job = await this.children.startBackground(text, { ...Object.fromEntries(env), PWD: cwd })
      this.lookAgain()
      await assignShellVariable?.(JOBS.last, String(job.pid))
      return { stdout: '', stderr: '', exitCode: 0 }
    })
    const pipe = defineCommand(PIPE, (args, context) => this.children.runPipe(args, context))
    const file = defineCommand(FILE, (args, context) => this.runFile(args, context))
    const prepared = defineCommand(PREPARED, async ([code = '0', ...words], context) => ({
      stdout: await this.textToRun(words, code, context),
      stderr: '',
      exitCode: 0,
    }))
    const open = defineCommand(REGION.open, async ([place = ''], { stdin, env, assignShellVariable }) => {
      await assignShellVariable?.(
        CURRENT,
        this.inputs.open(place, typeof stdin === 'string' ? stdin : '', env.get(CURRENT) ?? ''),
      )
      return { stdout: '', stderr: '', exitCode: 0 }
    })
    const close = defineCommand(REGION.close, async ([place = '', code], { env, assignShellVariable }) => {
      await assignShellVariable?.(CURRENT, this.inputs.close(place, env.get(CURRENT) ?? ''))
      return { stdout: '', stderr: '', exitCode: Number(code ?? 0) }
    })
    return [background, pipe, file, prepared, open, close]
  }

  /** The container's files, with those by which the script reads and prints. */
  private connectedFiles(fs: InMemoryFs): InMemoryFs {
    const print = (output: string, stream: OutputStream, line?: number): void => this.print(output, stream, line)
    const printing = withOutput(fs, print, async () => {
      const full = this.state.streams.full?.()
      if (full !== undefined) await this.session().waitUntil(full)
    })
    const connected = withInput(this.taken.within(printing), (wanted, mark) =>
      this.read(wanted, inputOfMark(this.inputs, mark)),
    )
    return watchWrites(
      withDevices(withoutOwnCommands(connected, this.instance.setup.image), () => nextChance(this.instance)),
      () => (this.hasWritten = true),
    )
  }

  private inputIn(fs: IFileSystem, context: CommandContext): ReaderInput | undefined {
    const input = inputOfMark(this.inputs, context.env.get(LIVE))
    if (input === undefined) return undefined
    return { input, session: this.sessionIn(fs, context), taken: this.taken }
  }

  /** What it complains of is in its words when it comes out. */
  private readonly inShell: Surroundings['inShell'] = async (name, run) => {
    const outer = this.inner
    this.inner = dialectOf(this.instance.setup.image, name === 'bash')
    try {
      const result = await run()
      return { ...result, stderr: inOwnWordsOf(this.speaker(), result.stderr) }
    } finally {
      this.inner = outer
    }
  }

  end(): void {
    this.rest()
  }

  private async keepWritten(): Promise<void> {
    if (this.files === undefined) return
    this.hasWritten = false
    await keepFiles(this.session(), this.files)
  }

  /** What the script would do is not known: an init container is taken to have done it, any other to go on doing it. */
  private async withoutShell(): Promise<number> {
    return this.instance.setup.isInit === true ? 0 : this.session().waitForever()
  }

  /** What a command has the shell run is no script of its own: that command takes its output. */
  private prepare(script: Script, grammar: Grammar): Script {
    const isInside = this.isPrepared
    this.isPrepared = true
    const reading = this.reading(isInside)
    const translated = (one: Script): Script => asShellTakesIt(startBackground(one, grammar), grammar, reading)
    if (isInside) return translated(script)
    const { part, input } = this.state
    const whole =
      part === undefined ? script : { ...script, statements: [...script.statements, ...part.functions, ...part.statements] }
    this.state.functions = functionsIn(whole, grammar)
    this.current = { ...this.current, functions: functionsOf(whole) }
    return this.running(whole, grammar, input !== undefined, translated)
  }

  /** A script whose pipes, inputs and output are those of processes. */
  private running(script: Script, grammar: Grammar, hasInput: boolean, translated: (one: Script) => Script): Script {
    const isBash = this.speaker().dialect === 'bash'
    const split = splitPipelines(script, { grammar, parts: this.children.parts, hasInput, isBash })
    const routed = routeInput(translated(split), grammar, mayRead)
    return streamOutput(routed, grammar, (command) => command in COMMANDS || mayRead(command))
  }

  /** What `eval` or `.` with these words runs, as what it does when the script itself does it. */
  private async textToRun(words: readonly string[], code: string, { fs, cwd }: CommandContext): Promise<string> {
    const [name = '', path = '', ...parameters] = words
    const isFile = name === '.' || name === 'source'
    const plain = isFile ? words.map(quoteWord).join(' ') : words.join(' ')
    const { grammar } = this
    if (grammar === undefined || (isFile && (parameters.length > 0 || !path.includes('/')))) return plain
    const text = isFile ? await fs.readFile(fs.resolvePath(cwd, path)).catch(() => undefined) : plain
    // Only a file that is read as one may return; a here-document cannot be written as a text again.
    if (text === undefined || /<<|\breturn\b/u.test(text)) return plain
    try {
      const reading = this.reading(false)
      const translated = (one: Script): Script => asShellTakesIt(startBackground(one, grammar), grammar, reading)
      return (
        `${NAMES.status} ${code}; ` +
        grammar.serialize(this.running(grammar.parse(text), grammar, this.state.input !== undefined, translated))
      )
    } catch {
      return plain
    }
  }

  /** A script that is a file, by its first line; what else a file is, the shell knows. */
  private async runFile(words: readonly string[], context: CommandContext): Promise<ExecResult> {
    const [path = '', ...args] = words
    const { fs, cwd, exec, stdin, signal, env } = context
    const text = await fs.readFile(fs.resolvePath(cwd, path)).catch(() => '')
    const isExecutable = text !== '' && ((await fs.stat(fs.resolvePath(cwd, path))).mode & 0o111) !== 0
    const shell = /^#!\s*\S*?(?:env\s+)?(ba|da|a)?sh\b/u.exec(text)
    const beside =
      shell === null || !isExecutable ? undefined : await this.children.runShell(`${shell[1] ?? ''}sh`, words, context)
    if (beside !== undefined) return beside
    const input = typeof stdin === 'string' ? stdin : ''
    const options = {
      cwd,
      env: marksIn(env),
      stdin: input,
      stdinKind: 'bytes',
      ...(signal === undefined ? {} : { signal }),
    } as const
    const result = await exec?.([path, ...args].map(quoteWord).join(' '), options)
    return result ?? { stdout: '', stderr: '', exitCode: Status.notFound }
  }

  /** What `read` asks for; nothing where the script is stopped first, which goes no further then. */
  private async read(wanted: Wanted, input: OwnInput | undefined): Promise<string> {
    if (input === undefined) return ''
    const session = this.session()
    let isLate = false
    let cancel: () => void = () => undefined
    const { timeoutMs } = wanted
    const late = new Promise<void>((resolve) => {
      if (timeoutMs !== undefined) cancel = this.world.clock.after(timeoutMs, () => resolve(void (isLate = true)))
    })
    const ready = async (): Promise<boolean> =>
      input.isThere ||
      session.waitUntil(Promise.race([input.ready(), late])).then(
        () => !isLate,
        () => false,
      )
    const text = await takeUntil(input, (read) => lengthOfWanted(wanted, read), ready).finally(() => cancel())
    // Who reads on comes to an end.
    if (text !== '') this.rounds = 0
    return text
  }

  private async execute(bash: Bash, text: string): Promise<number> {
    const { state } = this
    const { signal } = state
    this.hasContinued = false
    this.isPrepared = false
    const before = `${state.functions ?? ''}${NAMES.status} ${state.status ?? 0}`
    this.current = { ...this.current, text, linesBefore: before.split('\n').length }
    const script = [before, text]
    if (state.isSession === true) script.push(`${MARKS.goesOn} $?`)
    const { env } = state
    const options = {
      env: { ...env },
      cwd: env['PWD'] ?? this.instance.workingDirectory,
      signal,
    } as const
    this.effort.renew()
    const result = await bash.exec(script.join('\n'), options).catch((error: unknown) => {
      if (this.effort.isSpent()) return undefined
      const stderr = divisionIn(error)
      if (stderr === undefined) throw error
      this.hasContinued = state.isSession === true
      return { stdout: '', stderr, exitCode: 1, env: {} }
    })
    const left = await this.runReadable(bash, text)
    if (left !== undefined) return left
    this.print(result?.stdout ?? '', 'stdout')
    if (!signal.aborted) this.print(result?.stderr ?? '', 'stderr')
    if (result === undefined || this.isStuck || this.effort.isSpent()) return await this.session().waitForever()
    if (signal.aborted) return Status.killed
    const { OLDPWD: _old, ...kept }: Readonly<Record<string, string>> = result.env
    state.env = { ...state.env, ...kept }
    state.status = endOf(this.speaker(), result)
    return state.status
  }

  /**
   * A script is read line by line: what stands before the first that cannot be read has run by then. Its exit code where it ends the shell;
   * undefined where the shell comes to that line.
   */
  private async runReadable(bash: Bash, text: string): Promise<number | undefined> {
    if (this.isPrepared || this.state.signal.aborted) return undefined
    const readable = this.grammar === undefined || this.state.isSession === true ? '' : readableLines(this.grammar, text)
    // All of it can be read: it is something else that kept it from being run.
    if (readable === '' || readable === text) return undefined
    const code = await this.execute(bash, `${readable}\n${MARKS.goesOn} $?`)
    const hasEnded = !this.hasContinued
    this.hasContinued = false
    this.current = { ...this.current, text }
    return hasEnded ? code : undefined
  }

  /** `line`: of all that the shell was given to run. */
  private print(output: string, stream: OutputStream, line?: number): void {
    if (stream === 'stderr' && isExhausted(output)) this.isStuck = true
    if (!this.isStuck) printTo(this.state.streams, { output, stream, line }, this.speaker())
  }

  private reading(isInside: boolean): Reading {
    const { image } = this.instance.setup
    return { ...this.speaker(), isInside, name: this.state.name, programAt: (path) => programAt(image, path) }
  }

  private speaker(): Speaker {
    const { isBash = false, isSession = false, firstLine = 1 } = this.state
    const { image } = this.instance.setup
    const { text, linesBefore } = this.state.part ?? this.current
    return {
      dialect: this.inner ?? dialectOf(image, isBash),
      isBusybox: isBusybox(image),
      isSession,
      text,
      firstLine,
      linesBefore,
    }
  }

  /** What a command of the script works with: where it stands, and whether it may print before it has ended. */
  private sessionIn(fs: IFileSystem, { cwd, env, exec, signal = this.state.signal }: CommandContext): Session {
    const streamed = env.get(STREAMED) ?? ''
    const isStreamed = mayPrint(streamed)
    const file = env.get(FILED) ?? ''
    return {
      ...this.session(signal),
      input: inputOfMark(this.inputs, env.get(LIVE)),
      emit: (output, stream = 'stdout') => {
        const isMerged = streamed === STREAMED_AS.merged && stream === 'stderr'
        const isFiled = !isStreamed && file !== '' && stream === 'stdout'
        if (isStreamed) this.print(output, isMerged ? 'merged' : stream)
        else if (isFiled) this.append(fs.resolvePath(cwd, file), output)
        return isStreamed || isFiled
      },
      save: (path, content) => {
        this.hasWritten = true
        this.files?.writeFileSync(fs.resolvePath(cwd, path), content)
      },
      read: (path) => fs.readFile(fs.resolvePath(cwd, path)).catch(() => undefined),
      pathOf: (path) => fs.resolvePath(cwd, path),
      execute: async (line, input) =>
        exec === undefined ? '' : (await exec(line, { cwd, stdin: input, stdinKind: 'bytes' })).stdout,
      run: async (argv, stdin, stop) => {
        const both = AbortSignal.any([signal, stop])
        const options = { cwd, stdin, stdinKind: 'bytes', signal: both, env: marksIn(env) } as const
        return (await exec?.(argv.map(quoteWord).join(' '), options)) ?? fail('', Status.notFound)
      },
    }
  }

  private append(path: string, output: string): void {
    this.hasWritten = true
    void this.files?.appendFile(path, toText(output) ?? toBytes(output))
  }

  private session(signal = this.state.signal): Session {
    const { instance, world, state } = this
    const { namespace, pod } = instance.setup
    const waitUntil = async <T>(promise: Promise<T>): Promise<T> => {
      // Others in the container and in its Pod have their turn now, and see what was written.
      if (this.hasWritten) await this.keepWritten()
      this.rest()
      instance.isBeginning = false
      try {
        return await unlessStopped(promise, signal)
      } finally {
        this.rounds = 0
        this.children.family.started = 0
        this.effort.renew()
        this.resume()
        this.lookAgain()
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
      input: undefined,
      terminalSize: () => state.streams.size?.(),
      wait,
      waitUntil,
      emit: () => false,
      read: (path) => Promise.resolve(instance.setup.files.read(path)),
      pathOf: (path) => path,
      save: () => undefined,
      execute: () => Promise.resolve(''),
      run: () => Promise.resolve(fail('', Status.notFound)),
      onInterrupt: (act) => state.interruption?.onInterrupt(act) ?? (() => undefined),
      waitForever: async () => {
        this.rest()
        instance.isBeginning = false
        return unlessStopped(new Promise<never>(() => undefined), signal)
      },
      flush: () => this.keepWritten(),
    }
  }

  /** Others have had their turn: what the kernel says may have changed. */
  private lookAgain(): void {
    if (this.files !== undefined) renewKernelFiles(this.session(), this.files)
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
    const turn = this.world.pacer.nextTurn(this.resumedAtMs)
    if (turn !== undefined) await this.yieldTo(turn)
  }

  /** Waits for others, which is no wait of the script's own. */
  private async yieldTo(turn: Turn): Promise<void> {
    const { rounds } = this
    const { family } = this.children
    const { started } = family
    await this.session().waitUntil(turn.begun).finally(turn.cancel)
    this.rounds = rounds
    family.started = started
  }

  /** A script as a process beside this one. */
  private runBeside(text: string, state: RunState): ScriptRunning {
    const child = new ScriptRun(this.world, this.instance, state, this.busy)
    const begun = child.segment?.promise ?? Promise.resolve()
    return { begun, ended: child.run(text).finally(() => child.end()) }
  }

  private resume(): void {
    this.resumedAtMs = this.world.clock.now()
    if (this.segment !== undefined) return
    let resolve: () => void = () => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    this.segment = { promise, resolve }
    this.busy.add(promise)
  }
}
