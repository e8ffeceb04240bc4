/** Hostnames of listeners and routes (semantics I22). Unlike in an Ingress, a wildcard stands for one label or more. */

/** Whether a normalised host fits a hostname; without one, every host does. */
export function fitsHostname(hostname: string | undefined, host: string): boolean {
  if (hostname === undefined || hostname === '') return true
  const wanted = hostname.toLowerCase()
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1 : wanted === host
}

/** The hosts that fit both, as one hostname: `''` for all of them, undefined for none. */
export function intersectHostnames(one: string | undefined, other: string | undefined): string | undefined {
  const [a = '', b = ''] = [one?.toLowerCase(), other?.toLowerCase()]
  if (a === '' || a === b) return b
  if (b === '') return a
  if (a.startsWith('*.') && b.startsWith('*.')) return a.endsWith(b.slice(1)) ? a : b.endsWith(a.slice(1)) ? b : undefined
  if (fitsHostname(a, b) && a.startsWith('*.')) return b
  return b.startsWith('*.') && fitsHostname(b, a) ? a : undefined
}

/** Sorts hostnames: precise ones first, then wildcards, longer ones first, then none at all. */
export function compareHostnames(one: string | undefined, other: string | undefined): number {
  const rank = (hostname = ''): number => (hostname === '' ? 0 : hostname.startsWith('*.') ? 1 : 2)
  return rank(other) - rank(one) || (other ?? '').length - (one ?? '').length
}
