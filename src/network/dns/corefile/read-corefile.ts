/** Reads a Corefile as CoreDNS does when it starts. @see coredns core/dnsserver and plugin.cfg, 1.12.1 */
import type { DnsType } from '../../model.ts'
import { CorefileError, parsing, readServers, type Directive, type Server } from './directives.ts'
import type { DnsServerBlock } from './model.ts'
import { absolute, readRewrite, type Rule } from './name-rewrites.ts'
import { checkOther, readCluster, readForward, readHosts, readTemplate, refused, typeNamed } from './plugins.ts'

/** What the program was built with, in the order in which a question comes by it. */
const PLUGINS: ReadonlySet<string> = new Set(
  [
    'root metadata geoip cancel tls quic timeouts multisocket reload nsid bufsize bind debug trace ready health pprof prometheus',
    'errors log dnstap local dns64 acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal template transfer',
    'hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view',
    'nomad',
  ]
    .join(' ')
    .split(' '),
)

/** Those that a server may be told several times. */
const REPEATED: ReadonlySet<string> = new Set([
  'forward',
  'rewrite',
  'template',
  'file',
  'acl',
  'log',
  'import',
  'view',
  'sign',
  'header',
])

export type Corefile =
  | { readonly ok: true; readonly blocks: readonly DnsServerBlock[] }
  /** `message`: as CoreDNS prints it before it ends. */
  | { readonly ok: false; readonly message: string }

/** `corp.example:53`, `dns://.:53`; what is not asked over port 53 nobody asks. */
const KEY = /^(?:(?<scheme>dns|tls|https|grpc):\/\/)?(?<zone>.*?)(?::(?<port>\d+))?$/u

interface Key {
  readonly zone: string
  readonly port: number
}

const DNS_PORT = 53

const keyOf = (text: string): Key => {
  const { zone = '', port = '53', scheme = 'dns' } = KEY.exec(text)?.groups ?? {}
  if (zone.includes(':')) throw new CorefileError(`error inspecting server blocks: zone is not a valid domain name: ${zone}`)
  return { zone: absolute(zone), port: scheme === 'dns' ? Number(port) : 0 }
}

const checkDirectives = (directives: readonly Directive[]): void => {
  for (const { name, line } of directives) if (!PLUGINS.has(name)) throw parsing(line, `Unknown directive '${name}'`)
  const seen = new Set<string>()
  for (const { name } of directives) {
    if (seen.has(name) && !REPEATED.has(name)) throw refused(name, 'this plugin can only be used once per Server Block')
    seen.add(name)
  }
  for (const one of directives) checkOther(one)
}

/** DIFFERS: of rules about something else than names, `type` counts (corefile.oracle.test.ts). */
const typesOf = (rules: readonly Rule[]): DnsServerBlock['types'] => {
  const pairs = rules.flatMap((rule): readonly (readonly [DnsType, DnsType])[] => {
    const [from, to] = 'field' in rule && rule.field === 'type' ? rule.words.map(typeNamed) : []
    return from === undefined || to === undefined ? [] : [[from, to]]
  })
  return Object.fromEntries(pairs)
}

const blockOf = ({ directives }: Server, zones: readonly string[]): DnsServerBlock => {
  const named = (name: string): readonly Directive[] => directives.filter((one) => one.name === name)
  const [hosts] = named('hosts')
  const [cluster] = named('kubernetes')
  const rules = named('rewrite').map(readRewrite)
  return {
    zones,
    rewrites: rules.flatMap((rule) => ('name' in rule ? [rule.name] : [])),
    types: typesOf(rules),
    templates: named('template').map((one) => readTemplate(one, zones)),
    ...(hosts === undefined ? {} : { hosts: readHosts(hosts, zones) }),
    ...(cluster === undefined ? {} : { cluster: readCluster(cluster, zones) }),
    forwards: named('forward').map(readForward),
  }
}

const readBlocks = (text: string): readonly DnsServerBlock[] => {
  const servers = readServers(text)
  for (const { directives } of servers) checkDirectives(directives)
  const known = new Set<string>()
  return servers.flatMap((server) => {
    const keys = server.keys.map(keyOf)
    for (const { zone, port } of keys) {
      const key = `dns://${zone}:${port}`
      if (known.has(key)) throw new CorefileError(`cannot serve ${key} - it is already defined`)
      known.add(key)
    }
    const asked = keys.filter(({ port }) => port === DNS_PORT).map(({ zone }) => zone)
    const block = blockOf(server, asked)
    return asked.length === 0 ? [] : [block]
  })
}

export const readCorefile = (text: string): Corefile => {
  try {
    return { ok: true, blocks: readBlocks(text) }
  } catch (error) {
    if (error instanceof CorefileError) return { ok: false, message: error.message }
    throw error
  }
}

/** What of a server counts: not the domain, how long answers last, or which resolvers are asked. */
const shapeOf = ({ cluster, forwards, ...rest }: DnsServerBlock): string =>
  JSON.stringify({
    ...rest,
    cluster: cluster === undefined ? [] : [cluster.zones.slice(1), cluster.fallthrough, cluster.namespaces],
    forwards: forwards.map(({ from, except }) => [from, except]),
  })

const REVERSE = ['in-addr.arpa.', 'ip6.arpa.'] as const

const USUAL: DnsServerBlock = {
  zones: ['.'],
  rewrites: [],
  types: {},
  templates: [],
  cluster: { zones: ['cluster.local.', ...REVERSE], pods: 'insecure', ttlSeconds: 30, fallthrough: REVERSE },
  forwards: [{ from: '.', to: ['/etc/resolv.conf'], except: [] }],
}

/** Whether answers are those of kubeadm's Corefile: the cluster's own names, and all others asked further. */
export const isUsual = ([block, ...others]: readonly DnsServerBlock[]): boolean =>
  block !== undefined && others.length === 0 && shapeOf(block) === shapeOf(USUAL)
