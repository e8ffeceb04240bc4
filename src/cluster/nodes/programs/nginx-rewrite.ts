/** What nginx does before it looks for content, one directive after the other. @see nginx.org/en/docs/http/ngx_http_rewrite_module.html */
import { RE2JS } from 're2js'
import { compileBounded } from '../../../network/http/pattern.ts'
import type { FileView } from '../container-files.ts'
import { readCondition, type Condition } from './nginx-conditions.ts'
import { directivesNamed, type Directive } from './nginx-config.ts'
import { WHOLE } from './nginx-locations.ts'
import { expand, type VariableSource } from './nginx-variables.ts'

/** The groups of what fits, the whole first: administrators of servers write patterns, and nobody waits long for one. */
export const fit = (pattern: string, text: string, ignoreCase = false): readonly string[] | undefined =>
  compileBounded(pattern, ignoreCase, RE2JS)?.(text)

/** Names of a pattern's groups, by their numbers; empty for those without. */
const groupNames = (pattern: string): readonly string[] =>
  [...pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gu, '').matchAll(/\((?:\?P?<(\w+)>|(?!\?))/gu)].map(([, name = '']) => name)

/** What fits, with the variables that groups with names set. */
export const fitNamed = (
  pattern: string,
  text: string,
  { ignoreCase, variables }: { readonly ignoreCase: boolean; readonly variables: Map<string, string> },
): readonly string[] | undefined => {
  const groups = fit(pattern, text, ignoreCase)
  if (groups !== undefined)
    for (const [index, name] of groupNames(pattern).entries()) if (name !== '') variables.set(name, groups[index + 1] ?? '')
  return groups
}

export interface Progress {
  readonly source: VariableSource
  /** What holds for the content: that of the last `if` that was true. */
  readonly block: readonly Directive[]
  readonly isRewritten: boolean
}

export type Rewriting = Progress & {
  /** `moves`: the address is another one, for which a location is to be found. */
  readonly end:
    | { readonly kind: 'goes-on' | 'moves' | 'stays' }
    | { readonly kind: 'returns'; readonly words: readonly string[] }
    | { readonly kind: 'redirects'; readonly status: 301 | 302; readonly target: string }
}

const OWN: ReadonlySet<string> = new Set(['if', 'set', 'return', 'rewrite', 'break', 'try_files', 'location'])

/** The content of an `if` has what the block around has, but for what it says itself. */
const within = (outer: readonly Directive[], inner: readonly Directive[]): readonly Directive[] => [
  ...outer.filter(
    ({ name }) => !OWN.has(name) && !((WHOLE.has(name) || name === 'proxy_pass') && directivesNamed(inner, name).length > 0),
  ),
  ...inner.filter(({ name }) => !OWN.has(name)),
]

interface Held {
  readonly holds: boolean
  readonly captures?: readonly string[]
}

const isFileThere = (files: FileView, path: string, test: string): boolean => {
  const isFile = files.read(path) !== undefined
  const isFolder = (): boolean => files.list(path.replace(/\/+$/u, '')).length > 0
  if (test === 'f') return isFile
  return test === 'd' ? !isFile && isFolder() : isFile || isFolder()
}

const holds = (condition: Condition, source: VariableSource, files: FileView): Held => {
  switch (condition.kind) {
    case 'set': {
      const value = expand(condition.value, source)
      return { holds: value !== '' && value !== '0' }
    }
    case 'equals':
      return { holds: (expand(condition.value, source) === expand(condition.to, source)) !== condition.isNot }
    case 'matches': {
      const { ignoreCase, isNot } = condition
      const captures = fitNamed(condition.to, expand(condition.value, source), { ignoreCase, variables: source.variables })
      return { holds: (captures !== undefined) !== isNot, captures: captures ?? [] }
    }
    case 'file':
      return { holds: isFileThere(files, expand(condition.path, source), condition.test) !== condition.isNot }
  }
}

/** What it becomes; a question mark at its end keeps the query from being added. */
const replaced = (replacement: string, source: VariableSource): Pick<VariableSource, 'uri' | 'args'> => {
  const isBare = replacement.endsWith('?')
  const [uri = '', query] = expand(isBare ? replacement.slice(0, -1) : replacement, source).split('?')
  const kept = isBare ? [] : [source.args]
  return { uri, args: query === undefined ? kept.join('') : [query, ...kept].filter((one) => one !== '').join('&') }
}

const goOn = (progress: Progress): Rewriting => ({ ...progress, end: { kind: 'goes-on' } })

const rewrite = ([pattern = '', replacement = '', flag]: readonly string[], progress: Progress): Rewriting => {
  const { source } = progress
  const captures = fitNamed(pattern, source.uri, { ignoreCase: false, variables: source.variables })
  // A pattern that does not fit leaves no groups either.
  if (captures === undefined) return goOn({ ...progress, source: { ...source, captures: [] } })
  const { uri, args } = replaced(replacement, { ...source, captures })
  const next = { ...progress, source: { ...source, captures, uri, args }, isRewritten: true }
  const isAway = /^(?:https?:\/\/|\$scheme)/u.test(replacement)
  if (isAway || flag === 'redirect' || flag === 'permanent') {
    const target = args === '' ? uri : `${uri}?${args}`
    return { ...next, end: { kind: 'redirects', status: flag === 'permanent' ? 301 : 302, target } }
  }
  return { ...next, end: { kind: flag === 'last' ? 'moves' : flag === 'break' ? 'stays' : 'goes-on' } }
}

const step = (directive: Directive, progress: Progress, files: FileView): Rewriting => {
  const { name, args } = directive
  const { source } = progress
  switch (name) {
    case 'set':
      source.variables.set((args[0] ?? '').slice(1), expand(args[1] ?? '', source))
      return goOn(progress)
    case 'break':
      return { ...progress, end: { kind: 'stays' } }
    case 'return':
      return { ...progress, end: { kind: 'returns', words: args } }
    case 'rewrite':
      return rewrite(args, progress)
    case 'if': {
      const read = readCondition(args)
      const held: Held = read.ok ? holds(read.condition, source, files) : { holds: false }
      const captured = held.captures === undefined ? source : { ...source, captures: held.captures }
      if (!held.holds) return goOn({ ...progress, source: captured })
      const { block: inner = [] } = directive
      return runRewrites(inner, { ...progress, source: captured, block: within(progress.block, inner) }, files)
    }
    default:
      return goOn(progress)
  }
}

/** Runs them until one ends it. `goes-on` at the end: all have been run. */
export function runRewrites(directives: readonly Directive[], progress: Progress, files: FileView): Rewriting {
  let now = goOn(progress)
  for (const directive of directives) {
    now = step(directive, now, files)
    if (now.end.kind !== 'goes-on') return now
  }
  return now
}
