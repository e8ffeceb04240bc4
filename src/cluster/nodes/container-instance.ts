/** One run of one container: its process, what it listens on, what it prints, and how it ends. */
import type { Container } from '../../kubernetes/generated/types.ts'
import type { Listener } from '../../network/facts.ts'
import type { Clock } from '../environment.ts'
import type { Connection } from './connection.ts'
import type { Answer, Call, HttpCall } from './conversation.ts'
import { whyNotStarted } from './commands-inside.ts'
import type { ContainerFiles } from './container-files.ts'
import type { ContainerUser } from './container-user.ts'
import type { Image } from './images/image.ts'
import { LogBuffer } from './logs.ts'
import { findProgram } from './programs/programs.ts'
import type {
  ProgramContext,
  ProgramListener,
  ProgramResult,
  Responded,
  AskedName,
  ServedEntry,
  ServerProcess,
} from './programs/program.ts'
import { answerFrom, certificateFrom, openTo, type Serving } from './served-ports.ts'
import { hasCommand, isBusybox, isEntrypointScript, libraryOf } from './userland.ts'

export interface InstanceSetup {
  readonly container: Container
  readonly image: Image | undefined
  readonly user: ContainerUser
  readonly argv: readonly string[]
  /** Put together at each look. */
  readonly env: Readonly<Record<string, string>>
  readonly files: ContainerFiles
  /** Why a volume cannot be mounted where it should be; then nothing is started. */
  readonly unmountable?: string
  /** The command lines of the main processes that are seen from inside. */
  processes(): readonly (readonly string[])[]
  readonly hostname: string
  readonly namespace: string
  readonly pod: string
  readonly podIp: string
  /** Those of the Pod, or of its node where it uses the node's network; `podIp` is the first. */
  readonly podIps: readonly string[]
  readonly isInit?: boolean
  /** What the Pod's annotation declares for an image that is not in the catalogue. */
  readonly declared: readonly ProgramListener[] | undefined
}

export interface InstanceHost {
  readonly clock: Clock
  /** Whether another container of the Pod has the port. */
  isTaken(instance: ContainerInstance, listener: ProgramListener): boolean
  /** The addresses of a name, as the container's programs find them. */
  lookUp(instance: ContainerInstance, name: string): readonly string[]
  /** Something that status or network depends on has changed. */
  changed(): void
  /** Runs a command line in a shell of the container; resolves with its exit code. */
  runShell(instance: ContainerInstance, argv: readonly string[], signal: AbortSignal): Promise<number>
}

export interface Ending {
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
  readonly signal?: number
}

type Sink = (text: string, stream: 'stdout' | 'stderr') => void

const UNKNOWN_IMAGE = (image: string): string =>
  `netgrade: what the image "${image}" runs and listens on is not known here. The container runs; to declare its ports, annotate the Pod, ` +
  `e.g. netgrade.dev/listens: "8080/tcp http"\n`

const OCI_ERROR =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process'

/** Letters of a file that are remembered: enough for any configuration. */
const EDIT_LIMIT = 65_536

const HANGUP = 1
/** SIGINT, SIGQUIT and SIGTERM: servers end. */
const ENDING: ReadonlySet<number> = new Set([2, 3, 15])
/** Whoever sends a signal does its next steps meanwhile. */
const DELIVERY_MS = 10

const TERMINATED = 143
const KILLED = 137

export class ContainerInstance {
  readonly logs = new LogBuffer()
  readonly setup: InstanceSetup
  listeners: readonly Listener[] = []
  ending: Ending | undefined
  /** Files that somebody changed from outside, by path; undefined for those that were removed. */
  readonly edits = new Map<string, string | undefined>()
  /** The port that it wanted and another container had. */
  takenPort: number | undefined
  /** A process that does not care for SIGTERM ends only when its time is up. */
  ignoresTermination = false
  /** What a script does at a signal; false where it has set no trap. */
  handlesSignal: (signal: number) => boolean = () => false
  /** The process is a script that has not come to a wait yet, and may end before it does. */
  isBeginning = false
  /** A process that is no server, and ends with code 0 when it is asked to. */
  private endsWell = false
  private readonly host: InstanceHost
  private readonly stopping = new AbortController()
  private readonly sinks = new Set<Sink>()
  /** Servers, with the command that started each. */
  private readonly serving = new Map<Serving, readonly string[]>()
  private refreshQueued = false

  constructor(setup: InstanceSetup, host: InstanceHost) {
    this.setup = setup
    this.host = host
    setup.files.onChange(() => this.queueRefresh())
  }

  get isRunning(): boolean {
    return this.ending === undefined
  }

