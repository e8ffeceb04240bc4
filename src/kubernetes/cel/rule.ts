/** Rules of a schema (`x-kubernetes-validations`), compiled. @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/compilation.go, v1.34 */
import type { JSONSchemaProps } from '../generated/types.ts'
import { compile, type Program } from './compile.ts'
import { typeOfSchema } from './schema.ts'
import { optionalOf, type Type } from './types.ts'

export type Rule = NonNullable<JSONSchemaProps['x-kubernetes-validations']>[number]

interface CompiledExpression {
  readonly program?: Program
  /** Why there is none, in the API server's words. */
  readonly problem?: string
}

export interface CompiledRule {
  readonly rule: Rule
  readonly condition: CompiledExpression
  readonly message: CompiledExpression
  readonly usesOldSelf: boolean
}

const ROLES = {
  condition: { prefix: '', type: 'bool', otherwise: 'cel expression must evaluate to a bool' },
  message: { prefix: 'messageExpression ', type: 'string', otherwise: 'messageExpression must evaluate to a string' },
} as const

const compileAs = (text: string, variables: ReadonlyMap<string, Type>, role: keyof typeof ROLES): CompiledExpression => {
  const { prefix, type, otherwise } = ROLES[role]
  const compiled = compile(text, variables)
  if ('problems' in compiled) return { problem: `${prefix}compilation failed: ${compiled.problems}` }
  return compiled.program.type.name === type ? { program: compiled.program } : { problem: otherwise }
}

const compileRule = (rule: Rule, self: Type): CompiledRule => {
  const oldSelf = rule.optionalOldSelf === true ? optionalOf(self) : self
  const variables = new Map([
    ['self', self],
    ['oldSelf', oldSelf],
  ])
  const condition = rule.rule.trim() === '' ? {} : compileAs(rule.rule, variables, 'condition')
  const { messageExpression = '' } = rule
  const message =
    messageExpression === '' || condition.program === undefined ? {} : compileAs(messageExpression, variables, 'message')
  return { rule, condition, message, usesOldSelf: condition.program?.uses.has('oldSelf') === true }
}

const known = new WeakMap<JSONSchemaProps, readonly CompiledRule[]>()

/** A schema's own rules, not those of its parts. Compiled once for each schema. */
export const rulesOf = (schema: JSONSchemaProps, isRoot: boolean): readonly CompiledRule[] => {
  const rules = schema['x-kubernetes-validations'] ?? []
  if (rules.length === 0) return []
  const before = known.get(schema)
  if (before !== undefined) return before
  const self = typeOfSchema(schema, 'object', isRoot)
  const compiled = self === undefined ? [] : rules.map((rule) => compileRule(rule, self))
  known.set(schema, compiled)
  return compiled
}
