/** Variables that follow from others. @see nginx.org/en/docs/http/ngx_http_map_module.html */
import { directivesNamed, type Directive } from './nginx-config.ts'

export interface NginxMap {
  /** What is compared, with variables. */
  readonly source: string
  readonly hasHostnames: boolean
  readonly fallback: string
  readonly exact: ReadonlyMap<string, string>
  /** In their order. */
  readonly patterns: readonly (readonly [pattern: string, value: string])[]
}

/** By the names of the variables. */
export type NginxMaps = ReadonlyMap<string, NginxMap>

const SETTINGS: ReadonlySet<string> = new Set(['hostnames', 'volatile'])

const isSetting = ({ name, args }: Directive): boolean => SETTINGS.has(name) && args.length === 0

/** A backslash before a name that would be a parameter. */
const plain = (name: string): string => name.replace(/^\\/u, '')

function readMap(source: string, block: readonly Directive[]): NginxMap {
  const entries = block.filter((one) => !isSetting(one)).map(({ name, args: [value = ''] }) => [name, value] as const)
  return {
    source,
    hasHostnames: block.some(({ name }) => name === 'hostnames'),
    fallback: entries.find(([name]) => name === 'default')?.[1] ?? '',
    exact: new Map(
      entries
        .filter(([name]) => name !== 'default' && !name.startsWith('~'))
        .map(([name, value]) => [plain(name).toLowerCase(), value]),
    ),
    patterns: entries.filter(([name]) => name.startsWith('~')),
  }
}

export const readMaps = (http: readonly Directive[]): NginxMaps =>
  new Map(
    directivesNamed(http, 'map').map(({ args: [source = '', name = ''], block = [] }) => [
      name.slice(1),
      readMap(source, block),
    ]),
  )

/** The longest mask with its star before, then the longest with its star behind. */
const ofMask = (exact: ReadonlyMap<string, string>, host: string): string | undefined => {
  const labels = host.split('.')
  const own = exact.get(`.${host}`)
  if (own !== undefined) return own
  for (let at = 1; at < labels.length; at++) {
    const behind = labels.slice(at).join('.')
    const value = exact.get(`*.${behind}`) ?? exact.get(`.${behind}`)
    if (value !== undefined) return value
  }
  for (let at = labels.length - 1; at > 0; at--) {
    const value = exact.get(`${labels.slice(0, at).join('.')}.*`)
    if (value !== undefined) return value
  }
  return undefined
}

/** The value that stands for a text, with its own variables; `fits` tries a pattern. */
export function lookUpIn(map: NginxMap, text: string, fits: (pattern: string, ignoreCase: boolean) => boolean): string {
  const key = map.hasHostnames ? text.toLowerCase().replace(/\.$/u, '') : text.toLowerCase()
  const found = map.exact.get(key) ?? (map.hasHostnames ? ofMask(map.exact, key) : undefined)
  if (found !== undefined) return found
  const pattern = map.patterns.find(([name]) => fits(name.replace(/^~\*?/u, ''), name.startsWith('~*')))
  return pattern?.[1] ?? map.fallback
}
