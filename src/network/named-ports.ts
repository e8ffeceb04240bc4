/** The ports that a cluster's objects are about. */
import type { Pod } from '../kubernetes/generated/types.ts'
import type { MatrixPort } from './matrix.ts'
import type { Protocol, Snapshot } from './model.ts'
import { policiesOf, rulesOfAll } from './policy/compile.ts'
import { containersOf } from './service/derive-endpoints.ts'
import { indexSnapshot, isPodUp, listenersOf, namespaceOf, type NetworkState } from './state.ts'

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

/** TCP where none is written. */
export const readProtocol = (text: string | undefined): Protocol => PROTOCOLS.find((known) => known === text) ?? 'TCP'

const ofPods = (state: NetworkState, pods: readonly Pod[]): readonly Required<MatrixPort>[] =>
  pods.flatMap((pod) => [
    ...containersOf(pod).flatMap(({ ports = [] }) =>
      ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol: readProtocol(protocol) })),
    ),
    ...listenersOf(state, pod).map(({ port, protocol }) => ({ port, protocol })),
  ])

const ofServices = (state: NetworkState, namespaces: ReadonlySet<string>): readonly Required<MatrixPort>[] =>
  [...state.services.values()]
    .filter((service) => namespaces.has(namespaceOf(service)) && Object.keys(service.spec?.selector ?? {}).length > 0)
    .flatMap(({ spec }) =>
      (spec?.ports ?? []).flatMap(({ port, targetPort = port, protocol }) =>
        typeof targetPort === 'number' ? [{ port: targetPort, protocol: readProtocol(protocol) }] : [],
      ),
    )

/** Of a range, both ends. */
const ofPolicies = (state: NetworkState): readonly Required<MatrixPort>[] =>
  rulesOfAll(policiesOf(state)).flatMap(({ ports = [] }) =>
    ports.flatMap(({ port, endPort, protocol }) =>
      typeof port === 'number'
        ? [port, ...(endPort === undefined ? [] : [endPort])].map((each) => ({ port: each, protocol }))
        : [],
    ),
  )

/**
 * Ports of these namespaces' Pods that are declared or listened on, that Services send to, and that any policy names; by number, then
 * by protocol. Pods on the network of their node name that node's ports, and are left out.
 */
export const namedPorts = (snapshot: Snapshot, namespaces: readonly string[]): readonly Required<MatrixPort>[] => {
  const state = indexSnapshot(snapshot)
  const wanted = new Set(namespaces)
  const pods = [...state.pods.values()].filter(
    (pod) => wanted.has(namespaceOf(pod)) && isPodUp(pod) && pod.spec?.hostNetwork !== true,
  )
  const found = new Map<string, Required<MatrixPort>>()
  for (const port of [...ofPods(state, pods), ...ofServices(state, wanted), ...ofPolicies(state)])
    found.set(`${port.port}/${port.protocol}`, port)
  return [...found.values()].sort((a, b) => a.port - b.port || PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol))
}