  get signal(): AbortSignal {
    return this.stopping.signal
  }

  start(): void {
    const { argv, image, declared, unmountable } = this.setup
    if (unmountable !== undefined) return this.failToStart(unmountable)
    if (image === undefined && argv.length === 0) return this.startUnknown(declared)
    const result = findProgram(argv, isBusybox(image))?.start(this.contextFor(argv, { viaEntrypoint: this.hasEntrypoint }))
    if (result !== undefined) return this.startProgram(result)
    if (argv.length > 0 && hasCommand(image, argv[0] ?? '')) {
      if (declared !== undefined) this.bind('declared', declared)
      this.ignoresTermination = true
      this.isBeginning = true
      void this.runInShell(argv)
      return
    }
    if (image === undefined) return this.startUnknown(declared)
    this.failToStart(`exec: "${argv[0] ?? ''}": ${whyNotStarted(this, argv[0] ?? '')}: unknown`)
  }

  private failToStart(what: string): void {
    this.end({ exitCode: 128, reason: 'StartError', message: `${OCI_ERROR}: ${what}` })
  }

  private get hasEntrypoint(): boolean {
    const { container, image } = this.setup
    return (container.command ?? []).length === 0 && isEntrypointScript(image?.entrypoint[0] ?? '')
  }

  /** Where its processes begin. */
  get workingDirectory(): string {
    const { container, image } = this.setup
    return container.workingDir ?? image?.workingDirectory ?? '/'
  }

  contextFor(
    argv: readonly string[],
    { cwd = this.workingDirectory, viaEntrypoint = false }: Partial<Pick<ProgramContext, 'cwd' | 'viaEntrypoint'>> = {},
  ): ProgramContext {
    const { setup } = this
    const { files, hostname, namespace, podIp } = setup
    return {
      argv,
      // For those who look: a namespace of a thousand Services puts seven thousand variables into each container.
      get env() {
        return setup.env
      },
      files,
      cwd,
      hostname,
      namespace,
      podIp,
      nowMs: this.host.clock.now(),
      library: libraryOf(setup.image),
      version: setup.image?.version ?? '',
      viaEntrypoint,
      lookUp: (name) => this.host.lookUp(this, name),
    }
  }

  print(text: string, stream: 'stdout' | 'stderr' = 'stdout', isRequest = false): void {
    if (text === '') return
    this.logs.append(text, this.host.clock.now(), isRequest)
    for (const sink of this.sinks) sink(text, stream)
  }

  /** Hands over what the process prints from now on. */
  watch(sink: Sink): () => void {
    this.sinks.add(sink)
    return () => this.sinks.delete(sink)
  }

  /** Notes the files that change from now on, but for those of volumes, which outlast the container. */
  watchEdits(): () => void {
    const { container, files } = this.setup
    const isMounted = (path: string): boolean =>
      (container.volumeMounts ?? []).some(({ mountPath }) => path.startsWith(`${mountPath.replace(/\/+$/u, '')}/`))
    return files.onChange((path, content) => {
      if (!isMounted(path) && (content?.length ?? 0) <= EDIT_LIMIT) this.edits.set(path, content)
    })
  }

  /** Takes the ports of a server; false, with its words printed, where one is taken. */
  serve(result: Serving, argv: readonly string[]): boolean {
    const taken = result.listeners.find((listener) => this.host.isTaken(this, listener))
    if (taken !== undefined) {
      this.takenPort = taken.port
      this.print(result.bindFailure?.(taken) ?? `bind: address already in use: port ${taken.port}\n`, 'stderr')
      return false
    }
    if (result.greeting !== undefined) this.logs.begin(result.greeting, this.host.clock.now())
    this.print(result.output ?? '')
    this.serving.set(result, argv)
    this.bindAll()
    return true
  }

  stopServing(result: Serving): void {
    this.serving.delete(result)
    this.bindAll()
  }

  /** Reads configuration again, as `nginx -s reload` asks for. */
  reload(): void {
    for (const [result, argv] of [...this.serving]) {
      const next = findProgram(argv, isBusybox(this.setup.image))?.start(this.contextFor(argv))
      if (next?.kind === 'exits') this.print(next.errors ?? '', 'stderr')
      if (next?.kind !== 'serves') continue
      this.serving.delete(result)
      this.serving.set(next, argv)
    }
    this.bindAll()
  }

  /** What the process that has the port answers to a client's bytes. */
  converse(call: Call): Promise<Answer> {
    return answerFrom(this.serving.keys(), call)
  }

  /** A connection to the process that has the port; undefined where that takes none. */
  open(to: Omit<Call, 'data'>): Connection | undefined {
    return openTo(this.serving.keys(), to)
  }

