/** Request targets as nginx reads and rewrites them. */
import { compilePattern } from '../../http/pattern.ts'
import { pathOfTarget, queryOfTarget } from '../matching.ts'

/** Decodes a path, joins slashes and resolves `.` and `..`, as nginx does before it looks for a location (I17). */
export function normalizePath(path: string): string {
  const decoded = decode(path).replace(/\/{2,}/g, '/')
  const kept: string[] = []
  const elements = decoded.split('/').slice(1)
  for (const element of elements) {
    if (element === '..') kept.pop()
    else if (element !== '.') kept.push(element)
  }
  const last = elements.at(-1)
  const ends = last === '.' || last === '..'
  return `/${kept.join('/')}${ends && kept.length > 0 ? '/' : ''}`
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A `rewrite` directive without anchors: where the pattern is found anywhere, the target replaces the whole path (I16). */
export function rewriteTarget(target: string, pattern: string, replacement: string): string {
  const groups = compilePattern(pattern)?.(normalizePath(pathOfTarget(target)))
  if (groups === undefined) return target
  const written = replacement.replace(/\$(\d)/g, (_, digit: string) => groups[Number(digit)] ?? '')
  const query = queryOfTarget(target)
  if (written.endsWith('?')) return encode(written.slice(0, -1))
  return encode(query === '' || !written.includes('?') ? `${written}${query}` : `${written}&${query.slice(1)}`)
}

const encode = (target: string): string => target.replace(/[\s"<>\\^`{|}]|[^\x20-\x7e]+/g, encodeURIComponent)
