/** What a walk through a cluster may begin and end at, as `grade trace` names it. */
import { isOwnObject } from './own-objects.ts'
import type { Ingress } from '../../kubernetes/generated/types.ts'
import { isIngress, isNode, isPod, isService } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'

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
