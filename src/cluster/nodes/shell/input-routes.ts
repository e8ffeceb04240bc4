/**
 * Who reads a script's own input: `read` is given a file that waits for what it asks for, and other programs a mark by which they know that
 * their input is the script's, not that of a pipe or a file.
 */
import type { InMemoryFs } from 'just-bash'
import { lettersOf, wordOf, type Word } from './dialect/nodes.ts'
import { FILED, STREAMED } from './streaming.ts'
import type { OwnInput } from './input.ts'
import { CURRENT, type Inputs } from './inputs.ts'
import { functionNames, nameOf, type Command, type Grammar, type Pipeline, type Script, type SimpleCommand } from './grammar.ts'
import { FILE as SCRIPT_FILE, isFileName, isRunner } from './own-commands.ts'

/** Set for a command that reads an input of the script's, so that it may take it as it comes: which, and where it stands. */
export const LIVE = '__live'

/** The commands between which a group or a loop reads an input of its own. */
export const REGION = { open: '__open', close: '__close' } as const

/** What a program that is started by such a command is told of it. */
export const marksIn = (env: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries([LIVE, STREAMED, FILED].map((name) => [name, env.get(name) ?? '']))

/** What a process that runs beside the script has of its environment. */
export const withoutMarks = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => ![LIVE, STREAMED, FILED].includes(name)))

const FILE = '/dev/.stdin'

const markOf = (place: string): string => `@\${${CURRENT}-}@${place}`

/** The input that a mark says is read. */
export const inputOfMark = (inputs: Inputs, mark = ''): OwnInput | undefined => {
  const [, current, place = ''] = mark.split('@')
  return current === undefined ? undefined : inputs.find(current, place)
}

/** What `read` waits for. */
export interface Wanted {
  /** The letter at which it ends; undefined: at none. */
  readonly delimiter: string | undefined
  /** So many letters at most. */
  readonly count: number | undefined
  readonly timeoutMs: number | undefined
  /** A backslash before the delimiter makes it a letter like others. */
  readonly hasEscapes: boolean
}

/** Everything there is, as `mapfile` takes it. */
const ALL: Wanted = { delimiter: undefined, count: undefined, timeoutMs: undefined, hasEscapes: false }

/** Where the wanted ends in a text; undefined where it is not all there. */
export const lengthOfWanted = ({ delimiter, count, hasEscapes }: Wanted, text: string): number | undefined => {
  for (let at = 0; at < text.length; at += 1) {
    if (at === count) return at
    if (hasEscapes && text[at] === '\\') at += 1
    else if (text[at] === delimiter) return at + 1
  }
  return count !== undefined && text.length >= count ? count : undefined
}

/** Options of `read` that have a value, in it or behind it. */
const VALUED = 'adinNptu'

/** Each with its value; an empty one where it has none, undefined where that is known only when it runs. */
const optionsOfRead = (args: readonly Word[]): ReadonlyMap<string, string | undefined> => {
  const values = new Map<string, string | undefined>()
  for (let at = 0; at < args.length; at += 1) {
    const word = lettersOf(args[at])
    if (word === undefined || !/^-./u.test(word) || word === '--') break
    for (let letter = 1; letter < word.length; letter += 1) {
      const option = word[letter] ?? ''
      const isLast = letter === word.length - 1
      if (!VALUED.includes(option)) values.set(option, '')
      else values.set(option, isLast ? lettersOf(args[(at += 1)]) : word.slice(letter + 1))
      if (VALUED.includes(option)) break
    }
  }
  return values
}

const delimiterOf = (values: ReadonlyMap<string, string | undefined>): string | undefined => {
  if (values.has('N')) return undefined
  return values.has('d') ? (values.get('d')?.[0] ?? '\0') : '\n'
}

/** Undefined where it reads something else. */
const wantedByRead = (args: readonly Word[]): Wanted | undefined => {
  const values = optionsOfRead(args)
  if (values.has('u')) return undefined
  const numberOf = (option: string): number | undefined => {
    const value = Number(values.get(option) ?? Number.NaN)
    return Number.isFinite(value) ? value : undefined
  }
  const seconds = numberOf('t')
  return {
    delimiter: delimiterOf(values),
    count: numberOf('N') ?? numberOf('n'),
    timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
    hasEscapes: !values.has('r'),
  }
}

