/** The processes that a script starts: jobs in the background, those of pipes, and shells with scripts of their own. */
import type { CommandContext, ExecResult, IFileSystem, InMemoryFs } from 'just-bash'
import { incomingText } from '../connection.ts'
import type { ContainerInstance } from '../container-instance.ts'
import { Family } from './family.ts'
import type { Statement } from './grammar.ts'
import { OwnInput } from './input.ts'
import { LIVE, withoutMarks } from './input-routes.ts'
import { startJob, type Job } from './jobs.ts'
import type { Turn } from './pace.ts'
import { runPipe } from './pipe-run.ts'
import { inheritance, type Part, type Parts } from './pipelines.ts'
import type { Readers } from './reading-commands.ts'
import type { RunState } from './run-state.ts'
import { Stopped, type Session, type ShellWorld } from './session.ts'
import { readShellWords, textToRun } from './shell-words.ts'
import { Status } from './status.ts'
import { mayPrint, STREAMED, STREAMED_AS } from './streaming.ts'

export interface ScriptRunning {
  /** It waits for the first time, or has ended. */
  readonly begun: Promise<void>
  readonly ended: Promise<number>
}

/** What a shell runs now. */
export interface Current {
  readonly text: string
  /** How many lines of the shell's own stand before it. */
  readonly linesBefore: number
  readonly functions: readonly Statement[]
}

/** The script that starts them. */
export interface Parent {
  readonly world: ShellWorld
  readonly instance: ContainerInstance
  readonly state: RunState
  readonly current: () => Current & { readonly files: InMemoryFs | undefined }
  /** What is read at a place that a command is marked with. */
  readonly inputOf: (mark: string) => OwnInput | undefined
  readonly session: (signal?: AbortSignal) => Session
  readonly sessionIn: (fs: IFileSystem, context: CommandContext) => Session
  readonly yieldTo: (turn: Turn) => Promise<void>
  readonly run: (text: string, state: RunState) => ScriptRunning
}

/** Of a script that runs beside its parent. */
type Beside = Pick<RunState, 'streams' | 'signal' | 'input'>

export class Children {
  readonly jobs: Job[] = []
  readonly parts: Parts
  readonly family: Family
  private readonly parent: Parent

  constructor(parent: Parent) {
    const { state, instance, world } = parent
    this.parent = parent
    this.parts = state.part?.parts ?? new Map<string, Part>()
    this.family = state.family ?? new Family(instance, world.clock.now())
  }

  /** Runs a text in the background: returns when it waits for the first time, or has ended. */
  async startBackground(text: string, env: Readonly<Record<string, string>>): Promise<Job> {
    const { instance, state, session } = this.parent
    await session().flush()
    await this.fork(1)
    let waits: Promise<void> | undefined
    const job = startJob(instance, text, (stop) => {
      const signal = AbortSignal.any([state.signal, stop])
      const { begun, ended } = this.start(text, { streams: state.streams, signal, isProgram: false, env })
      waits = begun
      return ended.catch(() => Status.killed)
    })
    this.jobs.push(job)
    await Promise.race([waits, job.ended])
    return job
  }

  /** Runs the processes of a pipe beside each other; each of them is a copy of the shell. */
  async runPipe([arrays = '', ...names]: string[], context: CommandContext): Promise<ExecResult> {
    const { env, cwd, exportedEnv = {} } = context
    const before = inheritance(env, exportedEnv, arrays)
    const parts = names.flatMap((name) => this.parts.get(name) ?? [])
    return this.runBeside(context, parts, (part, own) =>
      this.startPart(part, before, { ...own, env: { ...withoutMarks(exportedEnv), PWD: cwd } }),
    )
  }

