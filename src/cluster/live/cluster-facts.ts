/** What a real cluster's own objects say of how it forwards, resolves and filters. What they do not say stays as kind has it. */
import type {
  ConfigMap,
  DaemonSet,
  Deployment,
  Ingress,
  IngressClass,
  Node,
  Pod,
  Service,
} from '../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts, type IngressControllerFacts } from '../../network/facts.ts'
import { isUsual, readCorefile } from '../../network/dns/corefile/read-corefile.ts'
import { readManifests } from '../../kubernetes/yaml/read-manifests.ts'
import { isJsonObject } from '../../kubernetes/json.ts'

/** How a network plugin is known, and what of it matters. */
interface Plugin {
  /** As its DaemonSet is called. */
  readonly name: RegExp
  readonly policiesEnforced: boolean
  readonly joins: 'ptp' | 'bridge' | 'vxlan'
  /** False where an ipBlock never matches a Pod (N19); true where absent. */
  readonly ipBlocksMatchPods?: false
}

const PLUGINS: readonly Plugin[] = [
  { name: /^kindnet$/u, policiesEnforced: true, joins: 'ptp' },
  { name: /^labnet$/u, policiesEnforced: true, joins: 'ptp' },
  { name: /^calico-node$/u, policiesEnforced: true, joins: 'ptp' },
  { name: /^canal$/u, policiesEnforced: true, joins: 'vxlan' },
  { name: /^cilium$/u, policiesEnforced: true, joins: 'ptp', ipBlocksMatchPods: false },
  { name: /^antrea-agent$/u, policiesEnforced: true, joins: 'ptp' },
  { name: /^kube-router$/u, policiesEnforced: true, joins: 'bridge' },
  { name: /^weave-net$/u, policiesEnforced: true, joins: 'bridge' },
  { name: /^(?:kube-)?flannel(?:-ds.*)?$/u, policiesEnforced: false, joins: 'vxlan' },
]

/** What of each kind is read; the API server has checked that it has this form. */
interface Kinds {
  readonly ConfigMap: ConfigMap
  readonly DaemonSet: DaemonSet
  readonly Deployment: Deployment
  readonly Ingress: Ingress
  readonly IngressClass: IngressClass
  readonly Node: Node
  readonly Pod: Pod
  readonly Service: Service
}

const ofKind = <Kind extends keyof Kinds>(objects: readonly KubernetesObject[], kind: Kind): readonly Kinds[Kind][] =>
  objects.filter((object): object is Kinds[Kind] => object.kind === kind)

const ofSystem = <Kind extends keyof Kinds>(
  objects: readonly KubernetesObject[],
  kind: Kind,
  name: string,
): Kinds[Kind] | undefined =>
  ofKind(objects, kind).find(({ metadata }) => metadata.name === name && metadata.namespace === 'kube-system')

/** A field of kube-proxy's configuration; undefined where it is not there to be read. */
const proxyConfiguration = (objects: readonly KubernetesObject[]): Readonly<Record<string, unknown>> => {
  const text = ofSystem(objects, 'ConfigMap', 'kube-proxy')?.data?.['config.conf'] ?? ''
  return readManifests(text, 'config.conf').documents[0]?.value ?? {}
}

const MODES: Readonly<Record<string, ClusterFacts['proxyMode']>> = { nftables: 'nftables', ipvs: 'ipvs' }

const proxyFacts = (objects: readonly KubernetesObject[]): Partial<ClusterFacts> => {
  const configuration = proxyConfiguration(objects)
  const { mode, iptables, nodePortAddresses } = configuration
  const table = isJsonObject(iptables) ? iptables : {}
  const addresses = Array.isArray(nodePortAddresses) ? nodePortAddresses.map(String) : []
  return {
    proxyMode: MODES[String(mode)] ?? 'iptables',
    ...(table['masqueradeAll'] === true ? { masqueradeAll: true } : {}),
    ...(table['localhostNodePorts'] === false ? { localhostNodePorts: false } : {}),
    ...(addresses.length === 0 ? {} : { nodePortAddresses: addresses.includes('primary') ? ('primary' as const) : addresses }),
  }
}

/** What a Corefile that cannot be read leaves as it was: CoreDNS goes on as it is. */
const keptFacts = ({ clusterDomain, podRecords, dnsTtlSeconds, dnsBlocks }: ClusterFacts): Partial<ClusterFacts> => ({
  clusterDomain,
  podRecords,
  dnsTtlSeconds,
  ...(dnsBlocks === undefined ? {} : { dnsBlocks }),
})

