/**
 * What a script prints appears while it runs: each command that writes to the script's own output is given files to append to, and who
 * opened the script listens there. The shell itself hands output over only when a whole text has ended.
 */
import type { InMemoryFs } from 'just-bash'
import { toBytes } from '../http-text.ts'
import { JOBS } from './background.ts'
import { lettersOf, PLACE, wordOf } from './dialect/nodes.ts'
import {
  functionNames,
  mapNodes,
  nameOf,
  type Command,
  type Grammar,
  type Pipeline,
  type Script,
  type SimpleCommand,
  type Statement,
} from './grammar.ts'
import { isRunner, PREPARED } from './own-commands.ts'

/** `merged` takes complaints that go where the output goes. */
const STREAMS = { stdout: '/dev/.stdout', stderr: '/dev/.stderr', merged: '/dev/.merged' } as const

/** Set for a command that prints to the script's own output, so that it may print before it has ended. */
export const STREAMED = '__streamed'

/** Its values: complaints go their own way, or where the output goes; or both go where somebody takes them when the command has ended. */
export const STREAMED_AS = { apart: '1', merged: '2', joined: '3' } as const

/** Whether a command with this mark may print before it has ended. */
export const mayPrint = (mark = ''): boolean => mark === STREAMED_AS.apart || mark === STREAMED_AS.merged

/** The file that takes the output of a command which may print before it has ended. */
export const FILED = '__filed'

type Redirections = SimpleCommand['redirections']
type Compound = Exclude<Command, { type: 'SimpleCommand' | 'FunctionDef' | 'ArithmeticCommand' | 'ConditionalCommand' }>

/** Functions whose output appears while they run are called by another name: what is taken from a function does not. */
const live = (name: string): string => `__live_${name}`

interface Routes {
  readonly both: Redirections
  readonly errors: Redirections
  readonly mark: SimpleCommand['assignments']
  readonly mergedMark: SimpleCommand['assignments']
  readonly joinedMark: SimpleCommand['assignments']
  readonly filed: SimpleCommand['assignments']
  /** Ends the shell, as `exec` does once its program is over. */
  readonly leave: readonly Statement[]
}

const simpleOf = ({ parse }: Grammar, text: string): SimpleCommand | undefined => {
  const command = parse(text).statements[0]?.pipelines[0]?.commands[0]
  return command?.type === 'SimpleCommand' ? command : undefined
}

/** `errors`: where complaints go. */
const routesOf = (grammar: Grammar, errors: string = STREAMS.stderr): Routes => ({
  both: simpleOf(grammar, `: >>${STREAMS.stdout} 2>>${errors}`)?.redirections ?? [],
  errors: simpleOf(grammar, `: 2>>${errors}`)?.redirections ?? [],
  mark: simpleOf(grammar, `${STREAMED}=${STREAMED_AS.apart} :`)?.assignments ?? [],
  joinedMark: simpleOf(grammar, `${STREAMED}=${STREAMED_AS.joined} :`)?.assignments ?? [],
  mergedMark: simpleOf(grammar, `${STREAMED}=${STREAMED_AS.merged} :`)?.assignments ?? [],
  filed: simpleOf(grammar, `${FILED}=1 :`)?.assignments ?? [],
  leave: grammar.parse('exit $?').statements,
})

const INPUTS: ReadonlySet<string> = new Set(['<', '<<', '<<-', '<<<'])

const writesElsewhere = (redirections: Redirections): boolean => redirections.some(({ operator }) => !INPUTS.has(operator))

/** The one plain file that takes what a command prints; undefined where there is none, or it is no file. */
const fileOf = (redirections: Redirections): SimpleCommand['args'][number] | undefined => {
  const outputs = redirections.filter(({ operator, fd }) => !INPUTS.has(operator) && (fd ?? 1) === 1)
  const [output, ...others] = outputs
  if (output === undefined || others.length > 0 || !/^>[>|]?$/u.test(output.operator)) return undefined
  const { target } = output
  if (target.type !== 'Word' || JSON.stringify(target).includes('"CommandSubstitution"')) return undefined
  return lettersOf(target)?.startsWith('/dev/') === true ? undefined : target
}

/** A complaint says which line of the script it is of. */
const atLine = (routes: Redirections, line = 0): Redirections =>
  routes.map((route) => {
    const { target } = route
    const [part] = target.type === 'Word' ? target.parts : []
    const isErrors = part?.type === 'Literal' && (part.value === STREAMS.stderr || part.value === STREAMS.merged)
    return isErrors ? { ...route, target: { type: 'Word', parts: [{ ...part, value: `${part.value}:${line}` }] } } : route
  })

