/**
 * What the schema of ClusterNetworkPolicy refuses, in the words of the API server, and the one field that this cluster does not
 * serve. Selectors are not looked into further: the schema asks for a key and an operator, no more. Pass is taken in tier
 * Baseline, too, as the schema takes it; what comes next is then the default.
 * @see kubernetes-sigs/network-policy-api config/crd/experimental, v0.2.0
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
import { validateCidr } from './addresses.ts'
import { afterSchema } from './after-schema.ts'
import { duplicate, forbiddenField, required, tooMany } from './causes.ts'
import { checkEnum, checkItems, checkRange, checkRule, checkSchema, inBody, type Causes } from './gateway-api/schema.ts'

/** Decoding keeps absent what is absent: every field may be. */
type Loose<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined }

const LIST = { max: 25 } as const
const FILLED_LIST = { min: 1, max: 25 } as const
const PROTOCOLS = ['sctp', 'tcp', 'udp'] as const

const NO_DOMAIN_NAMES =
  'domain names are peers of the experimental channel, and what they mean changes with what DNS answers, which the data plane of this cluster does not follow; write the addresses as `networks`'

const NO_NAMES_THERE =
  'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames'

/** What a schema misses comes before what is wrong with the rest. */
const missing = (path: string, fields: Readonly<Record<string, unknown>>): Causes =>
  Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [required(`${path}.${field}`)] : []))

const atLeastOne = (path: string, value: object): Causes =>
  Object.keys(value).length > 0 ? [] : [inBody(path, 0, 'should have at least 1 properties')]

/** Of fields that exclude each other, exactly one. */
const exactlyOne = (path: string, value: object): Causes => {
  const count = Object.keys(value).length
  return count > 1 ? [tooMany(path, count, 1)] : atLeastOne(path, value)
}

const selector = (path: string, value: LabelSelector | undefined): Causes =>
  (value?.matchExpressions ?? []).flatMap(({ key, operator }, index) =>
    Object.entries({ key, operator }).flatMap(([field, text]) =>
      text === '' ? [required(`${path}.matchExpressions[${index}].${field}`)] : [],
    ),
  )

const pods = (path: string, value: Loose<ClusterNetworkPolicyPods> | undefined): Causes =>
  value === undefined
    ? []
    : [
        ...missing(path, { podSelector: value.podSelector }),
        ...selector(`${path}.namespaceSelector`, value.namespaceSelector),
        ...selector(`${path}.podSelector`, value.podSelector),
      ]

const podPeer = (peer: ClusterNetworkPolicyPeer, path: string): Causes => [
  ...exactlyOne(path, peer),
  ...selector(`${path}.namespaces`, peer.namespaces),
  ...pods(`${path}.pods`, peer.pods),
]

const networks = (path: string, list: readonly string[] | undefined): Causes => [
  ...checkItems(path, list, FILLED_LIST, (cidr, at) => checkSchema(at, cidr, { max: 43 })),
  ...(list ?? []).flatMap((cidr, index, all) => (all.indexOf(cidr) < index ? [duplicate(`${path}[${index}]`, cidr)] : [])),
]

const egressPeer = (peer: ClusterNetworkPolicyEgressPeer, path: string): Causes => [
  ...podPeer(peer, path),
  ...networks(`${path}.networks`, peer.networks),
  ...selector(`${path}.nodes`, peer.nodes),
]

const destinationPort = (path: string, port: Loose<ClusterNetworkPolicyPort> | undefined): Causes => {
  if (port === undefined) return []
  const range: Loose<NonNullable<ClusterNetworkPolicyPort['range']>> | undefined = port.range
  return [
    ...exactlyOne(path, port),
    ...checkRange(`${path}.number`, port.number, 1, 65_535),
    ...(range === undefined
      ? []
      : [
          ...missing(`${path}.range`, { end: range.end, start: range.start }),
          ...checkRange(`${path}.range.end`, range.end, 1, 65_535),
          ...checkRange(`${path}.range.start`, range.start, 1, 65_535),
        ]),
  ]
}

