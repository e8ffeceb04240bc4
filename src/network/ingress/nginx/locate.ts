/** Which server and location of nginx take a request. */
import { compilePattern } from '../../http/pattern.ts'
import { CATCH_ALL, rewrites, usesRegex } from './servers.ts'
import type { NginxLocation, NginxServer } from './servers.ts'

/** Exact names first, then aliases, then wildcards of one label, then the server for all other hosts (I2). */
export function findServer(servers: ReadonlyMap<string, NginxServer>, host: string): NginxServer | undefined {
  const all = [...servers.values()]
  return (
    (host === CATCH_ALL ? undefined : servers.get(host)) ??
    all.find(({ aliases }) => aliases.some((alias) => fitsAlias(alias, host))) ??
    servers.get(host.replace(/^[\w-]+\./, '*.')) ??
    servers.get(CATCH_ALL)
  )
}

/** Aliases are names as nginx knows them: a wildcard stands for any number of labels, `~` begins a regular expression. */
function fitsAlias(alias: string, host: string): boolean {
  if (alias.startsWith('~')) return compilePattern(alias.slice(1))?.(host) !== undefined
  return alias.startsWith('*.') ? host.endsWith(alias.slice(1).toLowerCase()) : alias.toLowerCase() === host
}

export interface Located {
  readonly location: NginxLocation
  /** The path lacks only the slash at its end: nginx redirects to the path with it. */
  readonly addsSlash: boolean
  readonly byRegex: boolean
}

/** Finds the location for a normalised path. */
export function findLocation(server: NginxServer, path: string): Located | undefined {
  return usesRegex(server) ? findByRegex(server, path) : findByPath(server, path)
}

/** The order of the configuration file: the longest text first, of equal ones the alphabetically last. */
const byLength = (one: NginxLocation, other: NginxLocation): number =>
  other.path.length - one.path.length || (one.path < other.path ? 1 : Number(one.path > other.path) * -1)

/** Prefix locations without a rewrite of their own become `/path/` and `= /path`, even among regular expressions (I14). */
function writtenLocations({ locations }: NginxServer): readonly NginxLocation[] {
  const exact = new Set(locations.filter(({ match }) => match === 'exact').map(({ path }) => path))
  return locations.flatMap((location) => {
    const { path, match, settings } = location
    if (path === '/' || match === 'exact' || rewrites(location) || settings?.useRegex === true) return [location]
    const withSlash = { ...location, path: path.endsWith('/') ? path : `${path}/` }
    return exact.has(path) ? [withSlash] : [withSlash, { ...location, match: 'exact' as const }]
  })
}

/** All paths are regular expressions, bound at the start only, and none is exact any more (I15). */
function findByRegex(server: NginxServer, path: string): Located | undefined {
  const location = [...writtenLocations(server)]
    .sort(byLength)
    .find((candidate) => compilePattern(`^${candidate.path}`)?.(path) !== undefined)
  return location === undefined ? undefined : { location, addsSlash: false, byRegex: true }
}

function findByPath(server: NginxServer, path: string): Located | undefined {
  const written = [...writtenLocations(server)].sort(byLength)
  const exact = written.find((location) => location.match === 'exact' && location.path === path)
  if (exact !== undefined) return { location: exact, addsSlash: false, byRegex: false }
  const prefixes = written.filter(({ match }) => match === 'prefix')
  const slashed = prefixes.find((location) => location.path === `${path}/`)
  const location = slashed ?? prefixes.find((candidate) => path.startsWith(candidate.path))
  return location === undefined ? undefined : { location, addsSlash: slashed !== undefined, byRegex: false }
}
