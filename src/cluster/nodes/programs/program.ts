/** What runs in containers: a program says what it listens on, what it prints, and when it ends. */
import type { Listener } from '../../../network/facts.ts'
import type { FileView } from '../container-files.ts'
import type {
  DnsAnswer,
  DnsType,
  ExchangeOutcome,
  HttpResponse,
  ResolverLibrary,
  Snapshot,
  Source,
} from '../../../network/model.ts'
import type { Connection } from '../connection.ts'
import type { CommandResult } from '../commands-inside.ts'
import type { Answer, Call, HttpCall, SentRequest } from '../conversation.ts'

export type ProgramListener = Omit<Listener, 'container'>

export interface ProgramContext {
  /** The program's name first. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly files: FileView
  /** The folder that it was started in. */
  readonly cwd: string
  readonly hostname: string
  readonly namespace: string
  readonly podIp: string
  readonly nowMs: number
  readonly library: ResolverLibrary
  /** Of the image's program, as its tag tells; empty where it does not. */
  readonly version: string
  /** Whether it is the container's first program, and the image's own script has started it. */
  readonly viaEntrypoint: boolean
  /** The addresses of a name, as the container finds them now; none where it finds none. */
  readonly lookUp: (name: string) => readonly string[]
}

/** One request that a server answered, for its access log. */
export interface ServedEntry {
  readonly client: string
  readonly method: string
  readonly target: string
  readonly status: number
  readonly bytes: number
  readonly userAgent: string
  readonly forwardedFor: string
  /** Of HTTP; 1.1 where absent. */
  readonly version?: string
  readonly host: string
  readonly atMs: number
}

/** One question that came to a DNS server, for its log. */
export interface AskedName {
  /** Absolute, as it was spelt. */
  readonly name: string
  readonly type: DnsType | 'HINFO'
  readonly client: string
  readonly port: number
  /** The message's. */
  readonly id: number
  readonly protocol: 'udp' | 'tcp'
  /** Of the question. */
  readonly bytes: number
  /** The longest answer that the client takes. */
  readonly mostBytes: number
  /** Whether others are to be asked. */
  readonly recurses: boolean
  readonly answer: DnsAnswer
  /** Where these are not what its records make. */
  readonly answerBytes?: number
  readonly tookNs: number
}

/** A request that a server sends. */
export interface Sending extends Pick<SentRequest, 'method' | 'headers' | 'version'> {
  /** Bytes as letters below 256. */
  readonly body: string
}

/** What a server can do while it answers a request. */
export interface ServerProcess {
  readonly from: Source
  snapshot(): Snapshot
  /** Asks for a page, or sends something else than that. */
  send(url: string, more?: Sending): Promise<ExchangeOutcome | undefined>
  /** Sends a datagram: what comes back, if anything does. */
  ask(datagram: { readonly host: string; readonly port: number; readonly data: string }): Promise<Answer>
  wait(milliseconds: number): Promise<void>
  nowMs(): number
  /** Runs a program in its container; undefined where that has none of that name. */
  run(argv: readonly string[]): Promise<CommandResult | undefined>
  /** A file of its container. */
  write(path: string, content: string): void
  /** To its log. */
  print(text: string): void
  exit(code: number): void
}

/** `hangs-up` where it ends the connection without an answer; undefined where its routes say what it answers. */
export type Responded = HttpResponse | 'hangs-up' | undefined

export type ProgramResult =
  | {
      readonly kind: 'serves'
      readonly listeners: readonly ProgramListener[]
      readonly output?: string
      /** What it prints first of all, put together when somebody reads its log. */
      readonly greeting?: () => string
      /** Its first process ends at once, and another one serves. */
      readonly isDaemon?: boolean
      /** The listeners when files have changed; without it, they stay as they are. */
      readonly refresh?: () => readonly ProgramListener[]
      /** Looks at files that have changed; what it says of that is printed. */
      readonly reread?: () => string
      /** What it answers to bytes that are no HTTP; without it, a client hears the listener's banner. */
      readonly converse?: (call: Call) => Answer | Promise<Answer>
      /** Its connections end with its first answer: a program of its own speaks to each client. */
      readonly answersOnce?: boolean
      /** Takes a client for as long as both go on, instead of answering all that it says at once; false where it takes no more. */
      readonly accept?: (connection: Connection) => boolean
      /** What it answers to a request whose content or time counts; without it, its routes say. */
      readonly respond?: (call: HttpCall, process: ServerProcess) => Responded | Promise<Responded>
      /** Where it speaks TLS: the certificates, in PEM, that it shows to a client that names its server so. */
      readonly certificate?: (port: number, serverName: string) => Promise<string | undefined>
      /** The line that goes to the container's log. */
      readonly logLine?: (entry: ServedEntry) => string
      /** The lines that go to the log of a DNS server, if any do. */
      readonly logQuery?: (asked: AskedName) => string
      /** What it prints, and the code it ends with, where the port is taken. */
      readonly bindFailure?: (listener: ProgramListener) => string
    }
  /** Does nothing for so long, or for ever; then ends with code 0. */
  | {
      readonly kind: 'waits'
      readonly milliseconds?: number
      readonly output?: string
      readonly ignoresTermination?: boolean
      /** It ends with code 0 at SIGTERM; otherwise that is what ends it. */
      readonly endsWell?: boolean
    }
  | { readonly kind: 'exits'; readonly code: number; readonly output?: string; readonly errors?: string }

export interface Program {
  /** The names it is started by. */
  readonly names: readonly string[]
  start(context: ProgramContext): ProgramResult
}

/** A path as a process in `cwd` means it, without a slash at its end. */
export function pathFrom(cwd: string, path: string): string {
  const steps: string[] = []
  for (const step of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/'))
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  return `/${steps.join('/')}`
}

/** The value of `--name=value`, `--name value` or `-n value`. */
export function optionOf(argv: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, argument] of argv.entries())
    for (const name of names) {
      if (argument === name) return argv[index + 1]
      if (argument.startsWith(`${name}=`)) return argument.slice(name.length + 1)
    }
  return undefined
}

export const portOption = (argv: readonly string[], fallback: number, ...names: readonly string[]): number => {
  const port = Number(optionOf(argv, ...names) ?? fallback)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fallback
}

export const tcp = (program: string, port: number, more: Partial<ProgramListener> = {}): ProgramListener => ({
  program,
  protocol: 'TCP',
  port,
  address: '0.0.0.0',
  ...more,
})

/** The address that was chosen; without one, or for `*`, all of them, of both families. */
export const boundTo = (address = '*'): Pick<ProgramListener, 'address' | 'ipv6'> =>
  address === '*' ? { address: '0.0.0.0', ipv6: true } : { address }

export const page = (body: string, type = 'text/html'): ProgramListener['http'] => [
  { path: '/', match: 'prefix', status: 200, headers: { 'content-type': type }, body },
]

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `23/Nov/2026:22:26:56 +0000`, as web servers write times. */
export function logTime(atMs: number): string {
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  return `${day}/${MONTHS[Number(month) - 1] ?? ''}/${year}:${time.slice(0, 8)} +0000`
}

const orDash = (text: string): string => (text === '' ? '-' : text)

/** The official nginx image's format `main`. */
export const combinedLine = (entry: ServedEntry): string =>
  `${entry.client} - - [${logTime(entry.atMs)}] "${entry.method} ${entry.target} HTTP/${entry.version ?? '1.1'}" ${entry.status} ${entry.bytes} "-" "${orDash(entry.userAgent)}" "${orDash(entry.forwardedFor)}"\n`
