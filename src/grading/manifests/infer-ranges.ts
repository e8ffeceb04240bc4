/** The address ranges of the cluster that manifests come from, as far as they tell: files do not hold kube-apiserver's flags. */
import { rangesOfFamilies, type ClusterRanges } from '../../cluster/ranges.ts'
import type { Node, Pod, Service, ServiceCIDR } from '../../kubernetes/generated/types.ts'
import { isNode, isPod, isService, isServiceCIDR } from '../../kubernetes/guards.ts'
import { withoutUndefined } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { addressInBlock, coverOf, familyOf, inBlocks, maskBlock, type AddressFamily } from '../../network/address.ts'
import { podCidrsOf } from '../../network/path/place.ts'
import { addressesOfNode, addressesOfPod, clusterIpsOf } from '../../network/state.ts'

/** Ranges that somebody states; what is absent is inferred. */
export interface GivenRanges {
  /** Ranges of Pods, the primary family's first. */
  readonly podCidrs?: readonly string[]
  /** Ranges of Services, the primary family's first. */
  readonly serviceCidrs?: readonly string[]
}

/** No range is wider than this, so that addresses further apart are of two ranges. */
const WIDEST = { IPv4: 12, IPv6: 48 } as const
/** How wide one usually is. */
const USUAL = { pods: { IPv4: 16, IPv6: 56 }, services: { IPv4: 16, IPv6: 112 } } as const

type Purpose = keyof typeof USUAL

const prefixOf = (block: string): number => Number(block.split('/')[1])

const startOf = (block: string): string => block.split('/')[0] ?? ''

/** As wide as usual, as long as nothing that belongs to something else comes to lie in it. */
const widen = (block: string, others: readonly string[], purpose: Purpose): string => {
  let widened = block
  for (let prefix = prefixOf(block) - 1; prefix >= USUAL[purpose][familyOf(block)]; prefix -= 1) {
    const wider = maskBlock(`${startOf(block)}/${prefix}`)
    if (wider === undefined || others.some((other) => inBlocks([wider], startOf(other)))) break
    widened = wider
  }
  return widened
}

/** Ranges that hold addresses and blocks and none of the others. */
const rangesAround = (texts: readonly string[], others: readonly string[], purpose: Purpose): readonly string[] => {
  const groups = new Map<string | undefined, string[]>()
  for (const text of texts) {
    const key = maskBlock(`${startOf(text)}/${WIDEST[familyOf(text)]}`)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [text])
    else group.push(text)
  }
  return [...groups.values()].flatMap((group) => {
    const cover = coverOf(group)
    return cover === undefined ? [] : [widen(cover, others, purpose)]
  })
}

interface Use {
  readonly purpose: Purpose
  readonly used: readonly string[]
  /** What belongs to something else. */
  readonly others: readonly string[]
}

const KIND = rangesOfFamilies(['IPv4', 'IPv6'])

/** Ranges that are known, those that kind chooses as far as they are used, and such as hold what is left. */
const complete = (known: readonly string[], { purpose, used, others }: Use): readonly string[] => {
  const kinds = purpose === 'pods' ? KIND.podCidrs : KIND.serviceCidrs
  const ranges = [...known, ...kinds.filter((range) => used.some((text) => inBlocks([range], startOf(text))))]
  const left = used.filter((text) => !inBlocks(ranges, startOf(text)))
  return [...ranges, ...rangesAround(left, others, purpose)]
}

interface Evidence {
  readonly services: readonly Service[]
  readonly serviceIps: readonly string[]
  readonly serviceCidrs: readonly string[]
  /** Addresses of Pods, and blocks of nodes. */
  readonly ofPods: readonly string[]
  readonly ofNodes: readonly string[]
}

const ownAddressesOf = (pod: Pod): readonly string[] => (pod.spec?.hostNetwork === true ? [] : addressesOfPod(pod))

const hostAddressesOf = ({ status }: Pod): readonly string[] => (status?.hostIP === undefined ? [] : [status.hostIP])

const gather = (objects: readonly KubernetesObject[]): Evidence => {
  const services = objects.filter(isService)
  const pods = objects.filter(isPod)
  const nodes: readonly Node[] = objects.filter(isNode)
  const cidrs: readonly ServiceCIDR[] = objects.filter(isServiceCIDR)
  return {
    services,
    serviceIps: services.flatMap(clusterIpsOf),
    serviceCidrs: cidrs.flatMap(({ spec }) => spec?.cidrs ?? []),
    ofPods: [...pods.flatMap(ownAddressesOf), ...nodes.flatMap(podCidrsOf)],
    ofNodes: [...nodes.flatMap(addressesOfNode), ...pods.flatMap(hostAddressesOf)],
  }
}

