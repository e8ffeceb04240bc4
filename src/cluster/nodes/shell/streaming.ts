/**
 * What a script prints appears while it runs: each command that writes to the script's own output is given files to append to, and who
 * opened the script listens there. The shell itself hands output over only when a whole text has ended.
 */
import type { InMemoryFs } from 'just-bash'
import { toBytes } from '../http-text.ts'
import { lettersOf } from './dialect/nodes.ts'
import {
  nameOf,
  type Command,
  type Grammar,
  type Pipeline,
  type Script,
  type SimpleCommand,
  type Statement,
} from './grammar.ts'

const STREAMS = { stdout: '/dev/.stdout', stderr: '/dev/.stderr' } as const

/** Set for a command that prints to the script's own output, so that it may print before it has ended. */
export const STREAMED = '__streamed'

/** The file that takes the output of a command which may print before it has ended. */
export const FILED = '__filed'

type Redirections = SimpleCommand['redirections']
type Compound = Exclude<Command, { type: 'SimpleCommand' | 'FunctionDef' | 'ArithmeticCommand' | 'ConditionalCommand' }>

interface Routes {
  readonly both: Redirections
  readonly errors: Redirections
  readonly mark: SimpleCommand['assignments']
  readonly filed: SimpleCommand['assignments']
  /** Ends the shell, as `exec` does once its program is over. */
  readonly leave: readonly Statement[]
}

const simpleOf = ({ parse }: Grammar, text: string): SimpleCommand | undefined => {
  const command = parse(text).statements[0]?.pipelines[0]?.commands[0]
  return command?.type === 'SimpleCommand' ? command : undefined
}

const routesOf = (grammar: Grammar): Routes => ({
  both: simpleOf(grammar, `: >>${STREAMS.stdout} 2>>${STREAMS.stderr}`)?.redirections ?? [],
  errors: simpleOf(grammar, `: 2>>${STREAMS.stderr}`)?.redirections ?? [],
  mark: simpleOf(grammar, `${STREAMED}=1 :`)?.assignments ?? [],
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
    const isErrors = part?.type === 'Literal' && part.value === STREAMS.stderr
    return isErrors ? { ...route, target: { type: 'Word', parts: [{ ...part, value: `${part.value}:${line}` }] } } : route
  })

class Streaming {
  private readonly routes: Routes
  private readonly mayPrintEarly: (command: string) => boolean

  constructor(routes: Routes, mayPrintEarly: (command: string) => boolean) {
    this.routes = routes
    this.mayPrintEarly = mayPrintEarly
  }

  statements(statements: readonly Statement[]): Statement[] {
    return statements.map((statement) => ({ ...statement, pipelines: statement.pipelines.map((one) => this.pipeline(one)) }))
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
    if (command.type === 'FunctionDef' || command.type === 'ArithmeticCommand' || command.type === 'ConditionalCommand')
      return command
    if (command.type === 'SimpleCommand') return isAlone ? this.program(command) : this.simple(command, this.routes.both)
    return writesElsewhere(command.redirections) ? command : this.compound(command)
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
    return file === undefined ? [] : this.routes.filed.map((mark) => ({ ...mark, value: file }))
  }

  private simple(command: SimpleCommand, routes: Redirections): SimpleCommand {
    const name = nameOf(command)
    if (command.name === null || name === 'exec' || name?.startsWith('__') === true) return command
    const isPlain = routes === this.routes.both && !writesElsewhere(command.redirections)
    const isOurs = name !== undefined && this.mayPrintEarly(name.slice(name.lastIndexOf('/') + 1))
    return {
      ...command,
      assignments: [...(isOurs ? this.marks(command.redirections, isPlain) : []), ...command.assignments],
      redirections: [...atLine(routes, command.line), ...command.redirections],
    }
  }
}

/** Output of functions, of what `eval` runs and of what stands in a group with a redirection of its own appears when it has ended. */
export const streamOutput = (script: Script, grammar: Grammar, mayPrintEarly: (command: string) => boolean): Script => ({
  ...script,
  statements: new Streaming(routesOf(grammar), mayPrintEarly).statements(script.statements),
})

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

type Print = (output: string, stream: 'stdout' | 'stderr', line?: number) => void

/** The files of a container, in which a script's output goes to `print`, and folders are not made by writing into them. */
export const withOutput = (files: InMemoryFs, print: Print): InMemoryFs => {
  const appendFile: InMemoryFs['appendFile'] = async (path, content, options) => {
    const [, stream, line] = /^\/dev\/\.(stdout|stderr)(?::(\d+))?$/u.exec(path) ?? []
    if (stream !== 'stdout' && stream !== 'stderr') return files.appendFile(path, content, options)
    const text = bytesOf(content, options)
    if (text !== '') print(text, stream, Number(line ?? 0) || undefined)
  }
  return Object.create(files, { appendFile: { value: appendFile, configurable: true, writable: true } }) as InMemoryFs
}
