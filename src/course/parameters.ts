/** Values that differ from learner to learner: `{{customer}}` in any file of a task. */
import { isJsonObject, isList } from '../kubernetes/json.ts'

export type Parameters = Readonly<Record<string, string>>

export interface ParameterDefinition {
  readonly default: string
  readonly choices: readonly string[]
}

export type ParameterDefinitions = Readonly<Record<string, ParameterDefinition>>

type Note = (path: string, message: string) => void

export const readParameterDefinitions = (value: unknown, note: Note): ParameterDefinitions => {
  if (value === undefined) return {}
  if (!isJsonObject(value)) {
    note('parameters', 'must map names to { default, choices }')
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, definition]) => {
      const read = readDefinition(name, definition, note)
      return read === undefined ? [] : [[name, read] as const]
    }),
  )
}

const readDefinition = (name: string, definition: unknown, note: Note): ParameterDefinition | undefined => {
  const fallback = isJsonObject(definition) ? definition['default'] : undefined
  const choices = isJsonObject(definition) ? (definition['choices'] ?? [fallback]) : undefined
  if (typeof fallback !== 'string' || !isList(choices) || !choices.every((item) => typeof item === 'string')) {
    note(`parameters.${name}`, 'needs a text as default, and texts as choices')
    return undefined
  }
  if (!choices.includes(fallback)) note(`parameters.${name}.default`, 'must be one of the choices')
  return { default: fallback, choices }
}

/** Notes values of parameters that the task does not have, and values that are none of their choices. */
export const checkParameters = (definitions: ParameterDefinitions, given: Parameters, note: Note): void => {
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(definitions, name) ? definitions[name] : undefined
    if (known === undefined) note('parameters', `has no ${name}; known: ${Object.keys(definitions).join(', ') || 'none'}`)
    else if (!known.choices.includes(value))
      note(`parameters.${name}`, `cannot be ${value}; choices: ${known.choices.join(', ')}`)
  }
}

/**
 * Few draws in which every choice of every parameter comes up, the defaults first: as many as the longest list of choices has. A draw
 * gives parameters of as many choices the same place in their lists.
 */
export const everyChoice = (definitions: ParameterDefinitions): readonly Parameters[] => {
  const entries = Object.entries(definitions).map(
    ([name, { default: first, choices }]) => [name, [first, ...choices.filter((choice) => choice !== first)]] as const,
  )
  const longest = Math.max(1, ...entries.map(([, values]) => values.length))
  return Array.from({ length: longest }, (_, index) =>
    Object.fromEntries(entries.map(([name, values]) => [name, values[index % values.length] ?? ''])),
  )
}

export const defaultParameters = (definitions: ParameterDefinitions): Parameters =>
  Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, definition.default]))

/** Names that are no parameter stay as they are. */
export const substitute = (text: string, parameters: Parameters): string =>
  text.includes('{{')
    ? text.replace(/\{\{\s*([\w-]+)\s*\}\}/gu, (whole, name: string) =>
        Object.hasOwn(parameters, name) ? (parameters[name] ?? whole) : whole,
      )
    : text
