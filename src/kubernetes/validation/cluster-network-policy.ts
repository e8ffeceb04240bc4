/**
 * What the schema of ClusterNetworkPolicy refuses, in the words of the API server, and the one field that this cluster does not
 * serve. Selectors are not looked into further: the schema asks for a key and an operator, no more. Pass is taken in tier
 * Baseline, too, as the schema takes it; the next tier is then the default.
 * @see kubernetes-sigs/network-policy-api config/crd/experimental, v0.2.0; k8s.io/kube-openapi pkg/validation/validate, v1.34
 */
import type {
  ClusterNetworkPolicy,
  ClusterNetworkPolicyEgressPeer,
  ClusterNetworkPolicyEgressRule,
  ClusterNetworkPolicyIngressRule,
  ClusterNetworkPolicyPeer,
  ClusterNetworkPolicyPods,
  ClusterNetworkPolicyPort,
  ClusterNetworkPolicyProtocol,
} from '../extensions/cluster-network-policy/types.ts'
import type { LabelSelector } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { validateCidr } from './addresses.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required, tooLong, tooMany } from './causes.ts'

type Causes = readonly StatusCause[]

/** Decoding keeps absent what is absent: every field may be. */
type Loose<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined }

const MAX_ITEMS = 25
const MAX_NAME = 100
const MAX_CIDR = 43
const MAX_PRIORITY = 1000
const MAX_PORT = 65_535

const NO_DOMAIN_NAMES =
  'domain names are peers of the experimental channel, and what they mean changes with what DNS answers, which the data plane of this cluster does not follow; write the addresses as `networks`'

const NO_NAMES_THERE =
  'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames'

const inBody = (path: string, value: unknown, what: string): StatusCause => invalidValue(path, value, `${path} in body ${what}`)

/** Of fields that exclude each other, exactly one. */
const exactlyOne = (path: string, value: object): Causes => {
  const count = Object.values(value).filter((field) => field !== undefined).length
  if (count > 1) return [tooMany(path, count, 1)]
  return count === 1 ? [] : [inBody(path, 0, 'should have at least 1 properties')]
}

const inRange = (path: string, value: number | undefined, [min, max]: readonly [number, number]): Causes => {
  if (value === undefined) return []
  if (value < min) return [inBody(path, value, `should be greater than or equal to ${min}`)]
  return value > max ? [inBody(path, value, `should be less than or equal to ${max}`)] : []
}

const eachOf = <Item>(
  path: string,
  items: readonly Item[] | undefined,
  min: number,
  check: (item: Item, path: string) => Causes,
): Causes => {
  if (items === undefined) return []
  return [
    ...(items.length > MAX_ITEMS ? [tooMany(path, items.length, MAX_ITEMS)] : []),
    ...(items.length < min ? [inBody(path, items.length, `should have at least ${min} items`)] : []),
    ...items.flatMap((item, index) => check(item, `${path}[${index}]`)),
  ]
}

/** What a schema misses comes before what is wrong with the rest. */
const missing = (path: string, fields: Readonly<Record<string, unknown>>): Causes =>
  Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [required(`${path}.${field}`)] : []))

const oneOf = (path: string, value: string | undefined, allowed: readonly string[]): Causes => {
  if (value === undefined) return []
  return allowed.includes(value) ? [] : [notSupported(path, value, allowed)]
}

const selector = (path: string, value: LabelSelector | undefined): Causes =>
  (value?.matchExpressions ?? []).flatMap(({ key, operator }, index) =>
    Object.entries({ key, operator }).flatMap(([field, text]) =>
      text === '' ? [required(`${path}.matchExpressions[${index}].${field}`)] : [],
    ),
  )

const pods = (path: string, value: Loose<ClusterNetworkPolicyPods> | undefined): Causes => {
  if (value === undefined) return []
  return [
    ...missing(path, { podSelector: value.podSelector }),
    ...selector(`${path}.namespaceSelector`, value.namespaceSelector),
    ...selector(`${path}.podSelector`, value.podSelector),
  ]
}

const network = (cidr: string, path: string): Causes => [
  ...(cidr.length > MAX_CIDR ? [tooLong(path, MAX_CIDR)] : []),
  ...(validateCidr(cidr).length > 0 ? [invalidValue(path, 'string', 'Invalid CIDR format provided')] : []),
]

