/** Brings a client's bytes to the process at the end of its connection, and the answer back. */
import type { ConnectOutcome } from '../../network/model.ts'
import type { Connection } from './connection.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { Answer, Call } from './conversation.ts'
import type { Kubelet } from './kubelet.ts'

type Walked = Pick<ConnectOutcome, 'walk'>

interface Reached {
  readonly instance: ContainerInstance
  readonly to: Omit<Call, 'data'>
}

const reach = (kubelet: Kubelet, { walk }: Walked): Reached | undefined => {
  const end = walk.hops.findLast((hop) => hop.kind === 'listener')
  if (end?.pod === undefined || end.before === undefined) return undefined
  const { destinationPort: port, protocol, sourceIp } = end.before
  const records = kubelet.find(end.pod.namespace, end.pod.name)?.records ?? []
  const instance = records.find((record) => record.container.name === end.container)?.instance
  if (instance === undefined || protocol === 'SCTP') return undefined
  return { instance, to: { client: sourceIp, protocol, port } }
}

/** Undefined where the connection ends at no process of a Pod, or where that says nothing. */
export async function converse(kubelet: Kubelet, walked: Walked, data: string): Promise<Answer> {
  const reached = reach(kubelet, walked)
  return reached?.instance.converse({ ...reached.to, data })
}

/** The certificates, in PEM, that the process at the end of a connection shows to a client that names its server so. */
export async function certificateShown(kubelet: Kubelet, walked: Walked, serverName: string): Promise<string | undefined> {
  const reached = reach(kubelet, walked)
  return reached?.instance.certificate(reached.to.port, serverName)
}

/** Undefined where the connection ends at no process of a Pod, or where that takes no client now. */
export function openConnection(kubelet: Kubelet, walked: Walked): Connection | undefined {
  const reached = reach(kubelet, walked)
  return reached?.instance.open(reached.to)
}
