/**
 * Pipes whose programs take their time, or share an input: each of these becomes a process of its own, and all of them run at the same time.
 * What is over at once, such as `echo`, is run by the shell before what reads it.
 */
import { JOBS } from './background.ts'
import { lettersOf, literal, wordOf, type Word } from './dialect/nodes.ts'
import {
  functionNames,
  nameOf,
  type Command,
  type Grammar,
  type Pipeline,
  type Script,
  type SimpleCommand,
  type Statement,
} from './grammar.ts'
import { isFileName, PIPE } from './own-commands.ts'
import { SHELLS } from './reading-programs.ts'

/** One of the processes of a pipe. */
export interface Part {
  readonly statements: readonly Statement[]
  /** Also what it complains of goes to the next one. */
  readonly isMerged: boolean
}

/** Parts that scripts of one shell and its children know, by number. */
export type Parts = Map<string, Part>

/** Programs that print while they run, or run for as long as somebody reads. */
const SLOW: ReadonlySet<string> = new Set(
  'sleep ping ping6 traceroute tracepath nc ncat netcat telnet timeout env nice nohup xargs yes eval . source wait read command exec'.split(
    ' ',
  ),
)

/** Programs that hand on what they read. */
const RELAYS: ReadonlySet<string> = new Set(['cat', 'tee', 'grep', 'sed', 'awk', 'tr', 'head', 'tail', 'cut', 'sort', 'wc'])

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

const isSimple = (command: Command): command is SimpleCommand => command.type === 'SimpleCommand'

interface Setting {
  readonly grammar: Grammar
  readonly parts: Parts
  readonly functions: ReadonlySet<string>
  /** Somebody may send what the script reads. */
  readonly hasInput: boolean
  /** The script looks how each process has ended. */
  readonly asksForEach: boolean
  /** Names of arrays, which no process inherits. */
  readonly arrays: readonly string[]
}

const follows = (name: string, { args }: SimpleCommand): boolean =>
  name === 'tail' && args.some((word) => /^(?:-[a-zA-Z\d]*[fF]|--follow)/u.test(lettersOf(word) ?? ''))

/** Whether a program takes its time, so that the others of a pipe have to run beside it. */
const isSlow = (command: Command, isFirst: boolean, { functions, hasInput }: Setting): boolean => {
  if (!isSimple(command)) return command.type !== 'ArithmeticCommand' && command.type !== 'ConditionalCommand'
  const path = nameOf(command) ?? (command.name === null ? '' : 'command')
  const name = baseName(path)
  if (SLOW.has(name) || SHELLS.has(name) || functions.has(name) || follows(name, command) || isFileName(path)) return true
  return isFirst && hasInput && RELAYS.has(name)
}

const RETURNS = /"type":"Literal","value":"(?:local|return|declare|typeset)"/u
const BODY = '__part'

/** What a function's part may do, `local` and `return`, is done in a function again. */
const withinFunction = (grammar: Grammar, statement: Statement): readonly Statement[] => {
  if (!RETURNS.test(JSON.stringify(statement))) return [statement]
  return grammar.parse(`${BODY}() { :; }; ${BODY} "$@"`).statements.map((one) => {
    const definition = one.pipelines[0]?.commands[0]
    if (definition?.type !== 'FunctionDef' || definition.body.type !== 'Group') return one
    const defined = { ...definition, body: { ...definition.body, body: [statement] } }
    return { ...one, pipelines: [{ type: 'Pipeline', commands: [defined], negated: false }] }
  })
}

class Pipelines {
  private readonly setting: Setting

  constructor(setting: Setting) {
    this.setting = setting
  }

  node<Value>(value: Value, isInFunction: boolean): Value {
    if (Array.isArray(value)) return value.map((one: unknown) => this.node(one, isInFunction)) as Value
    if (typeof value !== 'object' || value === null) return value
    const type = 'type' in value ? value.type : undefined
    const isPipeline = type === 'Pipeline' && 'commands' in value
    const whole = isPipeline ? this.pipeline(value as unknown as Pipeline, isInFunction) : value
    const isInside = isInFunction || type === 'FunctionDef'
    return Object.fromEntries(Object.entries(whole).map(([key, inner]) => [key, this.node<unknown>(inner, isInside)])) as Value
  }

  /** The programs that come before the first slow one are left to the shell. */
  private pipeline(pipeline: Pipeline, isInFunction: boolean): Pipeline {
    const { commands, pipeStderr = [] } = pipeline
    const slow = commands.findIndex((command, index) => isSlow(command, index === 0, this.setting))
    const at = this.setting.asksForEach ? Math.min(slow, 0) : slow
    if (commands.length < 2 || at < 0 || (at > 0 && pipeStderr[at - 1] === true)) return pipeline
    // A program that alone is left reads what is there already.
    const last = at === commands.length - 1 ? commands[at] : undefined
    if (last !== undefined && isSimple(last) && !this.runsText(last)) return pipeline
    const own = commands.slice(at)
    const names = own.map((command, index) => this.add(command, pipeStderr[at + index] === true, isInFunction))
    const run = this.command(names, own[0])
    const kept = pipeStderr.slice(0, at)
    return { ...pipeline, commands: [...commands.slice(0, at), run], ...(kept.length === 0 ? {} : { pipeStderr: kept }) }
  }