const RUNNERS_OF_TEXT: ReadonlySet<string> = new Set(['eval', '.', 'source'])

interface Setting {
  readonly grammar: Grammar
  readonly mayPrintEarly: (command: string) => boolean
  readonly functions: ReadonlySet<string>
  /** Complaints go where the output goes. */
  readonly isMerged: boolean
  /** Where `exec` has sent the script's output elsewhere: by number. */
  readonly sent: ReadonlySet<number>
}

/** What `exec` without a program does to the output of what comes behind it. */
const redirectionsOfExec = (statement: Statement): Redirections => {
  const found: SimpleCommand['redirections'] = []
  JSON.stringify(statement, (_key, node: unknown) => {
    if (typeof node !== 'object' || node === null || !('type' in node)) return node
    if (node.type === 'Subshell' || node.type === 'FunctionDef' || node.type === 'CommandSubstitution') return undefined
    const command = node as SimpleCommand
    if (node.type === 'SimpleCommand' && nameOf(command) === 'exec' && command.args.length === 0)
      found.push(...command.redirections.filter(({ operator }) => !INPUTS.has(operator)))
    return node
  })
  // A program that takes the script's output runs when that has ended: until then the output goes where it went.
  return JSON.stringify(found).includes('"ProcessSubstitution"') ? [] : found
}

/** `2>&1`, and nothing else. */
const isMerging = (redirections: Redirections): boolean => {
  const [merging, ...others] = redirections.filter(({ operator }) => !INPUTS.has(operator))
  if (merging === undefined || others.length > 0 || merging.operator !== '>&' || merging.fd !== 2) return false
  return merging.target.type === 'Word' && lettersOf(merging.target) === '1'
}

/** Complaints go where the output goes by then: to a file, or into a pipe. */
const endsMerged = (redirections: Redirections): boolean => {
  const last = redirections.findLast(({ operator }) => !INPUTS.has(operator))
  return last !== undefined && isMerging([last])
}

/** What the shell does for a signal is a text that it has looked at already. */
const runsText = (command: SimpleCommand): boolean =>
  RUNNERS_OF_TEXT.has(nameOf(command) ?? '') && !JSON.stringify(command.args).includes(JOBS.signalled)

class Streaming {
  private readonly setting: Setting
  private readonly routes: Routes

  constructor(setting: Setting) {
    this.setting = setting
    const { grammar, isMerged, sent } = setting
    const all = routesOf(grammar, isMerged ? STREAMS.merged : STREAMS.stderr)
    const left = (routes: Redirections): Redirections => routes.filter(({ fd }) => !sent.has(fd ?? 1))
    this.routes = { ...all, both: left(all.both), errors: left(all.errors) }
  }

  statements(statements: readonly Statement[]): Statement[] {
    const at = statements.findIndex((statement) => redirectionsOfExec(statement).length > 0)
    if (at >= 0 && at < statements.length - 1) {
      const behind = this.behind(redirectionsOfExec(statements[at] as Statement))
      return [...this.statements(statements.slice(0, at + 1)), ...behind.statements(statements.slice(at + 1))]
    }
    return statements.map((statement) => ({ ...statement, pipelines: statement.pipelines.map((one) => this.pipeline(one)) }))
  }

  /** For statements behind an `exec` with these redirections. */
  private behind(redirections: Redirections): Streaming {
    if (isMerging(redirections)) return new Streaming({ ...this.setting, isMerged: true })
    const sent = redirections.flatMap(({ operator, fd }) => (operator.startsWith('&') ? [1, 2] : [fd ?? 1]))
    return new Streaming({ ...this.setting, sent: new Set([...this.setting.sent, ...sent]) })
  }

  /** Only the last command of a pipeline prints; each of them complains. */
  private pipeline(pipeline: Pipeline): Pipeline {
    const { commands, pipeStderr = [] } = pipeline
    const last = commands.length - 1
    const route = (command: Command, index: number): Command => {
      if (index === last) return this.command(command, last === 0)
      return command.type === 'SimpleCommand' && pipeStderr[index] !== true ? this.simple(command, this.routes.errors) : command
    }
    return { ...pipeline, commands: commands.map(route) }
  }

