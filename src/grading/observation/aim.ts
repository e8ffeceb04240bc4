/** Where a question points in a real cluster: an address or a name, and a number for the port. */
import type { Pod, Service } from '../../kubernetes/generated/types.ts'
import { readRequest } from '../../network/http/asked.ts'
import type { ConnectQuestion, DnsType, Protocol, Snapshot } from '../../network/model.ts'
import { containersOf } from '../../network/service/derive-endpoints.ts'
import { addressesOfNode, addressesOfPod, clusterIpsOf, indexSnapshot, keyOf } from '../../network/state.ts'
import type { ModelQuestion } from '../../network/switches.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** What a probe is told. */
export type Aim =
  | ({ readonly kind: 'connection'; readonly protocol: Protocol } & Address)
  /** `connectTo`: the connection goes there, whatever the URL's host is. */
  | {
      readonly kind: 'request'
      readonly url: string
      readonly method: string
      readonly headers: Readonly<Record<string, string>>
      readonly connectTo?: Address
    }
  | { readonly kind: 'name'; readonly name: string; readonly type: DnsType }

/** Undefined where what is asked for has no address, or a port is named that nothing has. */
export const aimOf = (snapshot: Snapshot, asked: ModelQuestion, connectTo?: Address): Aim | undefined => {
  switch (asked.kind) {
    case 'connection':
      return aimOfConnection(snapshot, asked.question)
    case 'request': {
      const { url, method = 'GET', headers = {} } = asked.question
      const isRead = readRequest(asked.question) !== undefined
      return isRead ? { kind: 'request', url, method, headers, ...(connectTo === undefined ? {} : { connectTo }) } : undefined
    }
    case 'name':
      return { kind: 'name', name: asked.question.name, type: asked.question.type ?? 'A' }
  }
}

const aimOfConnection = (snapshot: Snapshot, question: ConnectQuestion): Aim | undefined => {
  const { protocol = 'TCP' } = question
  const target = targetOf(snapshot, question)
  return target?.port === undefined ? undefined : { kind: 'connection', protocol, host: target.host, port: target.port }
}

const numberOf = (port: number | string): number | undefined => (typeof port === 'number' ? port : undefined)

const targetOf = (
  snapshot: Snapshot,
  { to, port, protocol = 'TCP' }: ConnectQuestion,
): { readonly host: string; readonly port: number | undefined } | undefined => {
  const state = indexSnapshot(snapshot)
  if ('host' in to) return { host: to.host, port: numberOf(port) }
  if ('node' in to) {
    const node = state.nodes.get(to.node)
    const [host] = node === undefined ? [] : addressesOfNode(node)
    return host === undefined ? undefined : { host, port: numberOf(port) }
  }
  if ('pod' in to) {
    const pod = state.pods.get(keyOf(to.pod.namespace, to.pod.name))
    const [host] = pod === undefined ? [] : addressesOfPod(pod)
    return pod === undefined || host === undefined ? undefined : { host, port: portOfPod(pod, port, protocol) }
  }
  const service = state.services.get(keyOf(to.service.namespace, to.service.name))
  const name = `${to.service.name}.${to.service.namespace}.svc.${state.facts.clusterDomain}.`
  return service === undefined
    ? { host: name, port: numberOf(port) }
    : { host: clusterIpsOf(service)[0] ?? name, port: portOfService(service, port) }
}

const portOfPod = (pod: Pod, port: number | string, protocol: Protocol): number | undefined =>
  typeof port === 'number'
    ? port
    : containersOf(pod)
        .flatMap(({ ports = [] }) => ports)
        .find((one) => one.name === port && (one.protocol ?? 'TCP') === protocol)?.containerPort

const portOfService = ({ spec }: Service, port: number | string): number | undefined =>
  typeof port === 'number' ? port : spec?.ports?.find(({ name }) => name === port)?.port
