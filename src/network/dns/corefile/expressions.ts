/** Regular expressions as Go has them, in bounded time: who may write a Corefile may not keep the server busy. */
import { RE2JS } from 're2js'
import { rememberByText } from '../../remember.ts'

const compile = rememberByText((text): RE2JS | undefined => {
  try {
    return RE2JS.compile(text)
  } catch {
    return undefined
  }
}, 256)

export const isExpression = (text: string): boolean => compile(text) !== undefined

/** What an expression matches: the whole, then its groups; those with names by them, too. */
export interface Match {
  readonly groups: readonly string[]
  readonly named: Readonly<Record<string, string>>
}

/** Undefined where it does not match. */
export const matchExpression = (text: string, name: string): Match | undefined => {
  const compiled = compile(text)
  const matcher = compiled?.matcher(name)
  if (compiled === undefined || matcher?.find() !== true) return undefined
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '')
  const named = Object.entries(compiled.namedGroups()).map(([group, index]) => [group, groups[index] ?? ''] as const)
  return { groups, named: Object.fromEntries(named) }
}