  /** What the server at the port shows of certificates, in PEM. */
  certificate(port: number, serverName: string): Promise<string | undefined> {
    return certificateFrom(this.serving.keys(), port, serverName)
  }

  /** What the server at the port answers by itself; undefined where its routes say. */
  respond(call: HttpCall, process: ServerProcess): Responded | Promise<Responded> {
    for (const result of this.serving.keys()) {
      const isIts = result.listeners.some(({ port, protocol }) => port === call.port && protocol === 'TCP')
      if (isIts && result.respond !== undefined) return result.respond(call, process)
    }
    return undefined
  }

  logRequest(program: string, entry: ServedEntry): void {
    for (const result of this.serving.keys())
      if (result.logLine !== undefined && result.listeners.some((listener) => listener.program === program)) {
        this.print(result.logLine(entry), 'stdout', true)
        return
      }
  }

  /** Writes down what a DNS server was asked. */
  logQueries(asked: () => readonly AskedName[]): void {
    for (const { logQuery } of this.serving.keys()) if (logQuery !== undefined) this.print(asked().map(logQuery).join(''))
  }

  /** SIGTERM, and SIGKILL for what does not listen to it. */
  stop(how: 'terminate' | 'kill'): void {
    if (this.ending !== undefined) return
    if (how === 'kill') return this.end({ exitCode: KILLED, reason: 'Error' })
    const endsWell = this.isServer || this.endsWell
    this.end(endsWell ? { exitCode: 0, reason: 'Completed' } : { exitCode: TERMINATED, reason: 'Error' })
  }

  /** A signal from inside, which arrives when who sends it has gone on: what the first process of its namespace has no handler for is lost. */
  receiveSignal(signal: number): void {
    this.host.clock.after(DELIVERY_MS, () => {
      if (!this.isRunning || this.handlesSignal(signal)) return
      if (signal === HANGUP) this.reload()
      if (this.isServer && ENDING.has(signal)) this.stop('terminate')
    })
  }

  end(ending: Ending): void {
    if (this.ending !== undefined) return
    this.ending = ending
    this.listeners = []
    this.serving.clear()
    this.stopping.abort()
    this.logs.close()
    this.setup.files.detach()
    this.host.changed()
  }

  /** Its first process serves, and not only one in the background. */
  private get isServer(): boolean {
    return [...this.serving.keys()].some(({ isDaemon }) => isDaemon !== true)
  }

  private startUnknown(declared: readonly ProgramListener[] | undefined): void {
    if (declared === undefined) this.print(UNKNOWN_IMAGE(this.setup.container.image ?? ''))
    else this.bind('declared', declared)
  }

  private startProgram(result: ProgramResult): void {
    if (result.kind === 'serves') {
      if (!this.serve(result, this.setup.argv)) this.exit(1)
      // With the first process all others of its container end.
      else if (result.isDaemon === true) this.exit(0)
      return
    }
    this.print(result.output ?? '')
    if (result.kind === 'exits') {
      this.print(result.errors ?? '', 'stderr')
      this.exit(result.code)
      return
    }
    this.ignoresTermination = result.ignoresTermination === true
    this.endsWell = result.endsWell === true
    if (result.milliseconds !== undefined) this.host.clock.after(result.milliseconds, () => this.exit(0))
  }

  private async runInShell(argv: readonly string[]): Promise<void> {
    try {
      this.exit(await this.host.runShell(this, argv, this.stopping.signal))
    } catch (error) {
      this.print(`netgrade: ${error instanceof Error ? error.message : String(error)}\n`, 'stderr')
      this.exit(1)
    }
  }

  exit(exitCode: number): void {
    this.end({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' })
  }

  private bind(program: string, listeners: readonly ProgramListener[]): void {
    this.listeners = listeners.map((listener) => ({
      ...listener,
      program: listener.program || program,
      container: this.setup.container.name,
    }))
    this.host.changed()
  }

  private bindAll(): void {
    this.bind(
      'server',
      [...this.serving.keys()].flatMap((result) => result.refresh?.() ?? result.listeners),
    )
  }

  /** Many files change at once; what is served is worked out afterwards. */
  private queueRefresh(): void {
    if (this.refreshQueued || this.serving.size === 0) return
    this.refreshQueued = true
    this.host.clock.after(0, () => this.refresh())
  }

  /** Servers look again at files that have changed, if any have. */
  refresh(): void {
    if (!this.refreshQueued) return
    this.refreshQueued = false
    if (!this.isRunning) return
    for (const { reread } of this.serving.keys()) this.print(reread?.() ?? '')
    this.bindAll()
  }
}
