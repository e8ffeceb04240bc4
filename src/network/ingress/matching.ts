/** Hosts and paths as the Ingress API defines them (semantics I2 to I6). */

/** The host of a Host header: lower case, without port and without the dot of an absolute name. */
export function normalizeHost(host: string): string {
  const bracketed = /^\[[^\]]*\]/.exec(host)?.[0]
  const name = bracketed ?? host.replace(/:\d*$/, '')
  return name.replace(/\.$/, '').toLowerCase()
}

/** `none`, or how well a rule's host fits a normalised one: `exact` before `wildcard` before `any`. */
export type HostFit = 'exact' | 'wildcard' | 'any' | 'none'

/** A wildcard stands for exactly one label (I2). */
export function fitHost(rule: string | undefined, host: string): HostFit {
  if (rule === undefined || rule === '') return 'any'
  const wanted = rule.toLowerCase()
  if (wanted === host) return 'exact'
  if (!wanted.startsWith('*.')) return 'none'
  const [label = '', ...rest] = host.split('.')
  return label !== '' && rest.join('.') === wanted.slice(2) ? 'wildcard' : 'none'
}

const elementsOf = (path: string): readonly string[] => path.split('/').filter((element) => element !== '')

/** Whether the elements of `prefix` are the first ones of `path`; slashes at the ends do not count (I4). */
export function hasElementPrefix(path: string, prefix: string): boolean {
  const elements = elementsOf(path)
  return elementsOf(prefix).every((element, index) => element === elements[index])
}

/** `ImplementationSpecific` is taken as Prefix, as most controllers do (I6). */
export const fitsPath = (rule: { readonly path?: string; readonly pathType?: string }, path: string): boolean =>
  rule.pathType === 'Exact' ? rule.path === path : hasElementPrefix(path, rule.path ?? '/')

export const pathOfTarget = (target: string): string => target.split(/[?#]/, 1).join('')

export const queryOfTarget = (target: string): string => /\?[^#]*/.exec(target)?.[0] ?? ''