  /** A shell that is started as a program, with a script of its own. Undefined where it is none, or its output is taken when it has ended. */
  readonly runShell: Readers['runShell'] = async (shell, args, context) => {
    const words = readShellWords(args)
    const { env, cwd, fs, exportedEnv = {} } = context
    if (words === undefined || (!mayPrint(env.get(STREAMED)) && (env.get(LIVE) ?? '') === '')) return undefined
    const { script, name } = words
    const text = 'text' in script ? script.text : await fs.readFile(fs.resolvePath(cwd, script.file)).catch(() => undefined)
    if (text === undefined) return undefined
    return this.runBeside(context, [{ statements: [], isMerged: false }], (_, own) =>
      this.start(textToRun(words, text), {
        ...own,
        ...(name === undefined ? {} : { name }),
        isProgram: false,
        isBash: shell === 'bash',
        env: { ...withoutMarks(exportedEnv), PWD: cwd },
      }),
    )
  }

  private async runBeside(
    context: CommandContext,
    parts: readonly Part[],
    start: (part: Part, own: Beside) => ScriptRunning,
  ): Promise<ExecResult> {
    const { state, session } = this.parent
    await session().flush()
    await this.fork(parts.length)
    const { env, stdin, fs, signal = state.signal } = context
    const own = this.parent.sessionIn(fs, context)
    const streamed = env.get(STREAMED)
    const isStreamed = mayPrint(streamed)
    const complain = (text: string): void =>
      streamed === STREAMED_AS.merged ? state.streams.stdout(text) : state.streams.stderr(text)
    const given = typeof stdin === 'string' ? stdin : ''
    const mark = env.get(LIVE) ?? ''
    const input = mark === '' ? new OwnInput(incomingText(given)) : this.parent.inputOf(mark)
    const begun: Promise<void>[] = []
    const ended = runPipe(parts, input, {
      start: (part, read, streams, stop) => {
        const either = AbortSignal.any([signal, stop])
        const running = start(part, { streams, signal: either, ...(read === undefined ? {} : { input: read }) })
        begun.push(running.begun)
        return running.ended
      },
      emit: (bytes) => own.emit(bytes),
      complain: isStreamed ? complain : undefined,
      isTerminal: isStreamed && state.streams.tty,
      full: () => (isStreamed ? state.streams.full?.() : undefined),
      isPipefail: (env.get('SHELLOPTS') ?? '').split(':').includes('pipefail'),
    })
    // A server among them listens before others have their turn.
    await Promise.race([Promise.all(begun), ended])
    return session(signal).waitUntil(ended)
  }

  private startPart({ statements }: Part, before: string, own: Beside & Pick<RunState, 'env'>): ScriptRunning {
    const { part, isBash, name, firstLine, mask } = this.parent.state
    const { text, linesBefore, functions, files } = this.parent.current()
    return this.start(before, {
      ...own,
      isProgram: false,
      ...(isBash === undefined ? {} : { isBash }),
      ...(name === undefined ? {} : { name }),
      ...(firstLine === undefined ? {} : { firstLine }),
      ...(mask === undefined ? {} : { mask }),
      part: {
        statements,
        functions,
        parts: this.parts,
        files,
        text: part?.text ?? text,
        linesBefore: part?.linesBefore ?? linesBefore,
      },
    })
  }

  private start(text: string, state: RunState): ScriptRunning {
    const { family } = this
    family.begin()
    const { begun, ended } = this.parent.run(text, { ...state, family })
    return {
      begun,
      ended: ended
        .catch((error: unknown) => {
          if (error instanceof Stopped || state.signal.aborted) return Status.killed
          throw error
        })
        .finally(() => family.end()),
    }
  }

  /** Others have their turn before a script starts more than it may in one; one whose processes multiply without end goes no further. */
  private async fork(count: number): Promise<void> {
    const { family } = this
    const { world, session } = this.parent
    if (!family.mayStart(count)) await session().waitForever()
    const turn = world.pacer.nextTurn(family.restedAtMs)
    if (turn === undefined) return
    await this.parent.yieldTo(turn)
    family.restedAtMs = world.clock.now()
  }
}
