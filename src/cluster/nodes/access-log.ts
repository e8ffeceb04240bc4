/** Requests that reached a server stand in its log, as `kubectl logs` shows them. */
import type { Exchange, NamespacedName } from '../../network/model.ts'
import type { ContainerInstance } from './container-instance.ts'
import { toRequestLine } from './request-line.ts'
import type { Kubelet } from './kubelet.ts'

const instanceOf = (
  kubelet: Kubelet,
  { namespace, name }: NamespacedName,
  container: string | undefined,
): ContainerInstance | undefined => {
  const records = kubelet.find(namespace, name)?.records ?? []
  return (records.find((record) => record.container.name === container) ?? records.find(({ kind }) => kind === 'main'))
    ?.instance
}

/** Of an exchange with several possible endpoints, the likeliest is taken to have happened. */
export function logExchange({ question, outcomes }: Exchange, kubelet: Kubelet, atMs: number): void {
  const [outcome] = [...outcomes].sort((a, b) => b.probability - a.probability)
  const pod = outcome?.backend?.endpoint.pod
  if (outcome?.response === undefined || pod === undefined) return
  const { hops } = outcome.walk
  const { program = '', path: target = '/' } = hops.findLast((hop) => hop.kind === 'reply') ?? {}
  const client = hops.findLast((hop) => hop.kind === 'listener')?.before?.sourceIp ?? ''
  const { status, body } = outcome.response
  const bytes = new TextEncoder().encode(body).length
  instanceOf(kubelet, pod, outcome.backend?.container)?.logRequest(program, {
    ...toRequestLine(question),
    client,
    target,
    status,
    bytes,
    atMs,
  })
}
