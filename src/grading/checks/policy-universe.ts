/** The Pods, namespaces and ports with which two sets of policies are compared: those there are, and those that their rules tell apart. */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'
import type { LabelSelector } from '../../kubernetes/generated/types.ts'
import { isNetworkPolicy, isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Protocol, Snapshot } from '../../network/model.ts'
import { hypotheticalNamespace, hypotheticalPod } from './clients.ts'
import type { Labels } from './specs.ts'

export interface PortOfProtocol {
  readonly port: number
  readonly protocol: Protocol
}

const MAX_COMBINATIONS = 16

const rulesOf = ({
  spec,
}: NetworkPolicy): readonly { peers: readonly NetworkPolicyPeer[]; ports: readonly NetworkPolicyPort[] }[] => [
  ...(spec?.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports })),
  ...(spec?.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports })),
]

/** Labels that a selector asks for; `In` gives one label for each value, `Exists` one with any. */
const labelsOf = (selector: LabelSelector | undefined): readonly (readonly [string, string])[] => [
  ...Object.entries(selector?.matchLabels ?? {}),
  ...(selector?.matchExpressions ?? []).flatMap(({ key, values = [] }) =>
    values.length === 0 ? [[key, 'any'] as const] : values.map((value) => [key, value] as const),
  ),
]

/** Every choice of the labels, one value a key, the empty one first; bounded. */
const combinations = (labels: readonly (readonly [string, string])[]): readonly Labels[] => {
  const byKey = new Map<string, Set<string>>()
  for (const [key, value] of labels) byKey.set(key, (byKey.get(key) ?? new Set<string>()).add(value).add(`not-${value}`))
  let all: readonly Labels[] = [{}]
  for (const [key, values] of byKey)
    all = all.flatMap((labels) => [labels, ...[...values].map((value) => ({ ...labels, [key]: value }))])
  return all.slice(0, MAX_COMBINATIONS)
}

const METADATA_NAME = 'kubernetes.io/metadata.name'

/** The state with a Pod for every kind of client that some rule tells apart. */
export const withClients = (snapshot: Snapshot, policies: readonly NetworkPolicy[], namespace: string): Snapshot => {
  const peers = policies.flatMap((policy) => rulesOf(policy).flatMap((rule) => rule.peers))
  const podLabels = combinations(peers.flatMap((peer) => labelsOf(peer.podSelector)))
  const namespaceLabels = combinations(
    peers.flatMap((peer) => labelsOf(peer.namespaceSelector)).filter(([key]) => key !== METADATA_NAME),
  )
  let state = snapshot
  const add = (object: KubernetesObject): void => {
    state = { ...state, objects: [...state.objects, object] }
  }
  const addPods = (where: string): void => {
    for (const [index, labels] of podLabels.entries())
      add(hypotheticalPod(state, { namespace: where, name: `client-${index + 1}` }, labels))
  }
  addPods(namespace)
  for (const [index, labels] of namespaceLabels.entries()) {
    const name = `elsewhere-${index + 1}`
    add(hypotheticalNamespace(name, labels))
    addPods(name)
  }
  return state
}

/** Ports that rules or containers mention, with their neighbours, for TCP and UDP. */
export const portsToCompare = (snapshot: Snapshot, policies: readonly NetworkPolicy[]): readonly PortOfProtocol[] => {
  const numbers = policies.flatMap((policy) =>
    rulesOf(policy).flatMap(({ ports }) =>
      ports.flatMap(({ port, endPort }) => [
        ...(typeof port === 'number' ? [port] : []),
        ...(endPort === undefined ? [] : [endPort]),
      ]),
    ),
  )
  const declared = snapshot.objects
    .filter(isPod)
    .flatMap(({ spec }) =>
      (spec?.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
    )
  const mentioned = [...numbers, ...numbers.flatMap((port) => [port - 1, port + 1]), ...declared, 443]
  const distinct = [...new Set(mentioned)].filter((port) => port >= 1 && port <= 65_535)
  return distinct.flatMap((port) => [
    { port, protocol: 'TCP' as const },
    { port, protocol: 'UDP' as const },
  ])
}

export const policiesOf = (objects: readonly KubernetesObject[]): readonly NetworkPolicy[] => objects.filter(isNetworkPolicy)
