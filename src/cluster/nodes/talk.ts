/** Brings a client's bytes to the process at the end of its connection, and the answer back. */
import type { ConnectOutcome } from '../../network/model.ts'
import type { Answer } from './conversation.ts'
import type { Kubelet } from './kubelet.ts'

/** Undefined where the connection ends at no process of a Pod, or where that says nothing. */
export async function converse(kubelet: Kubelet, { walk }: Pick<ConnectOutcome, 'walk'>, data: string): Promise<Answer> {
  const end = walk.hops.findLast((hop) => hop.kind === 'listener')
  if (end?.pod === undefined || end.before === undefined) return undefined
  const { destinationPort: port, protocol, sourceIp } = end.before
  if (protocol === 'SCTP') return undefined
  const records = kubelet.find(end.pod.namespace, end.pod.name)?.records ?? []
  const instance = records.find((record) => record.container.name === end.container)?.instance
  return instance?.converse({ client: sourceIp, protocol, port, data })
}
