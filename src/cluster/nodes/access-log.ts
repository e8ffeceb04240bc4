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
  const outcome = [...outcomes].sort((a, b) => b.probability - a.probability)[0]
  const response = outcome?.response
  const pod = outcome?.backend?.endpoint.pod
  if (outcome === undefined || response === undefined || pod === undefined) return
  const reply = outcome.walk.hops.findLast((hop) => hop.kind === 'reply')
  const listener = outcome.walk.hops.findLast((hop) => hop.kind === 'listener')
  const records = kubelet.find(pod.namespace, pod.name)?.records ?? []
  const record =
    records.find(({ container }) => container.name === outcome.backend?.container) ??
    records.find(({ kind }) => kind === 'main')
  const { method, host, userAgent } = toRequestLine(question)
  record?.instance?.logRequest(reply?.program ?? '', {
    client: listener?.before?.sourceIp ?? '',
    method,
    target: reply?.path ?? '/',
    status: response.status,
    bytes: new TextEncoder().encode(response.body).length,
    userAgent,
    host,
    atMs,
  })
}
