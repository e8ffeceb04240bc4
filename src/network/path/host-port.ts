/** Ports of containers that their node hands on (P7). */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { familyOf, normalizeAddress } from '../address.ts'
import type { Packet } from '../model.ts'
import { containersOf } from '../service/derive-endpoints.ts'
import { addressesOfPod, isPodUp, type NetworkState } from '../state.ts'

export interface HostPort {
  readonly pod: Pod
  /** The packet, sent on to the container's port. */
  readonly packet: Packet
}

/** The Pod on the node that has claimed the packet's port with hostPort. */
export const hostPortOf = (state: NetworkState, node: string, packet: Packet): HostPort | undefined => {
  for (const pod of state.pods.values()) {
    if (pod.spec?.nodeName !== node || pod.spec.hostNetwork === true || !isPodUp(pod)) continue
    const destinationIp = addressesOfPod(pod).find((ip) => familyOf(ip) === familyOf(packet.destinationIp))
    const port = containersOf(pod)
      .flatMap(({ ports = [] }) => ports)
      .find(
        ({ hostPort, protocol = 'TCP', hostIP }) =>
          hostPort === packet.destinationPort && protocol === packet.protocol && listensOn(hostIP, packet.destinationIp),
      )
    if (port !== undefined && destinationIp !== undefined)
      return { pod, packet: { ...packet, destinationIp, destinationPort: port.containerPort } }
  }
  return undefined
}

const listensOn = (hostIp: string | undefined, ip: string): boolean => {
  const wanted = normalizeAddress(hostIp ?? '')
  return wanted === undefined || wanted === '0.0.0.0' || wanted === '::' || wanted === ip
}
