/** Statements that the shell does not wait for: each becomes a command that starts it as a process of its own. */
import { mapNodes, nameOf, type Grammar, type Script, type SimpleCommand, type Statement } from './grammar.ts'

/** The names of commands and variables that stand for the shell's own, which know no other processes. */
export const JOBS = { start: '__background', wait: '__wait', last: '__last' } as const

const isStatement = (node: object): node is Statement => 'type' in node && node.type === 'Statement' && 'background' in node

const isSimple = (node: object): node is SimpleCommand => 'type' in node && node.type === 'SimpleCommand'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const functionsOf = ({ statements }: Script): readonly Statement[] =>
  statements.filter(({ pipelines }) => pipelines.some(({ commands }) => commands.some(({ type }) => type === 'FunctionDef')))

/** The functions that a script defines outside of everything else, as a text. */
export const functionsIn = (script: Script, { serialize }: Grammar): string => {
  const statements = functionsOf(script)
  return statements.length === 0 ? '' : `${serialize({ ...script, statements: [...statements] })}\n`
}

/** `&`, `$!` and `wait`, wherever they stand. A process gets the functions that the script defines. */
export function startBackground(script: Script, grammar: Grammar): Script {
  const functions = functionsIn(script, grammar)
  const start = (statement: Statement): Statement => {
    const text = grammar.serialize({ ...script, statements: [{ ...statement, background: false }] })
    return grammar.parse(`${JOBS.start} ${quote(functions + text)}`).statements[0] ?? statement
  }
  const waiting = grammar.parse(JOBS.wait).statements[0]?.pipelines[0]?.commands[0]
  return mapNodes(script, (node) => {
    if (isStatement(node) && node.background) return start(node)
    if (isSimple(node) && nameOf(node) === 'wait' && waiting?.type === 'SimpleCommand') return { ...node, name: waiting.name }
    if ('type' in node && node.type === 'ParameterExpansion' && 'parameter' in node && node.parameter === '!')
      return { ...node, parameter: JOBS.last }
    return node
  })
}