const protocol = (entry: ClusterNetworkPolicyProtocol, path: string): Causes => [
  ...exactlyOne(path, entry),
  ...PROTOCOLS.flatMap((name) => {
    const ports = entry[name]
    if (ports === undefined) return []
    return [
      ...atLeastOne(`${path}.${name}`, ports),
      ...destinationPort(`${path}.${name}.destinationPort`, ports.destinationPort),
    ]
  }),
]

type LooseRule = Loose<Omit<ClusterNetworkPolicyIngressRule, 'from'>>

const rule = (written: LooseRule, path: string): Causes => [
  ...checkEnum(`${path}.action`, written.action, ['Accept', 'Deny', 'Pass']),
  ...checkSchema(`${path}.name`, written.name, { max: 100 }),
  ...checkItems(`${path}.protocols`, written.protocols, FILLED_LIST, protocol),
]

const ingressRule = (written: Loose<ClusterNetworkPolicyIngressRule>, path: string): Causes => [
  ...missing(path, { action: written.action, from: written.from }),
  ...rule(written, path),
  ...checkItems(`${path}.from`, written.from, FILLED_LIST, podPeer),
]

const egressRule = (written: Loose<ClusterNetworkPolicyEgressRule>, path: string): Causes => [
  ...missing(path, { action: written.action, to: written.to }),
  ...rule(written, path),
  ...checkItems(`${path}.to`, written.to, FILLED_LIST, egressPeer),
]

const checkSpec = ({ tier, priority, subject, ingress, egress }: Loose<ClusterNetworkPolicy['spec']>): Causes => [
  ...missing('spec', { priority, subject, tier }),
  ...checkItems('spec.egress', egress, LIST, egressRule),
  ...checkItems('spec.ingress', ingress, LIST, ingressRule),
  ...checkRange('spec.priority', priority, 0, 1000),
  ...(subject === undefined ? [] : podPeer(subject, 'spec.subject')),
  ...checkEnum('spec.tier', tier, ['Admin', 'Baseline']),
]

/** The schema's rules in the expression language. */
const portRules = ({ protocols = [] }: LooseRule, path: string): Causes =>
  protocols.flatMap((entry, index) =>
    PROTOCOLS.flatMap((name) => {
      const range = entry[name]?.destinationPort?.range
      const at = `${path}.protocols[${index}].${name}.destinationPort.range`
      return range === undefined
        ? []
        : checkRule(at, 'object', [[range.start < range.end, 'Start port must be less than End port']])
    }),
  )

const egressRules = (written: ClusterNetworkPolicyEgressRule, path: string): Causes => {
  const isNameless = written.to.some(
    (peer) => peer.networks !== undefined || peer.nodes !== undefined || peer.domainNames !== undefined,
  )
  const hasNames = (written.protocols ?? []).some(({ destinationNamedPort }) => destinationNamedPort !== undefined)
  return [
    ...checkRule(path, 'object', [[!(isNameless && hasNames), NO_NAMES_THERE]]),
    ...portRules(written, path),
    ...written.to.flatMap(({ networks: list = [] }, index) =>
      list.flatMap((cidr, at) =>
        checkRule(`${path}.to[${index}].networks[${at}]`, 'string', [
          [validateCidr(cidr).length === 0, 'Invalid CIDR format provided'],
        ]),
      ),
    ),
  ]
}

/** What a real cluster may serve, and this one does not. */
const notServed = ({ egress = [] }: ClusterNetworkPolicy['spec']): Causes =>
  egress.flatMap(({ to }, index) =>
    to.flatMap(({ domainNames }, at) =>
      domainNames === undefined ? [] : [forbiddenField(`spec.egress[${index}].to[${at}].domainNames`, NO_DOMAIN_NAMES)],
    ),
  )

export const validateClusterNetworkPolicy = ({ spec }: Loose<ClusterNetworkPolicy>): Causes => {
  if (spec === undefined) return [required('spec')]
  const { ingress = [], egress = [] } = spec
  return afterSchema(checkSpec(spec), () => [
    ...egress.flatMap((written, index) => egressRules(written, `spec.egress[${index}]`)),
    ...ingress.flatMap((written, index) => portRules(written, `spec.ingress[${index}]`)),
    ...notServed(spec),
  ])
}
