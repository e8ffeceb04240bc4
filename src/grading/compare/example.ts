/** A connection that shows something about policies, in the pieces that every report of it needs. */
import { describeEnd } from '../explain/example.ts'
import { explainWalk } from '../explain/walk.ts'
import { withoutOwnName } from '../repair/show-patch.ts'
import type { Language } from '../words.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { renderYaml } from '../../kubernetes/yaml/render-yaml.ts'
import type { Counterexample } from '../../network/compare/example/counterexample.ts'
import type { Connection, NamespacedName } from '../../network/model.ts'
import { placesOf, type FindPlace } from '../explain/places.ts'

export type Example = Omit<Counterexample, 'allowedBy' | 'a' | 'b'>

export const flowOf = ({ source, destination, port, protocol }: Example, language: Language): string =>
  `${describeEnd(source)[language]} → ${describeEnd(destination)[language]}, ${protocol} ${port}`

export interface Decision {
  readonly place: string
  readonly detail: string
  readonly outcome: string
  /** `file:line:column` of the rules that decided. */
  readonly where: readonly string[]
  readonly isDenial: boolean
}

/** What each end's policies say, with the rule and where it was written. */
export const decisionsOf = ({ outcomes }: Connection, findPlace: FindPlace, language: Language): readonly Decision[] => {
  const hops = (outcomes[0]?.walk.hops ?? []).filter((hop) => hop.kind === 'policy')
  return explainWalk({ hops }).map((row, index) => ({
    place: row.place[language],
    detail: row.detail[language],
    outcome: row.outcome[language],
    where: placesOf(hops[index], findPlace),
    isDenial: hops[index]?.stops === true,
  }))
}

/** As kubectl takes it: what a cluster adds or chooses itself is left out. */
export const yamlOf = ({ objects }: Example): readonly string[] =>
  objects
    .map((object) => renderYaml(isPod(object) ? unplaced(object) : withoutOwnName(object)).trimEnd())
    .join('\n---\n')
    .split('\n')

const unplaced = ({ status: _status, ...pod }: Pod): KubernetesObject | Omit<Pod, 'status'> => {
  // On the network of its node, the node is what matters of it.
  if (pod.spec?.hostNetwork === true) return pod
  const { nodeName: _node, ...spec } = pod.spec ?? { containers: [] }
  return { ...pod, spec }
}

/** A command that tries the connection; a Pod's address is asked of the cluster. */
export const probeOf = ({ source, destination, port, protocol, question }: Example): string => {
  if (!('pod' in source)) return `# ${source.address} → NODE:${question.port}`
  const { namespace, name } = source.pod
  const ask = (pod: NamespacedName): string =>
    `$(kubectl -n ${pod.namespace} get pod ${pod.name} -o jsonpath='{.status.podIP}')`
  const target = 'pod' in destination ? ask(destination.pod) : destination.address
  const address = 'address' in destination && target.includes(':') ? `[${target}]` : target
  return `kubectl -n ${namespace} exec ${name} -- /agnhost connect --protocol ${protocol.toLowerCase()} --timeout 2s "${address}:${port}"`
}
