import type { PodDNSConfig } from '../../kubernetes/generated/types.ts'
import type { ClusterFacts } from '../facts.ts'
import type { Source } from '../model.ts'
import { clusterDnsIp } from '../path/node-dns.ts'
import { keyOf } from '../state.ts'
import type { NetworkState } from '../state.ts'

/** A resolver's configuration, as it stands in `/etc/resolv.conf`. */
export interface ResolvConf {
  readonly nameservers: readonly string[]
  readonly searches: readonly string[]
  /** `ndots:5`, `use-vc`, … */
  readonly options: readonly string[]
}

const MAX_NAMESERVERS = 3
const MAX_SEARCHES = 32
const MAX_SEARCH_CHARACTERS = 2048
/** What the C libraries take where nothing is configured. @see resolv.conf(5) */
const DEFAULT_NDOTS = 1
const MAX_NDOTS = 15

/** Two configurations in one, the first one's entries first; of equal entries, the first stays. */
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts.filter((text) => text !== ''))]

/**
 * The resolver's configuration of a Pod (by its dnsPolicy and dnsConfig), a node, or a machine outside, whose own
 * configuration is taken to be like a node's. A Pod that is not in the snapshot has the defaults of its namespace.
 * @see kubernetes pkg/kubelet/network/dns, v1.34 (semantics D17 to D20)
 */
export function resolvConf(state: NetworkState, source: Source): ResolvConf {
  const host: ResolvConf = { nameservers: state.facts.nodeNameservers, searches: state.facts.nodeSearches, options: [] }
  if (!('pod' in source)) return fitLimits(host)
  const spec = state.pods.get(keyOf(source.pod.namespace, source.pod.name))?.spec
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false, dnsConfig } = spec ?? {}
  const usesHost = dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork)
  const none: ResolvConf = { nameservers: [], searches: [], options: [] }
  const base = usesHost ? host : dnsPolicy === 'None' ? none : clusterFirst(state.facts, source.pod.namespace)
  return fitLimits(dnsConfig === undefined ? base : mergeConfig(base, dnsConfig))
}

/** The host's options are not taken over (semantics D17). */
function clusterFirst(facts: ClusterFacts, namespace: string): ResolvConf {
  const domain = facts.clusterDomain
  const own = [`${namespace}.svc.${domain}`, `svc.${domain}`, domain]
  return { nameservers: [clusterDnsIp(facts)], searches: distinct([...own, ...facts.nodeSearches]), options: ['ndots:5'] }
}

function mergeConfig(base: ResolvConf, config: PodDNSConfig): ResolvConf {
  const options = new Map(base.options.map((option) => [option.split(':', 1).join(''), option]))
  for (const { name = '', value } of config.options ?? [])
    options.set(name, value === undefined || value === '' ? name : `${name}:${value}`)
  return {
    nameservers: distinct([...base.nameservers, ...(config.nameservers ?? [])]),
    searches: distinct([...base.searches, ...(config.searches ?? [])]),
    options: [...options.values()],
  }
}

/** What does not fit is left out, last first, and the kubelet says so in an event only. */
function fitLimits({ nameservers, searches, options }: ResolvConf): ResolvConf {
  let kept = searches.slice(0, MAX_SEARCHES)
  while (kept.join(' ').length > MAX_SEARCH_CHARACTERS) kept = kept.slice(0, -1)
  return { nameservers: nameservers.slice(0, MAX_NAMESERVERS), searches: kept, options }
}

/** How many dots a name needs to be tried as it is before the search list (semantics D21). */
export function ndotsOf({ options }: ResolvConf): number {
  const values = options.flatMap((option) => /^ndots:(\d+)$/.exec(option)?.[1] ?? [])
  return Math.min(MAX_NDOTS, Number(values.at(-1) ?? DEFAULT_NDOTS))
}

/** The file as the container runtime writes it. */
export function renderResolvConf({ nameservers, searches, options }: ResolvConf): string {
  const lines = [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...nameservers.map((nameserver) => `nameserver ${nameserver}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}