  private command(command: Command, isAlone: boolean): Command {
    if (command.type === 'FunctionDef') return this.functions(command)
    if (command.type === 'ArithmeticCommand' || command.type === 'ConditionalCommand') return command
    if (command.type === 'SimpleCommand') return isAlone ? this.program(command) : this.simple(command, this.routes.both)
    if (!writesElsewhere(command.redirections)) return this.compound(command)
    if (isMerging(command.redirections)) return this.merged(command)
    return { ...command, redirections: [...this.routesBeside(command.redirections), ...command.redirections] }
  }

  /** The function as it is, and one whose output appears while it runs. */
  private functions(definition: Extract<Command, { type: 'FunctionDef' }>): Command {
    if (!this.setting.functions.has(definition.name) || definition.redirections.length > 0) return definition
    const { body } = definition
    if (body.type === 'ArithmeticCommand' || body.type === 'ConditionalCommand' || body.redirections.length > 0)
      return definition
    const streamed = { ...definition, name: live(definition.name), body: this.compound(body) as Compound }
    const statements = [definition, streamed].map((one): Statement => ({
      type: 'Statement',
      pipelines: [{ type: 'Pipeline', commands: [one], negated: false }],
      operators: [],
      background: false,
    }))
    return { type: 'Group', body: statements, redirections: [] }
  }

  /** What a group prints appears when it has ended, and before what comes behind it: where it goes to no file. */
  private routesBeside(redirections: Redirections): Redirections {
    const writes = (fd: number): boolean =>
      redirections.some((one) => !INPUTS.has(one.operator) && (one.operator.startsWith('&') || (one.fd ?? 1) === fd))
    return this.routes.both.filter(({ fd }) => !writes(fd ?? 1))
  }

  /** What it runs is looked at when it is known. */
  private textOf(command: SimpleCommand): SimpleCommand {
    const words = nameOf(command) === 'eval' ? command.args : [command.name ?? wordOf('.'), ...command.args]
    const text = simpleOf(this.setting.grammar, `eval "$(${PREPARED} $? ${PLACE})"`)
    const isPlace = (word: unknown): boolean => lettersOf(word as SimpleCommand['args'][number]) === PLACE
    const prepared = mapNodes(text, (node) =>
      'args' in node && Array.isArray(node.args)
        ? { ...node, args: node.args.flatMap((word: unknown) => (isPlace(word) ? words : [word])) }
        : node,
    )
    return prepared === undefined ? command : { ...prepared, assignments: command.assignments, line: command.line ?? 0 }
  }

  private mergedSimple(command: SimpleCommand): SimpleCommand {
    const { both } = new Streaming({ ...this.setting, isMerged: true }).routes
    const redirections = command.redirections.filter(({ operator }) => INPUTS.has(operator))
    const marks = this.isOurs(nameOf(command)) ? this.routes.mergedMark : []
    return {
      ...command,
      assignments: [...marks, ...command.assignments],
      redirections: [...atLine(both, command.line), ...redirections],
    }
  }

  private merged(command: Compound): Command {
    const redirections = command.redirections.filter(({ operator }) => INPUTS.has(operator))
    return new Streaming({ ...this.setting, isMerged: true }).compound({ ...command, redirections })
  }

  private compound(command: Compound): Command {
    if (command.type === 'If') {
      const clauses = command.clauses.map(({ condition, body }) => ({
        condition: this.statements(condition),
        body: this.statements(body),
      }))
      return { ...command, clauses, elseBody: command.elseBody === null ? null : this.statements(command.elseBody) }
    }
    if (command.type === 'Case')
      return { ...command, items: command.items.map((item) => ({ ...item, body: this.statements(item.body) })) }
    if (command.type === 'While' || command.type === 'Until')
      return { ...command, condition: this.statements(command.condition), body: this.statements(command.body) }
    return { ...command, body: this.statements(command.body) }
  }

  /** `exec` with a program: nothing of the script comes behind it. */
  private program(command: SimpleCommand): Command {
    const [name, ...args] = command.args
    if (nameOf(command) !== 'exec') return this.simple(command, this.routes.both)
    if (name === undefined) return command
    const run = this.simple({ ...command, name, args }, this.routes.both)
    const [leave] = this.routes.leave
    if (leave === undefined) return run
    const pipeline: Pipeline = { type: 'Pipeline', commands: [run], negated: false }
    const first: Statement = { type: 'Statement', pipelines: [pipeline], operators: [], background: false }
    return { type: 'Group', body: [first, leave], redirections: [] }
  }

  private marks(redirections: Redirections, isPlain: boolean): SimpleCommand['assignments'] {
    if (isPlain) return this.routes.mark
    const file = fileOf(redirections)
    const filed = file === undefined ? [] : this.routes.filed.map((mark) => ({ ...mark, value: file }))
    return endsMerged(redirections) ? [...this.routes.joinedMark, ...filed] : filed
  }