/** As a word of a script, which says when it runs what is read there. */
const pathOf = ({ delimiter, count, timeoutMs, hasEscapes }: Wanted, place: string): string =>
  [FILE, delimiter?.charCodeAt(0), count, timeoutMs, hasEscapes ? 1 : undefined, markOf(place)]
    .map((part) => part ?? '')
    .join(':')

const wantedIn = (path: string): readonly [Wanted, mark: string] | undefined => {
  const [file, delimiter, count, timeoutMs, hasEscapes, mark = ''] = path.split(':')
  if (file !== FILE) return undefined
  const numberOf = (part = ''): number | undefined => (part === '' ? undefined : Number(part))
  const code = numberOf(delimiter)
  const wanted = {
    delimiter: code === undefined ? undefined : String.fromCharCode(code),
    count: numberOf(count),
    timeoutMs: numberOf(timeoutMs),
    hasEscapes: hasEscapes === '1',
  }
  return [wanted, mark]
}

/** The files of a container, in which a script's own input is what `take` brings. */
export const withInput = (files: InMemoryFs, take: (wanted: Wanted, mark: string) => Promise<string>): InMemoryFs => {
  const readFileBytes: InMemoryFs['readFileBytes'] = async (path) => {
    const wanted = wantedIn(path)
    return wanted === undefined ? files.readFileBytes(path) : ((await take(...wanted)) as never)
  }
  return Object.create(files, { readFileBytes: { value: readFileBytes, configurable: true, writable: true } }) as InMemoryFs
}

const TEXTS: ReadonlySet<string> = new Set(['<', '<<', '<<-', '<<<'])
const INPUTS: ReadonlySet<string> = new Set([...TEXTS, '<&', '<>'])

type Redirection = SimpleCommand['redirections'][number]

const isInput = ({ operator, fd }: Redirection): boolean => INPUTS.has(operator) && (fd ?? 0) === 0
const isText = (redirection: Redirection): boolean => isInput(redirection) && TEXTS.has(redirection.operator)

const hasType = (node: object): node is { readonly type: string } => 'type' in node && typeof node.type === 'string'

const hasRedirections = (node: object): node is Exclude<Command, { type: 'FunctionDef' }> =>
  'redirections' in node && Array.isArray(node.redirections) && hasType(node) && node.type !== 'FunctionDef'

const isCompound = (node: object): node is Exclude<Command, { type: 'SimpleCommand' | 'FunctionDef' }> =>
  hasRedirections(node) && node.type !== 'SimpleCommand'

const BEFORE_PROGRAM: ReadonlySet<string> = new Set(['exec', 'command', 'builtin'])
/** Commands whose text reads what they are given. */
const RUNNERS: ReadonlySet<string> = new Set(['eval', '.', 'source'])

/** The name of the program that a command runs, and its words. */
const programOf = (command: SimpleCommand): readonly [name: string | undefined, args: readonly Word[]] => {
  const name = nameOf(command)
  if (name === undefined || !BEFORE_PROGRAM.has(name)) return [name, command.args]
  return [lettersOf(command.args[0]), command.args.slice(1)]
}

class InputRoutes {
  private readonly grammar: Grammar
  private readonly isReader: (name: string) => boolean
  private readonly functions: ReadonlySet<string>
  private places = 0

  constructor(grammar: Grammar, isReader: (name: string) => boolean, functions: ReadonlySet<string>) {
    this.grammar = grammar
    this.isReader = isReader
    this.functions = functions
  }

  /** @param place Where an input was opened that is read here; undefined: what is read here is no input of the script's. */
  node<Value>(value: Value, place: string | undefined): Value {
    if (Array.isArray(value)) return value.map((one: unknown) => this.node(one, place)) as Value
    if (typeof value !== 'object' || value === null) return value
    if (hasType(value) && value.type === 'Pipeline') return this.pipeline(value as unknown as Pipeline, place) as Value
    if (hasType(value) && value.type === 'FunctionDef') return this.function(value)
    if (hasRedirections(value) && value.redirections.some(isInput)) return this.fed(value, place) as Value
    const copy = this.inside(value, place)
    if (!hasType(value) || value.type !== 'SimpleCommand') return copy
    return this.simple(copy as unknown as SimpleCommand, place) as Value
  }

