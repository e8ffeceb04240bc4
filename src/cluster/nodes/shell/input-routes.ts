/**
 * Who reads a script's own input: `read` is given a file that waits for what it asks for, and other programs a mark by which they know that
 * their input is the script's, not that of a pipe or a file.
 */
import type { InMemoryFs } from 'just-bash'
import { lettersOf, type Word } from './dialect/nodes.ts'
import { FILED, STREAMED } from './streaming.ts'
import { nameOf, type Grammar, type Pipeline, type Script, type SimpleCommand } from './grammar.ts'

/** Set for a command that reads the script's own input, so that it may take it as it comes. */
export const LIVE = '__live'

/** What a program that is started by such a command is told of it. */
export const marksIn = (env: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries([LIVE, STREAMED, FILED].map((name) => [name, env.get(name) ?? '']))

const FILE = '/dev/.stdin'

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

const pathOf = ({ delimiter, count, timeoutMs, hasEscapes }: Wanted): string =>
  [FILE, delimiter?.charCodeAt(0), count, timeoutMs, hasEscapes ? 1 : undefined].map((part) => part ?? '').join(':')

const wantedIn = (path: string): Wanted | undefined => {
  const [file, delimiter, count, timeoutMs, hasEscapes] = path.split(':')
  if (file !== FILE) return undefined
  const numberOf = (part = ''): number | undefined => (part === '' ? undefined : Number(part))
  const code = numberOf(delimiter)
  return {
    delimiter: code === undefined ? undefined : String.fromCharCode(code),
    count: numberOf(count),
    timeoutMs: numberOf(timeoutMs),
    hasEscapes: hasEscapes === '1',
  }
}

/** The files of a container, in which a script's own input is what `take` brings. */
export const withInput = (files: InMemoryFs, take: (wanted: Wanted) => Promise<string>): InMemoryFs => {
  const readFileBytes: InMemoryFs['readFileBytes'] = async (path) => {
    const wanted = wantedIn(path)
    return wanted === undefined ? files.readFileBytes(path) : ((await take(wanted)) as never)
  }
  return Object.create(files, { readFileBytes: { value: readFileBytes, configurable: true, writable: true } }) as InMemoryFs
}

const INPUTS: ReadonlySet<string> = new Set(['<', '<<', '<<-', '<<<', '<&', '<>'])

const isRedirected = (redirections: SimpleCommand['redirections']): boolean =>
  redirections.some(({ operator, fd }) => INPUTS.has(operator) && (fd ?? 0) === 0)

const hasType = (node: object): node is { readonly type: string } => 'type' in node && typeof node.type === 'string'

const hasRedirections = (node: object): node is Pick<SimpleCommand, 'redirections'> =>
  'redirections' in node && Array.isArray(node.redirections)

const BEFORE_PROGRAM: ReadonlySet<string> = new Set(['exec', 'command', 'builtin'])

/** The name of the program that a command runs, and its words. */
const programOf = (command: SimpleCommand): readonly [name: string | undefined, args: readonly Word[]] => {
  const name = nameOf(command)
  if (name === undefined || !BEFORE_PROGRAM.has(name)) return [name, command.args]
  return [lettersOf(command.args[0]), command.args.slice(1)]
}

class InputRoutes {
  private readonly grammar: Grammar
  private readonly isReader: (name: string) => boolean
  /** Functions that are called where a pipe or a file is read. */
  private readonly fed: ReadonlySet<string>
  /** Names of the commands that were met there. */
  readonly met = new Set<string>()

  constructor(grammar: Grammar, isReader: (name: string) => boolean, fed: ReadonlySet<string> = new Set()) {
    this.grammar = grammar
    this.isReader = isReader
    this.fed = fed
  }

  node<Value>(value: Value, isOwn: boolean): Value {
    if (Array.isArray(value)) return value.map((one: unknown) => this.node(one, isOwn)) as Value
    if (typeof value !== 'object' || value === null) return value
    if (hasType(value) && value.type === 'Pipeline') return this.pipeline(value as unknown as Pipeline, isOwn) as Value
    const isInside = isOwn && !this.isFed(value)
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.node<unknown>(inner, isInside)]))
    if (!hasType(value) || value.type !== 'SimpleCommand') return copy as Value
    return this.simple(copy as unknown as SimpleCommand, isInside) as Value
  }

  private isFed(node: object): boolean {
    if (hasRedirections(node) && isRedirected(node.redirections)) return true
    return hasType(node) && node.type === 'FunctionDef' && 'name' in node && this.fed.has(String(node.name))
  }

  private pipeline(pipeline: Pipeline, isOwn: boolean): Pipeline {
    return { ...pipeline, commands: pipeline.commands.map((command, index) => this.node(command, isOwn && index === 0)) }
  }

  private simple(command: SimpleCommand, isOwn: boolean): SimpleCommand {
    const [name, args] = programOf(command)
    if (name === undefined) return command
    if (!isOwn) {
      this.met.add(name)
      return command
    }
    const wanted = name === 'read' ? wantedByRead(args) : name === 'mapfile' || name === 'readarray' ? ALL : undefined
    if (wanted !== undefined) return this.joined(command, `: <${pathOf(wanted)}`)
    return this.isReader(name.slice(name.lastIndexOf('/') + 1)) ? this.joined(command, `${LIVE}=1 :`) : command
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

const takesItsInputFromFile = (script: Script): boolean => {
  let isFound = false
  JSON.stringify(script, (_key, node: unknown) => {
    if (typeof node === 'object' && node !== null && hasType(node) && node.type === 'SimpleCommand') {
      const command = node as SimpleCommand
      isFound ||= nameOf(command) === 'exec' && command.args.length === 0 && isRedirected(command.redirections)
    }
    return node
  })
  return isFound
}

/**
 * DIFFERS: a function that is called somewhere behind a pipe never reads the script's own input, and neither does what `eval` runs: which of
 * them a command reads is known by where it stands.
 */
export const routeInput = (script: Script, grammar: Grammar, isReader: (name: string) => boolean): Script => {
  if (takesItsInputFromFile(script)) return script
  const first = new InputRoutes(grammar, isReader)
  first.node(script, true)
  return new InputRoutes(grammar, isReader, first.met).node(script, true)
}
