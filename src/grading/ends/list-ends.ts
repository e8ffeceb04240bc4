/** What a walk through a cluster may begin and end at, as `grade trace` names it. */
import { isOwnObject } from './own-objects.ts'
import type { Ingress } from '../../kubernetes/generated/types.ts'
import { isIngress, isNode, isPod, isService } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Protocol, Snapshot } from '../../network/model.ts'
import { namedPorts, readProtocol } from '../../network/named-ports.ts'
import { containersOf } from '../../network/service/derive-endpoints.ts'

const nameOf = ({ metadata: { namespace = 'default', name = '' } }: KubernetesObject): string => `${namespace}/${name}`

/** What the rules of Ingresses are asked by; a rule for every host has no URL of its own. */
export const urlsOf = (ingresses: readonly Ingress[]): readonly string[] => [
  ...new Set(
    ingresses.flatMap(({ spec }) =>
      (spec?.rules ?? []).flatMap(({ host, http }) =>
        host === undefined ? [] : (http?.paths ?? []).map(({ path = '/' }) => `http://${host}${path}`),
      ),
    ),
  ),
]

/** Ends that exist, those of the reader's own objects first. */
export const endsIn = ({ objects }: Snapshot): { readonly from: readonly string[]; readonly to: readonly string[] } => {
  const given = objects.filter((object) => !isOwnObject(object))
  const pods = given.filter(isPod)
  const nodes = objects.filter(isNode).map(({ metadata }) => `node/${metadata.name ?? ''}`)
  const services = given
    .filter(isService)
    .flatMap((service) => (service.spec?.ports ?? []).map(({ port }) => `service/${nameOf(service)}:${port}`))
  const ports = pods.flatMap((pod) =>
    (pod.spec?.containers ?? []).flatMap(({ ports: own = [] }) =>
      own.map(({ containerPort }) => `pod/${nameOf(pod)}:${containerPort}`),
    ),
  )
  const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
  return {
    from: unique([...pods.map((pod) => `pod/${nameOf(pod)}`), 'outside', ...nodes]),
    to: unique([...services, ...ports, ...urlsOf(given.filter(isIngress))]),
  }
}

/** A port that a matrix may be asked on: its number, or what Pods call it. */
export interface PortChoice {
  readonly port: string
  readonly protocol: Protocol
}

/** Ports that the reader's own Pods, Services and policies are about, by number and then by name. */
export const portsIn = (snapshot: Snapshot): readonly PortChoice[] => {
  const pods = snapshot.objects.filter(isPod).filter((pod) => !isOwnObject(pod))
  const namespaces = [...new Set(pods.map(({ metadata: { namespace = 'default' } }) => namespace))]
  const numbers = namedPorts(snapshot, namespaces).map(({ port, protocol }) => ({ port: String(port), protocol }))
  const names = pods
    .flatMap((pod) => containersOf(pod))
    .flatMap(({ ports = [] }) =>
      ports.flatMap(({ name, protocol }) => (name === undefined ? [] : [{ port: name, protocol: readProtocol(protocol) }])),
    )
  return [...new Map([...numbers, ...names].map((one) => [`${one.port}/${one.protocol}`, one])).values()]
}
