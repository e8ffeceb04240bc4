/** What a walk through a cluster may begin and end at, as `grade trace` names it. */
import { isOwnObject } from '../../../src/grading/ends/own-objects.ts'
import { isIngress, isNode, isPod, isService } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Snapshot } from '../../../src/network/model.ts'

const nameOf = ({ metadata: { namespace = 'default', name = '' } }: KubernetesObject): string => `${namespace}/${name}`

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
  const urls = given
    .filter(isIngress)
    .flatMap(({ spec }) =>
      (spec?.rules ?? []).flatMap(({ host, http }) =>
        host === undefined ? [] : (http?.paths ?? []).map(({ path = '/' }) => `http://${host}${path}`),
      ),
    )
  const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
  return {
    from: unique([...pods.map((pod) => `pod/${nameOf(pod)}`), 'outside', ...nodes]),
    to: unique([...services, ...ports, ...urls]),
  }
}