/** Of CoreDNS's Corefile: the domain, what it answers for Pods, and for how long, and servers that are set up in a way of their own. */
const dnsFacts = (objects: readonly KubernetesObject[], before: ClusterFacts): Partial<ClusterFacts> => {
  const corefile = ofSystem(objects, 'ConfigMap', 'coredns')?.data?.['Corefile'] ?? ''
  const read = readCorefile(corefile)
  const service = ofSystem(objects, 'Service', 'kube-dns')?.spec?.clusterIP
  const ofService = service === undefined ? {} : { dnsServiceIp: service }
  if (!read.ok) return { ...keptFacts(before), ...ofService }
  const { blocks } = read
  const cluster = blocks.find((block) => block.cluster !== undefined)?.cluster
  const domain = cluster?.zones.find((zone) => !zone.endsWith('.arpa.'))
  return {
    ...(domain === undefined ? {} : { clusterDomain: domain.replace(/\.$/u, '') }),
    ...(cluster === undefined ? {} : { podRecords: cluster.pods, dnsTtlSeconds: cluster.ttlSeconds }),
    ...(corefile === '' || isUsual(blocks) ? {} : { dnsBlocks: blocks }),
    ...ofService,
  }
}

/** What kube-proxy and CoreDNS are told by their ConfigMaps, whichever cluster these are in; `before`: what held until now. */
export const configuredFacts = (
  objects: readonly KubernetesObject[],
  before: ClusterFacts = DEFAULT_CLUSTER_FACTS,
): Partial<ClusterFacts> => ({
  ...proxyFacts(objects),
  ...dnsFacts(objects, before),
})

/** The plugin that is found first; policies are taken to be enforced where none is known. */
const pluginFacts = (objects: readonly KubernetesObject[]): Partial<ClusterFacts> => {
  const names = ofKind(objects, 'DaemonSet').map(({ metadata }) => metadata.name ?? '')
  const plugin = PLUGINS.find(({ name }) => names.some((one) => name.test(one)))
  if (plugin === undefined) return {}
  const { policiesEnforced, joins, ipBlocksMatchPods = true } = plugin
  return { policiesEnforced, ipBlocksMatchPods, podNetwork: { plugin: joins } }
}

/** Blocks of the command lines of the control plane, where its Pods can be seen; else of the nodes. */
const rangeFacts = (objects: readonly KubernetesObject[]): Partial<ClusterFacts> => {
  const flags = ofKind(objects, 'Pod')
    .filter(({ metadata }) => metadata.namespace === 'kube-system')
    .flatMap(({ spec }) => (spec?.containers ?? []).flatMap(({ command = [], args = [] }) => [...command, ...args]))
  const valueOf = (flag: string): readonly string[] | undefined =>
    flags
      .find((one) => one.startsWith(`${flag}=`))
      ?.slice(flag.length + 1)
      .split(',')
  const ofNodes = [...new Set(ofKind(objects, 'Node').flatMap(({ spec }) => spec?.podCIDRs ?? []))]
  const pods = valueOf('--cluster-cidr') ?? (ofNodes.length > 0 ? ofNodes : undefined)
  const services = valueOf('--service-cluster-ip-range') ?? servicesOf(objects)
  return {
    ...(pods === undefined ? {} : { podCidrs: pods }),
    ...(services === undefined ? {} : { serviceCidrs: services }),
  }
}

/** ServiceCIDR objects say it since Kubernetes 1.33. */
const servicesOf = (objects: readonly KubernetesObject[]): readonly string[] | undefined => {
  const found = objects.find(({ kind, metadata }) => kind === 'ServiceCIDR' && metadata.name === 'kubernetes')
  const spec = found === undefined ? undefined : (found as { readonly spec?: { readonly cidrs?: readonly string[] } }).spec
  return spec?.cidrs
}

/** Controllers that are known by the class they serve and the Deployment or DaemonSet that runs them. */
const ingressFacts = (objects: readonly KubernetesObject[]): Partial<ClusterFacts> => {
  const classes = ofKind(objects, 'IngressClass')
  if (classes.length === 0 && ofKind(objects, 'Ingress').length === 0) return { ingressControllers: [] }
  const workloads = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'DaemonSet')]
  return {
    ingressControllers: classes.flatMap(({ metadata, spec }): readonly IngressControllerFacts[] => {
      const controller = spec?.controller ?? ''
      const workload = workloads.find(
        (one) =>
          /ingress|traefik/u.test(one.metadata.name ?? '') || one.metadata.namespace === `ingress-${metadata.name ?? ''}`,
      )
      if (workload === undefined) return []
      const behaviour = controller === 'k8s.io/ingress-nginx' ? 'ingress-nginx' : 'specification'
      const podLabels = workload.spec?.selector.matchLabels ?? {}
      return [{ controller, behaviour, namespace: workload.metadata.namespace ?? 'default', podLabels }]
    }),
  }
}

/** The facts of the cluster that these objects are all of. */
export const factsOfLive = (objects: readonly KubernetesObject[]): ClusterFacts => ({
  ...DEFAULT_CLUSTER_FACTS,
  ...configuredFacts(objects),
  ...pluginFacts(objects),
  ...rangeFacts(objects),
  ...ingressFacts(objects),
})
