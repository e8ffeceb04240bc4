/** What the API server warns of, without refusing. @see k8s.io/kubernetes pkg/api/{pod,service}/warnings.go, v1.34 */
import ipaddr from 'ipaddr.js'
import type { Container, Ingress, NetworkPolicy, Pod, PodSpec, Service, ServiceSpec } from '../generated/types.ts'
import * as guards from '../guards.ts'
import type { KubernetesObject } from '../object.ts'
import { standardIp, validateCidr, validateIp } from './addresses.ts'
import { dns1123Label } from './names.ts'

const maskOf = (address: string, length: number): string => {
  const isV6 = address.includes(':')
  const network = isV6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`).toString()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`).toString()
  return `${network}/${length}`
}

const warnIp = (field: string, text: string): readonly string[] => {
  if (validateIp(text).length > 0) return []
  const standard = text.includes(':') ? ipaddr.parse(text).toString() : standardIp(text)
  if (standard === text) return []
  return text.includes(':')
    ? [`${field}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${standard}")`]
    : [
        `${field}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${standard}"`,
      ]
}

const warnCidr = (field: string, text: string): readonly string[] => {
  if (validateCidr(text).length > 0) return []
  const [address = '', digits = ''] = text.split('/')
  const length = Number(digits)
  const standard = standardIp(address)
  const block = maskOf(standard, length)
  if (standard !== address || String(length) !== digits)
    return [
      `${field}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${block}"`,
    ]
  const full = ipaddr.parse(standard).toString()
  if (block !== `${full}/${length}`) {
    const host = `${standard}/${standard.includes(':') ? 128 : 32}`
    return [`${field}: CIDR value "${text}" is ambiguous in this context (should be "${block}" or "${host}"?)`]
  }
  return full === standard ? [] : [`${field}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${block}")`]
}

interface SeenPort {
  readonly path: string
  readonly key: string
  readonly name: string
}

const warnPorts = (containers: readonly Container[]): readonly string[] => {
  const all: readonly SeenPort[] = containers.flatMap(({ ports }, index) =>
    (ports ?? []).map(({ name = '', containerPort, hostPort = 0, hostIP = '', protocol = '' }, at) => ({
      path: `spec.containers[${index}].ports[${at}]`,
      key: `${protocol}/${hostIP}/${hostPort}/${containerPort}`,
      name,
    })),
  )
  return all.flatMap(({ path, key, name }, index) => {
    const before = all.slice(0, index)
    const same = before.find((other) => other.key === key)
    const named = name === '' ? undefined : before.find((other) => other.name === name)
    return [
      ...(same === undefined ? [] : [`${path}: duplicate port definition with ${same.path}`]),
      ...(named === undefined
        ? []
        : [
            `${path}: duplicate port name "${name}" with ${named.path}, services and probes that select ports by name will use ${named.path}`,
          ]),
    ]
  })
}

const warnResources = (containers: readonly Container[]): readonly string[] =>
  containers.flatMap(({ resources }, index) =>
    (['limits', 'requests'] as const).flatMap((list) =>
      (['memory', 'ephemeral-storage'] as const).flatMap((name) => {
        const quantity = resources?.[list]?.[name]
        return quantity !== undefined && /[mun]$/u.test(quantity)
          ? [
              `spec.containers[${index}].resources.${list}[${name}]: fractional byte value "${quantity}" is invalid, must be an integer`,
            ]
          : []
      }),
    ),
  )

const warnPod = ({ metadata, spec }: Pod): readonly string[] => {
  const present: Partial<PodSpec> = spec ?? {}
  const { containers = [], imagePullSecrets = [], hostAliases = [] } = present
  const details = dns1123Label(metadata.name ?? '')
  const hostname =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended"
  return [
    ...(details.length === 0 ? [] : [`${hostname}: [${details.join(' ')}]`]),
    ...imagePullSecrets.flatMap(({ name = '' }, index) =>
      name === '' ? [`spec.imagePullSecrets[${index}].name: invalid empty name ""`] : [],
    ),
    ...hostAliases.flatMap(({ ip }, index) => warnIp(`spec.hostAliases[${index}].ip`, ip)),
    ...warnResources(containers),
    ...warnPorts(containers),
  ]
}

/** What is set and has no effect. */
const warnIgnored = (spec: ServiceSpec): readonly string[] => {
  const headless = spec.clusterIP === 'None'
  return [
    ...(headless && (spec.sessionAffinity ?? 'None') !== 'None'
      ? ['spec.SessionAffinity is ignored for headless services']
      : []),
    ...(headless && (spec.loadBalancerIP ?? '') !== '' ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...((spec.externalName ?? '') !== '' && spec.type !== 'ExternalName'
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
  ]
}

const warnService = ({ spec = {} }: Service): readonly string[] => {
  const ips = spec.clusterIPs ?? (spec.clusterIP === undefined || spec.clusterIP === '' ? [] : [spec.clusterIP])
  return [
    ...warnIgnored(spec),
    ...ips.flatMap((ip, index) => warnIp(`spec.clusterIPs[${index}]`, ip)),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => warnIp(`spec.externalIPs[${index}]`, ip)),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((cidr, index) =>
      warnCidr(`spec.loadBalancerSourceRanges[${index}]`, cidr),
    ),
  ]
}

const warnPolicy = ({ spec }: NetworkPolicy): readonly string[] => {
  const lists = [
    ...(spec?.ingress ?? []).map((rule, index) => [rule.from ?? [], `spec.ingress[${index}].from`] as const),
    ...(spec?.egress ?? []).map((rule, index) => [rule.to ?? [], `spec.egress[${index}].to`] as const),
  ]
  return lists.flatMap(([peers, path]) =>
    peers.flatMap(({ ipBlock }, index) =>
      ipBlock === undefined
        ? []
        : [
            ...warnCidr(`${path}[${index}].ipBlock.cidr`, ipBlock.cidr),
            ...(ipBlock.except ?? []).flatMap((cidr, at) => warnCidr(`${path}[${index}].ipBlock.except[${at}]`, cidr)),
          ],
    ),
  )
}

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

const warnIngress = ({ metadata, spec }: Ingress): readonly string[] =>
  metadata.annotations?.[CLASS_ANNOTATION] !== undefined && spec?.ingressClassName === undefined
    ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
    : []

export const warningsFor = (object: KubernetesObject): readonly string[] => {
  if (guards.isPod(object)) return warnPod(object)
  if (guards.isService(object)) return warnService(object)
  if (guards.isNetworkPolicy(object)) return warnPolicy(object)
  if (guards.isIngress(object)) return warnIngress(object)
  if (guards.isEndpointSlice(object))
    return object.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []
  return guards.isEndpoints(object) ? ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'] : []
}
