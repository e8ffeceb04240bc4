/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go, v1.34 */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, notSupported, required } from './causes.ts'
import { validateCidr, isStrictSubset } from './addresses.ts'
import { validateSelector } from './metadata.ts'
import { portName, portNumber } from './names.ts'

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const

const validateEndPort = ({ port, endPort }: NetworkPolicyPort, path: string): readonly StatusCause[] => {
  if (endPort === undefined) return []
  const field = `${path}.endPort`
  if (typeof port === 'string') return [invalidValue(field, endPort, 'may not be specified when `port` is non-numeric')]
  if (port === undefined) return [invalidValue(field, endPort, 'may not be specified when `port` is not specified')]
  // The server quotes the port here.
  if (endPort < port) return [invalidValue(field, port, 'must be greater than or equal to `port`')]
  return portNumber(endPort).map((detail) => invalidValue(field, endPort, detail))
}

const validatePort = (entry: NetworkPolicyPort, path: string): readonly StatusCause[] => {
  const { port, protocol } = entry
  const details = port === undefined ? [] : typeof port === 'number' ? portNumber(port) : portName(port)
  return [
    ...(protocol === undefined || PROTOCOLS.some((known) => known === protocol)
      ? []
      : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)]),
    ...details.map((detail) => invalidValue(`${path}.port`, port, detail)),
    ...validateEndPort(entry, path),
  ]
}

const validateIpBlock = (block: NonNullable<NetworkPolicyPeer['ipBlock']>, path: string): readonly StatusCause[] => {
  const cidr = block.cidr as string | undefined
  if (cidr === undefined || cidr === '') return [required(`${path}.cidr`)]
  const wrong = validateCidr(cidr)
  if (wrong.length > 0) return wrong.map((detail) => invalidValue(`${path}.cidr`, cidr, detail))
  return (block.except ?? []).flatMap((except, index) => {
    const field = `${path}.except[${index}]`
    const details = validateCidr(except)
    if (details.length > 0) return details.map((detail) => invalidValue(field, except, detail))
    return isStrictSubset(except, cidr) ? [] : [invalidValue(field, except, 'must be a strict subset of `cidr`')]
  })
}

const validatePeer = (peer: NetworkPolicyPeer, path: string): readonly StatusCause[] => {
  const { podSelector, namespaceSelector, ipBlock } = peer
  const count = [podSelector, namespaceSelector, ipBlock].filter((part) => part !== undefined).length
  const causes = [
    ...(podSelector === undefined ? [] : validateSelector(podSelector, `${path}.podSelector`)),
    ...(namespaceSelector === undefined ? [] : validateSelector(namespaceSelector, `${path}.namespaceSelector`)),
    ...(ipBlock === undefined ? [] : validateIpBlock(ipBlock, `${path}.ipBlock`)),
  ]
  if (count === 0) return [...causes, required(path, 'must specify a peer')]
  return ipBlock !== undefined && count > 1
    ? [...causes, forbiddenField(path, 'may not specify both ipBlock and another peer')]
    : causes
}

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[] | undefined
  readonly ports: readonly NetworkPolicyPort[] | undefined
}

const validateRule = ({ peers, ports }: Rule, path: string, peerField: 'from' | 'to'): readonly StatusCause[] => [
  ...(ports ?? []).flatMap((port, index) => validatePort(port, `${path}.ports[${index}]`)),
  ...(peers ?? []).flatMap((peer, index) => validatePeer(peer, `${path}.${peerField}[${index}]`)),
]

export const validateNetworkPolicy = ({ spec }: NetworkPolicy): readonly StatusCause[] => {
  const types = spec?.policyTypes ?? []
  return [
    ...validateSelector(spec?.podSelector, 'spec.podSelector'),
    ...(spec?.ingress ?? []).flatMap((rule, index) =>
      validateRule({ peers: rule.from, ports: rule.ports }, `spec.ingress[${index}]`, 'from'),
    ),
    ...(spec?.egress ?? []).flatMap((rule, index) =>
      validateRule({ peers: rule.to, ports: rule.ports }, `spec.egress[${index}]`, 'to'),
    ),
    ...(types.length > 2
      ? [invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')]
      : types.flatMap((type, index) =>
          type === 'Ingress' || type === 'Egress'
            ? []
            : [notSupported(`spec.policyTypes[${index}]`, type, ['Ingress', 'Egress'])],
        )),
  ]
}
