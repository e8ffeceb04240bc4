/** How much of what somebody types a text's programs read. A program is given its input at once. */
import { toBytes } from '../http-text.ts'
import { nameOf, type Command, type Grammar, type Script, type SimpleCommand, type Statement } from './grammar.ts'
import { unlessStopped } from './session.ts'
import type { TypedInput } from './terminal.ts'

/** A line for each, or everything up to the end of input. */
export type InputWanted = number | 'all'

/** Programs that read where they are given fewer files than this. */
const READ_WITHOUT: Readonly<Record<string, number>> = {
  cat: 1,
  tac: 1,
  rev: 1,
  nl: 1,
  od: 1,
  wc: 1,
  head: 1,
  tail: 1,
  sort: 1,
  uniq: 1,
  md5sum: 1,
  sha1sum: 1,
  sha256sum: 1,
  base64: 1,
  grep: 2,
  sed: 2,
  awk: 2,
  cut: Infinity,
  tr: Infinity,
  tee: Infinity,
  xargs: Infinity,
}

const INPUTS: ReadonlySet<string> = new Set(['<', '<<', '<<-', '<<<'])

const isOption = ({ parts }: SimpleCommand['args'][number]): boolean =>
  parts[0]?.type === 'Literal' && /^-./u.test(parts[0].value)

const wantedBySimple = (command: SimpleCommand): InputWanted => {
  if (command.redirections.some(({ operator, fd }) => INPUTS.has(operator) && (fd ?? 0) === 0)) return 0
  const name = nameOf(command) ?? ''
  if (name === 'read') return 1
  const files = command.args.filter((arg) => !isOption(arg)).length
  return files < (READ_WITHOUT[name] ?? 0) ? 'all' : 0
}

const sum = (parts: readonly InputWanted[]): InputWanted =>
  parts.reduce<InputWanted>((all, part) => (all === 'all' || part === 'all' ? 'all' : all + part), 0)

const wantedByStatements = (statements: readonly Statement[]): InputWanted =>
  sum(
    statements
      .filter(({ background }) => !background)
      .flatMap(({ pipelines }) => pipelines.map(({ commands }) => wantedByCommand(commands[0]))),
  )

const wantedByCommand = (command: Command | undefined): InputWanted => {
  switch (command?.type) {
    case 'SimpleCommand':
      return wantedBySimple(command)
    case 'Group':
    case 'Subshell':
    case 'For':
      return wantedByStatements(command.body)
    case 'If':
      return sum(command.clauses.map(({ condition, body }) => sum([wantedByStatements(condition), wantedByStatements(body)])))
    case 'While':
    case 'Until':
      return wantedByStatements(command.condition) === 0 ? wantedByStatements(command.body) : 'all'
    default:
      return 0
  }
}

export const inputWanted = ({ statements }: Script): InputWanted => wantedByStatements(statements)

const wantedBy = (text: string, grammar: Grammar | undefined): InputWanted => {
  try {
    return grammar === undefined ? 0 : inputWanted(grammar.parse(text))
  } catch {
    return 0
  }
}

/** What the text's programs read of what is typed from now on, as bytes; all that there is by then where the reading is broken off. */
export async function readTyped(
  text: string,
  grammar: Grammar | undefined,
  typed: Pick<TypedInput, 'nextLine'>,
  signal: AbortSignal,
): Promise<string> {
  const wanted = wantedBy(text, grammar)
  let input = ''
  for (let count = 0; wanted === 'all' || count < wanted; count++) {
    const line = await unlessStopped(typed.nextLine(), signal).catch(() => undefined)
    if (line === undefined) break
    input += line
  }
  return toBytes(input)
}
