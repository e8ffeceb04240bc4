/** Whose certificate a Gateway shows to a client that names its host. */
import { normalizeHost } from '../ingress/matching.ts'
import type { NamespacedName } from '../model.ts'
import { namespaceOf, type NetworkState } from '../state.ts'
import { servedGateways } from './classes.ts'
import { protocolOf } from './listeners.ts'
import { listenerFor, listenersAt } from './route.ts'

/** The Secrets of the HTTPS listeners that take the host at a port, Gateway by Gateway, in the order in which each names them. */
export const gatewaySecretsFor = (state: NetworkState, serverName: string, port: number): readonly NamespacedName[] =>
  servedGateways(state).flatMap((gateway) => {
    const places = listenersAt(state, gateway, port).filter(({ listener }) => protocolOf(listener) === 'HTTPS')
    const references = listenerFor(places, normalizeHost(serverName))?.listener.tls?.certificateRefs ?? []
    return references.map(({ name, namespace = namespaceOf(gateway) }) => ({ namespace, name }))
  })
