/** Statements that the shell does not wait for: each becomes a command that starts it as a process of its own. */
import { around, PLACE } from './dialect/nodes.ts'
import {
  mapNodes,
  nameOf,
  type Command,
  type Grammar,
  type Pipeline,
  type Script,
  type SimpleCommand,
  type Statement,
} from './grammar.ts'

/** The names of commands and variables that stand for the shell's own, which know no other processes. */
export const JOBS = { start: '__background', wait: '__wait', last: '__last', signalled: '__signalled' } as const

const isStatement = (node: object): node is Statement => 'type' in node && node.type === 'Statement' && 'background' in node

const isSimple = (node: object): node is SimpleCommand => 'type' in node && node.type === 'SimpleCommand'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The functions that a script defines outside of everything else. */
export const functionsOf = ({ statements }: Script): readonly Statement[] =>
  statements.filter(({ pipelines }) => pipelines.some(({ commands }) => commands.some(({ type }) => type === 'FunctionDef')))

/** The same as a text. */
export const functionsIn = (script: Script, { serialize }: Grammar): string => {
  const statements = functionsOf(script)
  return statements.length === 0 ? '' : `${serialize({ ...script, statements: [...statements] })}\n`
}

type Operator = Statement['operators'][number]

const isOnly = ({ commands: [command, ...others] }: Pipeline, names: ReadonlySet<string>): boolean =>
  others.length === 0 && command?.type === 'SimpleCommand' && names.has(nameOf(command) ?? '')

/** Commands behind which the shell looks whether it got a signal: those that send one, and while it waits, where it has traps. */
const SENDS: ReadonlySet<string> = new Set(['kill'])
const LISTENS: ReadonlySet<string> = new Set(['kill', 'sleep'])

/** `&`, `$!` and `wait`, wherever they stand. A process gets the functions that the script defines. */
export function startBackground(script: Script, grammar: Grammar): Script {
  const functions = functionsIn(script, grammar)
  const hasTraps = JSON.stringify(script).includes('"trap"')
  const names = hasTraps ? LISTENS : SENDS
  const start = (statement: Statement): Statement => {
    const text = grammar.serialize({ ...script, statements: [{ ...statement, background: false }] })
    return grammar.parse(`${JOBS.start} ${quote(functions + text)}`).statements[0] ?? statement
  }
  const obey = grammar.parse(`eval "$${JOBS.signalled}"`).statements[0]?.pipelines[0]
  /** The shell may have sent itself a signal. */
  const withObedience = (statement: Statement): Statement => {
    const parts = statement.pipelines.map((pipeline, index): [Pipeline, Operator | undefined] => [
      pipeline,
      statement.operators[index],
    ])
    if (obey === undefined || !parts.some(([pipeline]) => isOnly(pipeline, names))) return statement
    const all = parts.flatMap(([pipeline, operator]): (typeof parts)[number][] =>
      isOnly(pipeline, names)
        ? [
            [pipeline, '&&'],
            [obey, operator],
          ]
        : [[pipeline, operator]],
    )
    const operators = all.flatMap(([, operator]) => operator ?? [])
    return { ...statement, pipelines: all.map(([pipeline]) => pipeline), operators }
  }
  const waiting = grammar.parse(JOBS.wait).statements[0]?.pipelines[0]?.commands[0]
  const wait = (command: SimpleCommand): Command => {
    if (waiting?.type !== 'SimpleCommand') return command
    const own: SimpleCommand = { ...command, name: waiting.name }
    return hasTraps ? around(grammar, `{ ${PLACE}; eval "$${JOBS.signalled}"; }`, own) : own
  }
  return mapNodes(script, (node) => {
    if (isStatement(node)) return node.background ? start(node) : withObedience(node)
    if (isSimple(node) && nameOf(node) === 'wait') return wait(node)
    if ('type' in node && node.type === 'ParameterExpansion' && 'parameter' in node && node.parameter === '!')
      return { ...node, parameter: JOBS.last }
    return node
  })
}
