/** Requests that reached a server stand in its log, as `kubectl logs` shows them. */
import type { ExchangeOutcome, NamespacedName } from '../../network/model.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { SentRequest } from './conversation.ts'
import { renderRequest } from './http-text.ts'
import { toRequestLine } from './request-line.ts'
import type { Kubelet } from './kubelet.ts'

/** The container whose process answered. */
export const instanceOf = (
  kubelet: Kubelet,
  { namespace, name }: NamespacedName,
  container: string | undefined,
): ContainerInstance | undefined => {
  const records = kubelet.find(namespace, name)?.records ?? []
  return (records.find((record) => record.container.name === container) ?? records.find(({ kind }) => kind === 'main'))
    ?.instance
}

interface Arrival {
  readonly program: string
  readonly target: string
  readonly client: string
  readonly port: number
}

/** Where a request ended, as its walk tells. */
export const arrivalOf = ({ walk: { hops } }: ExchangeOutcome): Arrival => {
  const { program = '', path: target = '/' } = hops.findLast((hop) => hop.kind === 'reply') ?? {}
  const packet = hops.findLast((hop) => hop.kind === 'listener')?.before
  return { program, target, client: packet?.sourceIp ?? '', port: packet?.destinationPort ?? 0 }
}

interface Arriving {
  readonly atMs: number
  /** The request's content: bytes as letters below 256. */
  readonly sent: string
}

export function logRequest(question: SentRequest, outcome: ExchangeOutcome, kubelet: Kubelet, { atMs, sent }: Arriving): void {
  const pod = outcome.backend?.endpoint.pod
  if (outcome.response === undefined || pod === undefined) return
  const { program, target, client, port } = arrivalOf(outcome)
  const { status, body } = outcome.response
  const bytes = new TextEncoder().encode(body).length
  const version = question.version === undefined ? {} : { version: question.version }
  const instance = instanceOf(kubelet, pod, outcome.backend?.container)
  // A program that takes any bytes, such as nc, is given the request as it is on the wire.
  if (program === 'nc')
    void instance?.converse({ client, protocol: 'TCP', port, data: `${renderRequest(question, target)}${sent}` })
  instance?.logRequest(program, { ...toRequestLine(question), ...version, client, target, status, bytes, atMs })
}