  /** Texts and functions that are run where their output may appear at once. */
  private run(command: SimpleCommand, name: string | undefined): SimpleCommand | undefined {
    const { functions, sent } = this.setting
    if (runsText(command)) return this.textOf(command)
    return sent.size === 0 && name !== undefined && functions.has(name) ? { ...command, name: wordOf(live(name)) } : undefined
  }

  private isOurs(name: string | undefined): boolean {
    if (name === undefined) return false
    return isRunner(name) || this.setting.mayPrintEarly(name.slice(name.lastIndexOf('/') + 1))
  }

  private simple(command: SimpleCommand, routes: Redirections): SimpleCommand {
    const name = nameOf(command)
    if (command.name === null || name === 'exec') return command
    if (name?.startsWith('__') === true && !isRunner(name)) return command
    const { isMerged, sent } = this.setting
    if (routes === this.routes.both && sent.size === 0 && isMerging(command.redirections)) return this.mergedSimple(command)
    const isPlain = routes === this.routes.both && !sent.has(1) && !writesElsewhere(command.redirections)
    const other = isPlain && !isMerged ? this.run(command, name) : undefined
    if (other !== undefined) return other
    const isOurs = this.isOurs(name)
    return {
      ...command,
      assignments: [...(isOurs && !isMerged ? this.marks(command.redirections, isPlain) : []), ...command.assignments],
      redirections: [...atLine(routes, command.line), ...command.redirections],
    }
  }
}

/** The functions of a script that may be called by two names. */
const streamable = (script: Script): ReadonlySet<string> =>
  new Set([...functionNames(script)].filter((name) => /^[A-Za-z_]\w*$/u.test(name) && !name.startsWith('__live_')))

/** Output of what stands in a group with a redirection of its own appears when it has ended. */
export const streamOutput = (script: Script, grammar: Grammar, mayPrintEarly: (command: string) => boolean): Script => {
  const streaming = new Streaming({ grammar, mayPrintEarly, functions: streamable(script), isMerged: false, sent: new Set() })
  return { ...script, statements: streaming.statements(script.statements) }
}

type Appended = Parameters<InMemoryFs['appendFile']>

/** Bytes as letters below 256. */
const bytesOf = (content: Appended[1], options: Appended[2]): string => {
  if (typeof content !== 'string') return Array.from(content, (byte) => String.fromCharCode(byte)).join('')
  return (typeof options === 'string' ? options : options?.encoding) === 'binary' ? content : toBytes(content)
}

/** What commands print, byte for byte: the shell hands it over as a text where it can be one. */
export class TakenOutput {
  private readonly taken = new Map<string, string>()
  private count = 0

  /** The name of a file to append to, which is none of the container's. */
  open(): string {
    this.count += 1
    const path = `/.taken:${this.count}`
    this.taken.set(path, '')
    return path
  }

  /** What was appended; bytes as letters below 256. */
  close(path: string): string {
    const text = this.taken.get(path) ?? ''
    this.taken.delete(path)
    return text
  }

  within(files: InMemoryFs): InMemoryFs {
    const appendFile: InMemoryFs['appendFile'] = async (path, content, options) => {
      const before = this.taken.get(path)
      if (before === undefined) return files.appendFile(path, content, options)
      this.taken.set(path, before + bytesOf(content, options))
    }
    return Object.create(files, { appendFile: { value: appendFile, configurable: true, writable: true } }) as InMemoryFs
  }
}

export type OutputStream = keyof typeof STREAMS

type Print = (output: string, stream: OutputStream, line?: number) => void

const isStream = (name = ''): name is OutputStream => name in STREAMS

/**
 * The files of a container, in which a script's output goes to `print`, and folders are not made by writing into them.
 * @param drained Resolves when whoever reads the output has room for more.
 */
export const withOutput = (files: InMemoryFs, print: Print, drained: () => Promise<void>): InMemoryFs => {
  const appendFile: InMemoryFs['appendFile'] = async (path, content, options) => {
    const [, stream, line] = /^\/dev\/\.(stdout|stderr|merged)(?::(\d+))?$/u.exec(path) ?? []
    if (!isStream(stream)) return files.appendFile(path, content, options)
    const text = bytesOf(content, options)
    if (text === '') return
    print(text, stream, Number(line ?? 0) || undefined)
    await drained()
  }
  return Object.create(files, { appendFile: { value: appendFile, configurable: true, writable: true } }) as InMemoryFs
}
