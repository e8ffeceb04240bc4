/** Whom nginx hands requests to. Names are looked up once, when it reads its configuration. */
import { ConfigError, directivesNamed, type Directive } from './nginx-config.ts'

export interface Peer {
  readonly ip: string
  readonly port: number
}

export interface ProxyTarget {
  readonly scheme: string
  /** As it is written, which is what nginx calls `$proxy_host`. */
  readonly host: string
  /** What takes the place of the location's path; empty where the request goes on as it is. */
  readonly uri: string
  readonly peers: readonly Peer[]
}

/** By their `proxy_pass`. Those with variables are not among them. */
export type ProxyTargets = ReadonlyMap<Directive, ProxyTarget>

export type LookUp = (name: string) => readonly string[]

const ADDRESS = /^(?<name>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/u

/** The addresses of `name:port`; undefined where it has none. */
export function peersOf(text: string, defaultPort: number, lookUp: LookUp): readonly Peer[] | undefined {
  const { name = '', port } = ADDRESS.exec(text)?.groups ?? {}
  const ips = name === '' ? [] : /^[\d.]+$/u.test(name) ? [name] : name.startsWith('[') ? [name.slice(1, -1)] : lookUp(name)
  return ips.length === 0 ? undefined : ips.map((ip) => ({ ip, port: Number(port ?? defaultPort) }))
}

const refuse = (what: string, { file, line }: Directive): never => {
  throw new ConfigError(`${what} in ${file}:${line}`)
}

function upstreamPeers({ block = [] }: Directive, lookUp: LookUp): readonly Peer[] {
  const servers = directivesNamed(block, 'server').map((server) => {
    const [address = '', ...options] = server.args
    const peers = peersOf(address, 80, lookUp) ?? refuse(`host not found in upstream "${address}"`, server)
    return { peers: options.includes('down') ? [] : peers, isBackup: options.includes('backup') }
  })
  const chosen = servers.filter(({ isBackup }) => !isBackup)
  return [...chosen, ...servers.filter(({ isBackup }) => isBackup)].flatMap(({ peers }) => peers)
}

/** `scheme://host:port` and what follows; undefined where it is none that nginx knows. */
export const splitUrl = (url: string): Pick<ProxyTarget, 'scheme' | 'host' | 'uri'> | undefined => {
  const { scheme = '', host = '', uri = '' } = /^(?<scheme>https?):\/\/(?<host>[^/?]*)(?<uri>.*)$/u.exec(url)?.groups ?? {}
  return scheme === '' ? undefined : { scheme, host, uri }
}

export const defaultPortOf = (scheme: string): number => (scheme === 'https' ? 443 : 80)

const takesNoUri = ({ name, args: [first = ''] }: Directive): boolean => name !== 'location' || /^[~@]/u.test(first)

/** Throws a ConfigError where a name is not found, as nginx ends at its start. */
export function readTargets(http: readonly Directive[], lookUp: LookUp): ProxyTargets {
  const upstreams = new Map(directivesNamed(http, 'upstream').map((one) => [one.args[0] ?? '', upstreamPeers(one, lookUp)]))
  const targets = new Map<Directive, ProxyTarget>()
  const read = (directive: Directive, around: Directive): void => {
    const [url = ''] = directive.args
    if (url.includes('$')) return
    const split = splitUrl(url) ?? refuse('invalid URL prefix', directive)
    if (split.uri !== '' && takesNoUri(around))
      refuse(
        '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block',
        directive,
      )
    const peers =
      upstreams.get(split.host) ??
      peersOf(split.host, defaultPortOf(split.scheme), lookUp) ??
      refuse(`host not found in upstream "${split.host.replace(/:\d+$/u, '')}"`, directive)
    targets.set(directive, { ...split, peers })
  }
  const walk = (block: readonly Directive[], around: Directive | undefined): void => {
    for (const directive of block) {
      if (directive.name === 'proxy_pass' && around !== undefined) read(directive, around)
      if (directive.block !== undefined) walk(directive.block, directive)
    }
  }
  walk(http, undefined)
  return targets
}
