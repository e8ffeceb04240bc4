/** What a cluster of kind's is made of: what was asked for, what it has already, and what it gets otherwise. */

/** Node ports on the host's loopback: `count` of them, from `host` on there and from `node` on in the cluster. */
export interface PortRange {
  readonly host: number
  readonly node: number
  readonly count: number
}

export const NETWORK_PLUGINS = ['kind', 'calico', 'cilium'] as const
export type NetworkPlugin = (typeof NETWORK_PLUGINS)[number]

/** What cannot be changed of a cluster that is there. */
export interface KindSettings {
  /** Kind's own, which it pins by digest, where absent. */
  readonly nodeImage?: string
  readonly httpPort: number
  readonly httpsPort: number
  readonly nodePorts: PortRange
  readonly cni: NetworkPlugin
  /** `traefik`, `ingress-nginx`, `none`, or the path or address of a manifest. */
  readonly ingress: string
  readonly ingressImage: string
}

export type AskedSettings = Partial<KindSettings>

export const DEFAULT_SETTINGS: KindSettings = {
  httpPort: 80,
  httpsPort: 443,
  nodePorts: { host: 30_000, node: 30_000, count: 101 },
  cni: 'kind',
  ingress: 'traefik',
  ingressImage: 'traefik:v3.7.10',
}

const MAX_PORTS = 1000

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535

const lastOf = (first: number, count: number): number => first + count - 1

/** `30000-30100` or, where the host has others, `31000-31100:30000-30100`; undefined where it is neither. */
export function parsePortRange(text: string): PortRange | undefined {
  const ends = /^(?<host>\d+)-(?<hostEnd>\d+)(?::(?<node>\d+)-(?<nodeEnd>\d+))?$/u.exec(text)?.groups
  if (ends === undefined) return undefined
  const [host, hostEnd] = [Number(ends['host']), Number(ends['hostEnd'])]
  const [node, nodeEnd] = [Number(ends['node'] ?? host), Number(ends['nodeEnd'] ?? hostEnd)]
  const count = hostEnd - host + 1
  const fits = isPort(host) && isPort(hostEnd) && isPort(node) && isPort(nodeEnd) && nodeEnd - node + 1 === count
  return fits && count >= 1 && count <= MAX_PORTS ? { host, node, count } : undefined
}

export const spellPortRange = ({ host, node, count }: PortRange): string => {
  const spell = (first: number): string => `${first}-${lastOf(first, count)}`
  return host === node ? spell(host) : `${spell(host)}:${spell(node)}`
}

/** Ports on loopback that a cluster takes, besides that of its API server, which kind chooses. */
export const hostPorts = ({ httpPort, httpsPort, nodePorts }: KindSettings): readonly number[] => [
  httpPort,
  httpsPort,
  ...Array.from({ length: nodePorts.count }, (_, index) => nodePorts.host + index),
]

export interface SharedPort {
  readonly port: number
  readonly options: readonly [string, string]
}

/** The first port of the host's that two settings are about, with the options that set them. */
export function sharedPort({ httpPort, httpsPort, nodePorts }: KindSettings): SharedPort | undefined {
  const [http, https, range] = [
    `--http-port ${httpPort}`,
    `--https-port ${httpsPort}`,
    `--node-ports ${spellPortRange(nodePorts)}`,
  ]
  const isInRange = (port: number): boolean => port >= nodePorts.host && port <= lastOf(nodePorts.host, nodePorts.count)
  if (httpPort === httpsPort) return { port: httpPort, options: [http, https] }
  if (isInRange(httpPort)) return { port: httpPort, options: [http, range] }
  return isInRange(httpsPort) ? { port: httpsPort, options: [https, range] } : undefined
}

/** What is asked for, else what the cluster has, else what clusters have by default. */
export const settle = (asked: AskedSettings, kept: KindSettings = DEFAULT_SETTINGS): KindSettings => ({ ...kept, ...asked })

const spellSetting = (settings: KindSettings, name: keyof KindSettings): string => {
  const value = settings[name]
  return typeof value === 'object' ? spellPortRange(value) : String(value ?? '–')
}

export interface Difference {
  readonly name: keyof KindSettings
  readonly kept: string
  readonly asked: string
}

/** Where what is asked for is not what the cluster has, in the order of the settings. */
export const differences = (asked: AskedSettings, kept: KindSettings): readonly Difference[] => {
  const wanted = settle(asked, kept)
  const names = new Set([...Object.keys(kept), ...Object.keys(wanted)]) as ReadonlySet<keyof KindSettings>
  return [...names].flatMap((name) => {
    const [before, after] = [spellSetting(kept, name), spellSetting(wanted, name)]
    return before === after ? [] : [{ name, kept: before, asked: after }]
  })
}