  /** It reads for what it runs, which may be any of the shell's commands. */
  private runsText(command: SimpleCommand): boolean {
    const name = nameOf(command) ?? 'eval'
    return this.setting.functions.has(name) || name === 'eval' || name === '.' || name === 'source'
  }

  private add(command: Command, isMerged: boolean, isInFunction: boolean): string {
    const { parts, grammar } = this.setting
    const pipeline: Pipeline = { type: 'Pipeline', commands: [command], negated: false }
    const statement: Statement = { type: 'Statement', pipelines: [pipeline], operators: [], background: false }
    const statements = isInFunction ? withinFunction(grammar, statement) : [statement]
    const name = String(parts.size + 1)
    parts.set(name, { statements, isMerged })
    return name
  }

  private command(names: readonly string[], first: Command | undefined): SimpleCommand {
    return {
      type: 'SimpleCommand',
      name: wordOf(PIPE),
      args: [this.arrays, ...names.map(wordOf)],
      assignments: [],
      redirections: [],
      line: (first !== undefined && 'line' in first ? first.line : undefined) ?? 0,
    }
  }

  /** A word that tells what is in the arrays. */
  private get arrays(): Word {
    const { arrays, grammar } = this.setting
    const empty: Word = { type: 'Word', parts: [{ type: 'DoubleQuoted', parts: [literal('')] }] }
    if (arrays.length === 0) return empty
    const told = grammar.parse(`: "$(declare -p ${arrays.join(' ')} 2>/dev/null)"`).statements[0]?.pipelines[0]?.commands[0]
    return (told?.type === 'SimpleCommand' ? told.args[0] : undefined) ?? empty
  }
}

const NAME = /^[A-Za-z_]\w*/u

/** Arrays that a script may set. */
const arraysIn = (script: Script): readonly string[] => {
  const found = new Set<string>()
  JSON.stringify(script, (_key, node: unknown) => {
    if (typeof node !== 'object' || node === null) return node
    if ('array' in node && node.array !== null && 'name' in node) found.add(String(node.name))
    if (!('type' in node) || node.type !== 'SimpleCommand') return node
    const command = node as SimpleCommand
    const words = command.args.map((word) => lettersOf(word) ?? '')
    if (/^(?:declare|typeset|local|mapfile|readarray)$/u.test(nameOf(command) ?? '') || words.includes('-a'))
      for (const word of words) found.add(NAME.exec(word)?.[0] ?? '')
    return node
  })
  found.delete('')
  return [...found]
}

/** The script with `__pipe` in the place of such pipes, whose parts come into `parts`. */
export const splitPipelines = (
  script: Script,
  { isBash, ...setting }: Pick<Setting, 'grammar' | 'parts' | 'hasInput'> & { readonly isBash: boolean },
): Script =>
  new Pipelines({
    ...setting,
    functions: functionNames(script),
    arrays: isBash ? arraysIn(script) : [],
    asksForEach: isBash && JSON.stringify(script).includes('"PIPESTATUS['),
  }).node(script, false)

/** Variables of the shell itself, which a child has of its own. */
const OWN: ReadonlySet<string> = new Set(
  'IFS OSTYPE MACHTYPE HOSTTYPE HOSTNAME PWD OLDPWD OPTIND SHELLOPTS BASHOPTS BASHPID PPID UID EUID RANDOM SECONDS LINENO'.split(
    ' ',
  ),
)
/** Of these a child goes by what its parent has set. */
const OPTIONS = /^(?:errexit|nounset|noglob|xtrace|pipefail|allexport|noclobber)$/u
const IFS = ' \t\n'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const isKept = (name: string): boolean => name === JOBS.last || (VARIABLE.test(name) && !OWN.has(name))
const VARIABLE = /^(?!__)[A-Za-z_]\w*$/u

/** What a child process of the shell begins with beside its environment: variables, parameters and options, as a line of a script. */
export const inheritance = (
  env: ReadonlyMap<string, string>,
  exported: Readonly<Record<string, string>>,
  arrays: string,
): string => {
  const variables = [...env].filter(([name]) => isKept(name) && !(name in exported))
  const count = Number(env.get('#') ?? 0)
  const parameters = Array.from({ length: count }, (_, index) => quote(env.get(String(index + 1)) ?? ''))
  const options = (env.get('SHELLOPTS') ?? '').split(':').filter((name) => OPTIONS.test(name))
  const separators = env.get('IFS') ?? IFS
  return [
    ...variables.map(([name, value]) => `${name}=${quote(value)}; `),
    ...(separators === IFS ? [] : [`IFS=${quote(separators)}; `]),
    arrays === '' ? '' : `${arrays.replaceAll(/^declare -a /gmu, '').replaceAll('\n', '; ')}; `,
    count === 0 ? '' : `set -- ${parameters.join(' ')}; `,
    ...options.map((name) => `set -o ${name}; `),
  ].join('')
}
