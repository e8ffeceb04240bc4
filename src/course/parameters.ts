/** Values that differ from learner to learner: `{{customer}}` in any file of a task. */
import { isJsonObject, isList } from '../kubernetes/json.ts'

export type Parameters = Readonly<Record<string, string>>

export interface ParameterDefinition {
  readonly default: string
  readonly choices: readonly string[]
}

export const readParameterDefinitions = (
  value: unknown,
  note: (path: string, message: string) => void,
): Readonly<Record<string, ParameterDefinition>> => {
  if (value === undefined) return {}
  if (!isJsonObject(value)) {
    note('parameters', 'must map names to { default, choices }')
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, definition]) => {
      const fallback = isJsonObject(definition) ? definition['default'] : undefined
      const choices = isJsonObject(definition) ? (definition['choices'] ?? [fallback]) : undefined
      if (typeof fallback === 'string' && isList(choices) && choices.every((item) => typeof item === 'string'))
        return [[name, { default: fallback, choices }] as const]
      note(`parameters.${name}`, 'needs a text as default, and texts as choices')
      return []
    }),
  )
}

export const defaultParameters = (definitions: Readonly<Record<string, ParameterDefinition>>): Parameters =>
  Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, definition.default]))

/** Names that are no parameter stay as they are. */
export const substitute = (text: string, parameters: Parameters): string =>
  text.includes('{{') ? text.replace(/\{\{\s*([\w-]+)\s*\}\}/gu, (whole, name: string) => parameters[name] ?? whole) : text