const networks = (path: string, value: readonly string[] | undefined): Causes => [
  ...eachOf(path, value, 1, network),
  ...(value ?? []).flatMap((cidr, index, all) => (all.indexOf(cidr) < index ? [duplicate(`${path}[${index}]`, cidr)] : [])),
]

const podPeer = (peer: ClusterNetworkPolicyPeer, path: string): Causes => [
  ...exactlyOne(path, peer),
  ...selector(`${path}.namespaces`, peer.namespaces),
  ...pods(`${path}.pods`, peer.pods),
]

const egressPeer = (peer: ClusterNetworkPolicyEgressPeer, path: string): Causes => [
  ...podPeer(peer, path),
  ...networks(`${path}.networks`, peer.networks),
  ...selector(`${path}.nodes`, peer.nodes),
  ...(peer.domainNames === undefined ? [] : [forbiddenField(`${path}.domainNames`, NO_DOMAIN_NAMES)]),
]

const portRange = (path: string, { start, end }: Loose<NonNullable<ClusterNetworkPolicyPort['range']>>): Causes => {
  const schema = [
    ...missing(path, { end, start }),
    ...inRange(`${path}.end`, end, [1, MAX_PORT]),
    ...inRange(`${path}.start`, start, [1, MAX_PORT]),
  ]
  if (schema.length > 0 || start === undefined || end === undefined || start < end) return schema
  return [invalidValue(path, 'object', 'Start port must be less than End port')]
}

const destinationPort = (path: string, port: ClusterNetworkPolicyPort | undefined): Causes =>
  port === undefined
    ? [inBody(path.slice(0, path.lastIndexOf('.')), 0, 'should have at least 1 properties')]
    : [
        ...exactlyOne(path, port),
        ...inRange(`${path}.number`, port.number, [1, MAX_PORT]),
        ...(port.range === undefined ? [] : portRange(`${path}.range`, port.range)),
      ]

const protocol = (entry: ClusterNetworkPolicyProtocol, path: string): Causes => [
  ...exactlyOne(path, entry),
  ...(['sctp', 'tcp', 'udp'] as const).flatMap((name) => {
    const ports = entry[name]
    return ports === undefined ? [] : destinationPort(`${path}.${name}.destinationPort`, ports.destinationPort)
  }),
]

const ruleBase = (rule: Loose<Omit<ClusterNetworkPolicyIngressRule, 'from'>>, path: string): Causes => [
  ...oneOf(`${path}.action`, rule.action, ['Accept', 'Deny', 'Pass']),
  ...((rule.name ?? '').length > MAX_NAME ? [tooLong(`${path}.name`, MAX_NAME)] : []),
  ...eachOf(`${path}.protocols`, rule.protocols, 1, protocol),
]

const ingressRule = (rule: Loose<ClusterNetworkPolicyIngressRule>, path: string): Causes => [
  ...missing(path, { action: rule.action, from: rule.from }),
  ...ruleBase(rule, path),
  ...eachOf(`${path}.from`, rule.from, 1, podPeer),
]

const egressRule = (rule: Loose<ClusterNetworkPolicyEgressRule>, path: string): Causes => {
  const { to = [], protocols = [] } = rule
  const hasNamelessPeers = to.some(
    (peer) => peer.networks !== undefined || peer.nodes !== undefined || peer.domainNames !== undefined,
  )
  const hasNames = protocols.some(({ destinationNamedPort }) => destinationNamedPort !== undefined)
  return [
    ...missing(path, { action: rule.action, to: rule.to }),
    ...ruleBase(rule, path),
    ...eachOf(`${path}.to`, rule.to, 1, egressPeer),
    ...(hasNamelessPeers && hasNames ? [invalidValue(path, 'object', NO_NAMES_THERE)] : []),
  ]
}

export const validateClusterNetworkPolicy = (policy: ClusterNetworkPolicy): Causes => {
  const spec = policy.spec as Loose<ClusterNetworkPolicy['spec']> | undefined
  if (spec === undefined) return [required('spec')]
  const { tier, priority, subject, ingress, egress } = spec
  return [
    ...missing('spec', { priority, subject, tier }),
    ...eachOf('spec.egress', egress, 0, egressRule),
    ...eachOf('spec.ingress', ingress, 0, ingressRule),
    ...inRange('spec.priority', priority, [0, MAX_PRIORITY]),
    ...(subject === undefined ? [] : podPeer(subject, 'spec.subject')),
    ...oneOf('spec.tier', tier, ['Admin', 'Baseline']),
  ]
}
