/** The shell's own parser, and what it takes a script to be. */
import type { Bash } from 'just-bash'

export interface Grammar {
  readonly parse: (text: string) => Script
  readonly serialize: (script: Script) => string
}

export type Script = ReturnType<Bash['transform']>['ast']
export type Statement = Script['statements'][number]
export type Pipeline = Statement['pipelines'][number]
export type Command = Pipeline['commands'][number]
export type SimpleCommand = Extract<Command, { type: 'SimpleCommand' }>

const serialize = (shell: Bash, script: Script): string => {
  shell.registerTransformPlugin({ name: 'given', transform: () => ({ ast: script }) })
  return shell.transform('').script
}

/** What every build of the shell has: the browsers' does not give its parser away by name. */
export const grammarOf = (create: () => Bash): Grammar => {
  const parser = create()
  return { parse: (text) => parser.transform(text).ast, serialize: (script) => serialize(create(), script) }
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A copy of a script in which each object went through `change`, the inner ones first. */
export const mapNodes = <Value>(value: Value, change: (node: object) => object): Value => {
  if (Array.isArray(value)) return value.map((one: unknown) => mapNodes(one, change)) as Value
  if (!isNode(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapNodes<unknown>(inner, change)]))
  return change(copy) as Value
}

/** The word of a command's name, where it is plain letters. */
export const nameOf = ({ name }: SimpleCommand): string | undefined => {
  const [part, ...rest] = name?.parts ?? []
  return part?.type === 'Literal' && rest.length === 0 ? part.value : undefined
}

/** Names of the functions that a script defines, wherever that is. */
export const functionNames = (script: Script): ReadonlySet<string> => {
  const found = new Set<string>()
  JSON.stringify(script, (_key, node: unknown) => {
    if (typeof node === 'object' && node !== null && 'type' in node && node.type === 'FunctionDef' && 'name' in node)
      found.add(String(node.name))
    return node
  })
  return found
}

/** Whether a text could go on: a quote, a group or a statement that it begins is not ended. */
export const isUnfinished = ({ parse }: Grammar, text: string): boolean => {
  if (/(?:&&|\||(?<!\\)(?:\\\\)*\\)[ \t]*$/u.test(text)) return true
  try {
    parse(text)
    return false
  } catch (error) {
    if (!(error instanceof Error)) return false
    const token = 'token' in error ? (error.token as { readonly type?: unknown } | undefined) : undefined
    return token?.type === 'EOF' || /unexpected EOF while looking|unterminated here-document/iu.test(error.message)
  }
}
