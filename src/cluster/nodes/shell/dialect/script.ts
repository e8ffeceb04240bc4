/**
 * A script as the container's own shell takes it. The shell that runs it is bash: what dash or busybox's ash do not know is refused, and
 * mistakes that end them end the script. Redirections are looked at first, as files would be opened.
 */
import { mapNodes, type Command, type Grammar, type Script, type SimpleCommand } from '../grammar.ts'
import { withDivisors } from './arithmetic.ts'
import { NAMES } from './commands.ts'
import { FAILED, type Dialect } from './dialect.ts'
import { around, isOf, lettersOf, literal, PLACE, wordOf, type Part, type Word } from './nodes.ts'

/** Commands of bash that others do not have. */
const FOREIGN: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  bash: new Set(),
  busybox: new Set('declare typeset shopt pushd popd dirs mapfile readarray builtin enable compgen'.split(' ')),
  dash: new Set('declare typeset shopt pushd popd dirs mapfile readarray builtin enable compgen source let time'.split(' ')),
}

/** What dash refuses in `${…}`, and busybox's ash. */
const BAD: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  bash: new Set(),
  busybox: new Set(['CaseModification', 'Transform', 'Indirection', 'ArrayKeys', 'VarNamePrefix']),
  dash: new Set([
    'CaseModification',
    'Transform',
    'Indirection',
    'ArrayKeys',
    'VarNamePrefix',
    'Substring',
    'PatternReplacement',
  ]),
}

/** Commands whose failure ends the shell. @see POSIX.1-2017, 2.8.1 Consequences of Shell Errors */
const SPECIAL: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  bash: new Set(),
  busybox: new Set(['export', 'readonly', 'set', 'local', 'unset']),
  dash: new Set(['export', 'readonly', 'shift', 'unset', 'set', 'local']),
}

/** What follows `export` where it lists. */
const LISTS: ReadonlySet<string> = new Set(['', '-p'])

/** Codes of failure that bash has otherwise. */
const CODES: Readonly<Record<string, number>> = { cd: 2, 'command -v': 127 }

/** Commands that take a number, which ends a shell other than bash where it is none. */
const COUNTING: ReadonlySet<string> = new Set(['return', 'exit', 'shift', 'break', 'continue'])

const NUMBER: Readonly<Record<string, RegExp>> = { break: /^0*[1-9]\d*$/u, continue: /^0*[1-9]\d*$/u }

const VARIABLE = /^[A-Za-z_]\w*$/u

type Redirection = SimpleCommand['redirections'][number]

const OPENS: ReadonlySet<string> = new Set(['<', '>', '>>', '>|', '&>', '&>>', '<>'])

const hasCommand = (word: Word): boolean => /"(?:CommandSubstitution|ProcessSubstitution)"/u.test(JSON.stringify(word))

const startsWith = ({ parts: [part] }: Word, letters: RegExp): boolean => part?.type === 'Literal' && letters.test(part.value)