const familiesIn = (texts: readonly string[]): readonly AddressFamily[] => [...new Set(texts.map(familyOf))]

/** Families that Services ask for by name: who has but one need not name it, so that IPv4 comes first. */
const namedFamilies = (services: readonly Service[]): readonly AddressFamily[] => {
  const named = services.flatMap(({ spec = {} }) =>
    spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
      ? []
      : [...(spec.ipFamilies ?? []), ...(spec.ipFamilyPolicy === 'RequireDualStack' ? ['IPv6'] : [])],
  )
  return named.includes('IPv6') ? ['IPv4', 'IPv6'] : []
}

const serviceFamilies = ({ services, serviceIps, serviceCidrs }: Evidence): readonly AddressFamily[] => {
  const api = services.find(({ metadata }) => metadata.name === 'kubernetes' && metadata.namespace === 'default')
  const fromAddresses = familiesIn([...serviceCidrs, ...(api === undefined ? [] : clusterIpsOf(api)), ...serviceIps])
  const isWritten = serviceIps.length > 0 && services.every((service) => clusterIpsOf(service).length > 0)
  return isWritten ? fromAddresses : [...new Set([...fromAddresses, ...namedFamilies(services)])]
}

const byFamily = (ranges: readonly string[], families: readonly AddressFamily[]): readonly string[] => [
  ...families.flatMap((family) => ranges.filter((range) => familyOf(range) === family)),
]

const addressOf = (services: readonly Service[], namespace: string, name: string): string | undefined =>
  services
    .filter((service) => service.metadata.namespace === namespace && service.metadata.name === name)
    .flatMap(clusterIpsOf)[0]

/** The address that a Service of the cluster's own has where no other has it, or the next that is free. */
const freeAddress = (range: string, offset: number, taken: readonly string[]): string | undefined => {
  let next = offset
  let ip = addressInBlock(range, next)
  while (ip !== undefined && taken.includes(ip)) ip = addressInBlock(range, ++next)
  return ip
}

/** Ranges for all families, the first family's first. */
const filled = (known: readonly string[], families: readonly AddressFamily[], usual: readonly string[]): readonly string[] =>
  byFamily(
    [...known, ...usual.filter((range) => !known.some((other) => familyOf(other) === familyOf(range)))],
    [...new Set([...families, ...familiesIn(known)])],
  )

const firstOf = (...lists: readonly (readonly AddressFamily[])[]): readonly AddressFamily[] =>
  lists.find((list) => list.length > 0) ?? ['IPv4']

/** What is given, else what ServiceCIDRs, cluster IPs, nodes and addresses of Pods tell, else what kind chooses. */
export const inferRanges = (objects: readonly KubernetesObject[], given: GivenRanges = {}): ClusterRanges => {
  const evidence = gather(objects)
  const { services, serviceIps, ofPods, ofNodes } = evidence
  const ofServices = given.serviceCidrs === undefined ? serviceFamilies(evidence) : familiesIn(given.serviceCidrs)
  const podFamilies = familiesIn(given.podCidrs ?? ofPods)
  const forServices = firstOf(ofServices, podFamilies)
  const forPods = firstOf(podFamilies, ofServices)
  const usedByServices: Use = { purpose: 'services', used: serviceIps, others: [...ofPods, ...ofNodes] }
  const usedByPods: Use = { purpose: 'pods', used: ofPods, others: [...serviceIps, ...ofNodes] }
  const serviceCidrs =
    given.serviceCidrs ??
    filled(complete(evidence.serviceCidrs, usedByServices), forServices, rangesOfFamilies(forServices).serviceCidrs)
  const podCidrs = given.podCidrs ?? filled(complete([], usedByPods), forPods, rangesOfFamilies(forPods).podCidrs)
  const range = serviceCidrs[0] ?? ''
  return withoutUndefined({
    podCidrs,
    serviceCidrs,
    apiServiceIp: addressOf(services, 'default', 'kubernetes') ?? freeAddress(range, 1, serviceIps),
    dnsServiceIp: addressOf(services, 'kube-system', 'kube-dns') ?? freeAddress(range, 10, serviceIps),
  }) as ClusterRanges
}