  private inside<Value extends object>(value: Value, place: string | undefined): Value {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.node<unknown>(inner, place)])) as Value
  }

  /** What it reads is decided by who calls it. Inputs that it has opened end with it. */
  private function<Value extends object>(definition: Value): Value {
    const before = this.places
    const routed = this.inside(definition, '')
    if (before === this.places || !('body' in routed)) return routed
    const kept = this.grammar.parse(`local ${CURRENT}="\${${CURRENT}-}"`).statements
    const group = { ...GROUP, body: [...kept, ...statementsOf(routed.body as Command)] }
    return { ...routed, body: group }
  }

  /** A command with an input from elsewhere. */
  private fed(command: Command, place: string | undefined): Command {
    if (command.type === 'SimpleCommand') {
      const [name = ''] = programOf(command)
      if (name === '' && nameOf(command) === 'exec') return this.kept(command)
      if (!this.functions.has(name) && !RUNNERS.has(name)) return this.inside(command, undefined)
    } else if (!isCompound(command)) return this.inside(command, undefined)
    const inputs = command.redirections.filter(isInput)
    if (!inputs.every(isText)) return this.inside(command, undefined)
    this.places += 1
    const inner = `p${this.places}`
    const rest = { ...command, redirections: command.redirections.filter((one) => !isInput(one)) }
    const [open, close] = this.grammar.parse(`${REGION.open} ${inner}\n${REGION.close} ${inner} $?`).statements
    if (open === undefined || close === undefined) return command
    const opening = this.simpleIn(open, (one) => ({
      ...one,
      line: 'line' in command ? (command.line ?? 0) : 0,
      redirections: inputs.map((one) => this.node(one, place)),
    }))
    return { ...GROUP, body: [opening, ...statementsOf(this.node(rest, inner)), close] }
  }

  /** `exec` gives the script another input for all that follows. */
  private kept(command: SimpleCommand): Command {
    const { redirections } = command
    if (!redirections.every(isText)) return command
    const [open] = this.grammar.parse(`${REGION.open} exec`).statements[0]?.pipelines[0]?.commands ?? []
    return open?.type === 'SimpleCommand' ? { ...open, line: command.line ?? 0, redirections } : command
  }

  private simpleIn(
    statement: Script['statements'][number],
    change: (command: SimpleCommand) => SimpleCommand,
  ): typeof statement {
    const pipelines = statement.pipelines.map((pipeline) => ({
      ...pipeline,
      commands: pipeline.commands.map((one) => (one.type === 'SimpleCommand' ? change(one) : one)),
    }))
    return { ...statement, pipelines }
  }

  private pipeline(pipeline: Pipeline, place: string | undefined): Pipeline {
    const commands = pipeline.commands.map((command, index) => this.node(command, index === 0 ? place : undefined))
    return { ...pipeline, commands }
  }

  private simple(command: SimpleCommand, place: string | undefined): SimpleCommand {
    const [name, args] = programOf(command)
    if (name === undefined || place === undefined) return command
    const wanted = name === 'read' ? wantedByRead(args) : name === 'mapfile' || name === 'readarray' ? ALL : undefined
    if (wanted !== undefined) return this.joined(command, `: <"${pathOf(wanted, place)}"`)
    if (isFileName(name) && command.name !== null && name === nameOf(command))
      return this.joined(
        { ...command, name: wordOf(SCRIPT_FILE), args: [command.name, ...args] },
        `${LIVE}="${markOf(place)}" :`,
      )
    const isReader = isRunner(name) || this.isReader(name.slice(name.lastIndexOf('/') + 1))
    return isReader ? this.joined(command, `${LIVE}="${markOf(place)}" :`) : command
  }

  private joined(command: SimpleCommand, text: string): SimpleCommand {
    const given = this.grammar.parse(text).statements[0]?.pipelines[0]?.commands[0]
    if (given?.type !== 'SimpleCommand') return command
    return {
      ...command,
      assignments: [...given.assignments, ...command.assignments],
      redirections: [...given.redirections, ...command.redirections],
    }
  }
}

const GROUP = { type: 'Group', body: [], redirections: [] } as const satisfies Command

const statementsOf = (command: Command): Script['statements'] => [
  {
    type: 'Statement',
    pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
    operators: [],
    background: false,
  },
]

/** `read` and programs that read are told which of the script's inputs is theirs, groups and loops with an input of their own where that begins. */
export const routeInput = (script: Script, grammar: Grammar, isReader: (name: string) => boolean): Script =>
  new InputRoutes(grammar, isReader, functionNames(script)).node(script, '')