/** Files of /dev are always there; connections are opened. */
const isDevice = (word: Word): boolean => startsWith(word, /^\/dev\/(?!(?:tcp|udp)\/)/u)
const isConnection = (word: Word): boolean => startsWith(word, /^\/dev\/(?:tcp|udp)\//u)

/** What is written to a connection goes nowhere, and nothing is read from it. */
const withoutConnections = (redirections: readonly Redirection[]): Redirection[] =>
  redirections.map((one) =>
    one.target.type === 'Word' && isConnection(one.target) ? { ...one, target: wordOf('/dev/null') } : one,
  )

/** The files that a command opens: what to do with them, and their names. */
const opened = (redirections: readonly Redirection[]): readonly Word[] =>
  redirections.flatMap(({ operator, target }) =>
    OPENS.has(operator) && target.type === 'Word' && !hasCommand(target) && !isDevice(target)
      ? [wordOf(operator === '<' ? 'read' : 'write'), target]
      : [],
  )

export interface Reading {
  readonly dialect: Dialect
  /** What `$0` is; undefined: the shell's own name. */
  readonly name: string | undefined
  /** A command runs it, who knows its name. */
  readonly isInside: boolean
  /** Somebody types: a mistake ends a line, not the shell. */
  readonly isSession: boolean
  /** The name of the program whose file a path is. */
  readonly programAt: (path: string) => string | undefined
}

/** What ends the shell with a complaint: no variable has this name. */
const refused = (told: string): Part => ({
  type: 'ParameterExpansion',
  parameter: '__refused',
  operation: { type: 'ErrorIfUnset', word: wordOf(told), checkEmpty: false },
})

class Translator {
  private readonly grammar: Grammar
  private readonly reading: Reading

  constructor(grammar: Grammar, reading: Reading) {
    this.grammar = grammar
    this.reading = reading
  }

  script(script: Script): Script {
    return mapNodes(script, (node) => this.node(node))
  }

  private node(node: object): object {
    if (isOf(node, 'SimpleCommand')) return this.simple(node as SimpleCommand)
    if (isOf(node, 'ParameterExpansion')) return this.expansion(node as Extract<Part, { type: 'ParameterExpansion' }>)
    if (isOf(node, 'ConditionalCommand')) return this.reading.dialect === 'dash' ? this.foreign('[[', []) : node
    if (isOf(node, 'BraceExpansion')) return this.reading.dialect === 'bash' ? node : this.asWritten(node as Part)
    if ('redirections' in node && 'body' in node && !isOf(node, 'FunctionDef')) return this.withFiles(node as Command)
    return withDivisors(node, this.grammar)
  }

  /** The end of a shell that gives up. */
  private get leave(): string {
    const code = FAILED[this.reading.dialect]
    return this.reading.isSession ? `${NAMES.status} ${code}` : `exit ${code}`
  }

  private foreign(name: string, args: readonly Word[]): Command {
    return around(this.grammar, `${NAMES.foreign} ${PLACE}`, { ...EMPTY, args: [] }, [wordOf(name), ...args])
  }

  private simple(command: SimpleCommand): Command {
    const { dialect } = this.reading
    const written = lettersOf(command.name)
    if (written === undefined) return this.withFiles(command)
    const program = written.startsWith('/') ? this.reading.programAt(written) : undefined
    if (program !== undefined) return this.withFiles({ ...command, name: wordOf(program) })
    const name = written
    if (FOREIGN[dialect].has(name)) return { ...this.foreign(name, command.args), redirections: command.redirections }
    if (name === 'exec') return this.exec(command)
    return this.withFiles(this.named(command, name))
  }

  private named(command: SimpleCommand, name: string): Command {
    if (name === '.' || name === 'source') return this.source(command)
    if (name === '[' || name === 'test') return this.test(command, name)
    if (name === 'return') return this.return(command)
    return this.reading.dialect === 'bash' ? command : this.ofOthers(command, name)
  }

  /** What shells other than bash do in their own way. */
  private ofOthers(command: SimpleCommand, name: string): Command {
    const { grammar } = this
    const { dialect } = this.reading
    const counted = COUNTING.has(name) ? this.counting(command, name) : command
    if (counted !== command) return counted
    if (name === 'read') return this.read(command)
    if (name === 'type') return this.type(command)
    if (name === 'export' && LISTS.has(command.args.map(lettersOf).join(' ')))
      return around(grammar, `{ ${PLACE} | ${NAMES.exported}; }`, command)
    if (SPECIAL[dialect].has(name)) return this.special(command, name)
    const code = CODES[name === 'command' ? `command ${lettersOf(command.args[0]) ?? ''}` : name]
    if (code !== undefined) return around(grammar, `{ ${PLACE} || ${NAMES.status} ${code}; }`, command)
    return dialect === 'dash' && name === 'echo' ? { ...command, name: wordOf(NAMES.echo) } : command
  }

  /** What is no number is refused before anything comes of it. */
  private counting(command: SimpleCommand, name: string): Command {
    const given = lettersOf(command.args[0])
    if (given === undefined || (NUMBER[name] ?? /^\d+$/u).test(given)) return command
    return around(this.grammar, `{ ${NAMES.say} 2 ${PLACE}; ${this.leave}; }`, { ...EMPTY, line: command.line ?? 0 }, [
      wordOf(`${name}: ${given}: numeric argument required`),
    ])
  }

  /** Outside of a function it ends the script; bash refuses it. */
  private return(command: SimpleCommand): Command {
    const { dialect } = this.reading
    if (dialect === 'bash') return around(this.grammar, `{ ${PLACE} || ${NAMES.status} 2; }`, command)
    const checked = this.counting(command, 'return')
    if (checked !== command) return checked
    return around(this.grammar, `{ ${PLACE} || exit ${PLACE}; }`, command, command.args)
  }

  private read(command: SimpleCommand): Command {
    const isDash = this.reading.dialect === 'dash'
    const wrong = command.args.map(lettersOf).find((word) => word !== undefined && !/^-/u.test(word) && !VARIABLE.test(word))
    const hasOptions = command.args.some((word) => lettersOf(word)?.startsWith('-') !== false)
    const complain = (code: number, words: string): Command =>
      around(this.grammar, `${NAMES.say} ${code} ${PLACE}`, { ...EMPTY, line: command.line ?? 0 }, [wordOf(words)])
    if (isDash && command.args.length === 0) return complain(2, 'read: arg count')
    if (wrong === undefined || hasOptions) return command
    return complain(isDash ? 2 : 1, `read: \`${wrong}': not a valid identifier`)
  }

  /** What is not found is told where the rest is told. */
  private type(command: SimpleCommand): Command {
    const [first, ...others] = command.args
    if (first === undefined || others.length > 0) return around(this.grammar, `{ ${PLACE} || ${NAMES.status} 127; }`, command)
    return around(this.grammar, `{ ${PLACE} 2>/dev/null || ${NAMES.unfound} ${PLACE}; }`, command, [first])
  }

  private special(command: SimpleCommand, name: string): Command {
    const isPipefail = name === 'set' && command.args.some((word) => lettersOf(word) === 'pipefail')
    if (isPipefail && this.reading.dialect === 'dash')
      return around(this.grammar, `{ ${NAMES.refuse} set -o pipefail; ${this.leave}; }`, command)
    return around(this.grammar, `{ ${PLACE} || ${this.leave}; }`, command)
  }

  private source(command: SimpleCommand): Command {
    const [file] = command.args
    if (file === undefined) return command
    const otherwise = this.reading.dialect === 'bash' ? `${NAMES.status} 1` : this.leave
    return around(this.grammar, `if ${NAMES.source} ${PLACE}; then ${PLACE}; else ${otherwise}; fi`, command, [file])
  }

  /** A test that is not true may be none: nothing or too much is left of a variable, or a number is not one. */
  private test(command: SimpleCommand, name: string): Command {
    const { grammar } = this
    const words = name === '[' && lettersOf(command.args.at(-1)) === ']' ? command.args.slice(0, -1) : command.args
    const [first, operator] = words
    if (name === '[' && words === command.args) return command
    if (first !== undefined && words.length === 3 && lettersOf(operator) === '==' && this.reading.dialect === 'dash')
      return around(grammar, `${NAMES.unexpected} ${name} ${PLACE}`, command, [first])
    if (words.length < 2 || words.some(hasCommand)) return command
    return around(grammar, `{ ${PLACE} || ${NAMES.operands} $? ${name} ${PLACE}; }`, command, words)
  }

  /** Only what follows a program that is there is never reached. */
  private exec(command: SimpleCommand): Command {
    const [program] = command.args
    const isKnown = program === undefined || hasCommand(program)
    const isSpecial = this.reading.dialect !== 'bash'
    const files = this.withFiles(command, isSpecial ? this.leave : undefined)
    if (isKnown) return files
    return around(this.grammar, `if ${NAMES.program} ${PLACE}; then ${PLACE}; else exit $?; fi`, files, [program])
  }

  private withFiles(command: Command, otherwise?: string): Command {
    const files = 'redirections' in command ? opened(command.redirections) : []
    if (files.length === 0) return command
    const code = this.reading.dialect === 'dash' ? 2 : 1
    // The group has a pipe's bytes reach what is inside.
    const text = `{ if ${NAMES.opens} ${PLACE} </dev/null; then ${PLACE}; else ${otherwise ?? `${NAMES.status} ${code}`}; fi; }`
    const opening = 'redirections' in command && this.reading.dialect === 'bash'
    const inside = opening ? { ...command, redirections: withoutConnections(command.redirections) } : command
    return around(this.grammar, text, inside, files)
  }

  private expansion(node: Extract<Part, { type: 'ParameterExpansion' }>): Part {
    const { parameter, operation } = node
    const { dialect, isInside, name = dialect === 'bash' ? 'bash' : 'sh' } = this.reading
    if (parameter === '0' && operation === null && !isInside) return literal(name)
    if (operation === null) return node
    if (BAD[dialect].has(operation.type)) return refused(`${this.textOf(node)}: bad substitution`)
    if (operation.type !== 'ErrorIfUnset') return node
    const isPlain = (operation.word?.parts ?? []).every((part) => part.type === 'Literal' && part.value === '')
    const [nothing, also] = dialect === 'bash' ? ['parameter null or not set', ''] : ['parameter not set', ' or null']
    const told = operation.checkEmpty ? nothing + also : 'parameter not set'
    const parts = isPlain ? [literal(told)] : (operation.word?.parts ?? [])
    return {
      ...node,
      operation: { ...operation, word: { type: 'Word', parts: [literal(`required: ${parameter}: `), ...parts] } },
    }
  }

  private textOf(part: Part): string {
    const word: Word = { type: 'Word', parts: [part] }
    const command: SimpleCommand = { ...EMPTY, name: word, args: [] }
    return this.grammar
      .serialize({
        type: 'Script',
        statements: [
          {
            type: 'Statement',
            pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
            operators: [],
            background: false,
          },
        ],
      })
      .trim()
  }

  private asWritten(part: Part): Part {
    return literal(this.textOf(part))
  }
}

const EMPTY: SimpleCommand = { type: 'SimpleCommand', name: null, args: [], assignments: [], redirections: [] }

/** The script as the shell of `reading` takes it. */
export const asShellTakesIt = (script: Script, grammar: Grammar, reading: Reading): Script =>
  new Translator(grammar, reading).script(script)
