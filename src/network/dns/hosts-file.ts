import type { HostAlias, Pod } from '../../kubernetes/generated/types.ts'
import { normalizeAddress } from '../address.ts'
import type { Source } from '../model.ts'
import { addressesOfNode, addressesOfPod, keyOf, namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'

/** One line of a hosts file: an address and the names that lead to it. */
export interface HostsEntry {
  readonly ip: string
  readonly names: readonly string[]
}

export interface PodHostname {
  readonly hostname: string
  /** `<subdomain>.<namespace>.svc.<cluster domain>`; absent where the Pod states no subdomain. */
  readonly domain?: string
}

const MAX_HOSTNAME = 63

/**
 * The Pod's hostname and domain, as `hostname` and `hostname -d` print them (semantics D25 to D27).
 * @see kubernetes pkg/kubelet, v1.34
 */
export function hostnameOf(state: NetworkState, pod: Pod): PodHostname {
  const { hostname, hostnameOverride, subdomain } = pod.spec ?? {}
  if (hostnameOverride !== undefined && hostnameOverride !== '') return { hostname: hostnameOverride }
  const own = hostname ?? (pod.metadata.name ?? '').slice(0, MAX_HOSTNAME).replace(/[-.]+$/, '')
  if (subdomain === undefined || subdomain === '') return { hostname: own }
  return { hostname: own, domain: `${subdomain}.${namespaceOf(pod)}.svc.${state.facts.clusterDomain}` }
}

const LOCAL: readonly HostsEntry[] = [
  { ip: '127.0.0.1', names: ['localhost'] },
  { ip: '::1', names: ['localhost', 'ip6-localhost', 'ip6-loopback'] },
  { ip: 'fe00::0', names: ['ip6-localnet'] },
  { ip: 'fe00::0', names: ['ip6-mcastprefix'] },
  { ip: 'fe00::1', names: ['ip6-allnodes'] },
  { ip: 'fe00::2', names: ['ip6-allrouters'] },
]

const podOf = (state: NetworkState, source: Source): Pod | undefined =>
  'pod' in source ? state.pods.get(keyOf(source.pod.namespace, source.pod.name)) : undefined

function nodeEntries(state: NetworkState, nodeName: string): readonly HostsEntry[] {
  const node = state.nodes.get(nodeName)
  const ips = node === undefined ? [] : addressesOfNode(node)
  return [...LOCAL, ...ips.map((ip) => ({ ip, names: [nodeName] }))]
}

const aliasEntries = (aliases: readonly HostAlias[] = []): readonly HostsEntry[] =>
  aliases.map(({ ip, hostnames = [] }) => ({ ip, names: hostnames }))

function ownEntries(state: NetworkState, pod: Pod): readonly HostsEntry[] {
  const { hostname, domain } = hostnameOf(state, pod)
  const names = domain === undefined ? [hostname] : [`${hostname}.${domain}`, hostname]
  return addressesOfPod(pod).map((ip) => ({ ip, names }))
}

/** The hosts file of a Pod, node or outside machine, in the file's order. */
export function hostsEntries(state: NetworkState, source: Source): readonly HostsEntry[] {
  if ('node' in source) return nodeEntries(state, source.node)
  const pod = podOf(state, source)
  if (pod === undefined) return LOCAL
  const own =
    pod.spec?.hostNetwork === true ? nodeEntries(state, pod.spec.nodeName ?? '') : [...LOCAL, ...ownEntries(state, pod)]
  return [...own, ...aliasEntries(pod.spec?.hostAliases)]
}

/** The addresses of one family that the hosts file has for a name. */
export function lookUpHosts(entries: readonly HostsEntry[], name: string, family: 'IPv4' | 'IPv6'): readonly string[] {
  const asked = name.replace(/\.$/, '').toLowerCase()
  const found = entries.filter(({ names }) => names.some((known) => known.toLowerCase() === asked)).map(({ ip }) => ip)
  return [...new Set(found.flatMap((ip) => normalizeAddress(ip) ?? []))].filter(
    (ip) => ip.includes(':') === (family === 'IPv6'),
  )
}

const renderEntry = ({ ip, names }: HostsEntry): string => `${ip}\t${names.join('\t')}\n`

/** In the file, the names of the machine itself are apart by blanks, those of the Pod and its aliases by tabs. */
const renderLocal = ({ ip, names }: HostsEntry): string => `${ip}\t${names.join(' ')}\n`

/**
 * The file as the kubelet writes it into a Pod's containers.
 * @see kubernetes pkg/kubelet/kubelet_pods.go, v1.34
 */
export function renderHostsFile(state: NetworkState, pod: Pod): string {
  const onHost = pod.spec?.hostNetwork === true
  const header = onHost ? '# Kubernetes-managed hosts file (host network).\n' : '# Kubernetes-managed hosts file.\n'
  const own = onHost ? nodeEntries(state, pod.spec.nodeName ?? '').slice(LOCAL.length) : ownEntries(state, pod)
  const aliases = aliasEntries(pod.spec?.hostAliases).map(renderEntry).join('')
  const added = aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`
  return `${header}${LOCAL.map(renderLocal).join('')}${own.map(renderEntry).join('')}${added}`
}
