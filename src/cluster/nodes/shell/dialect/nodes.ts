/** Pieces of scripts that stand in the place of others. */
import type { Command, Grammar, SimpleCommand } from '../grammar.ts'

export type Word = SimpleCommand['args'][number]
export type Part = Word['parts'][number]

export const isOf = <Type extends string>(node: object, type: Type): node is { readonly type: Type } =>
  'type' in node && node.type === type

export const literal = (value: string): Part => ({ type: 'Literal', value })

export const wordOf = (value: string): Word => ({ type: 'Word', parts: [literal(value)] })

/** A word's letters, where nothing in it is expanded. `[` alone is a word that could be a pattern. */
export const lettersOf = (word: Word | null | undefined): string | undefined => {
  const [part, ...rest] = word?.parts ?? []
  if (part === undefined || rest.length > 0) return undefined
  if (part.type === 'Literal' || part.type === 'SingleQuoted') return part.value
  return part.type === 'Glob' && part.pattern === '[' ? '[' : undefined
}

/** The command of a text. `NAMED` in it stands for `command`, and `words` come behind its first simple command. */
export const PLACE = '__place'

const firstCommand = (grammar: Grammar, text: string): Command => {
  const command = grammar.parse(text).statements[0]?.pipelines[0]?.commands[0]
  if (command === undefined) throw new Error(`no command: ${text}`)
  return command
}

const put = <Value>(value: Value, change: (node: object) => object): Value => {
  if (Array.isArray(value)) return value.map((one: unknown) => put(one, change)) as Value
  if (typeof value !== 'object' || value === null) return value
  const changed = change(value)
  if (changed !== value) return changed as Value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, put<unknown>(inner, change)])) as Value
}

/** A text in which the command `__place` is `command`, and the word `__place` of another command is `words`. */
export const around = (grammar: Grammar, text: string, command: Command, words: readonly Word[] = []): Command =>
  put(firstCommand(grammar, text), (node) => {
    if (!isOf(node, 'SimpleCommand')) return node
    const simple = node as SimpleCommand
    const inPlace = { ...simple, ...(command.type === 'SimpleCommand' ? { line: command.line ?? 0 } : {}) }
    if (lettersOf(simple.name) === PLACE) return command
    const at = simple.args.findIndex((word) => lettersOf(word) === PLACE)
    return at < 0 ? inPlace : { ...inPlace, args: simple.args.toSpliced(at, 1, ...words) }
  })
