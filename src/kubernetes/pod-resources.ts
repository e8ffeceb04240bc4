/** What a Pod asks of its node, all its containers together. @see k8s.io/component-helpers resource/helpers.go, v1.34 */
import type { Container, PodSpec } from './generated/types.ts'
import { addQuantities, compareQuantities } from './quantity.ts'

/** Resource to quantity. */
export type Resources = Readonly<Record<string, string>>

type Kind = 'requests' | 'limits'

const combine = (a: Resources, b: Resources, choose: (a: string, b: string) => string): Resources =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, choose(a[name] ?? '0', b[name] ?? '0')]),
  )

export const addResources = (a: Resources, b: Resources): Resources => combine(a, b, addQuantities)

const greater = (a: Resources, b: Resources): Resources =>
  combine(a, b, (one, other) => (compareQuantities(one, other) < 0 ? other : one))

/** A sidecar starts among the init containers and stays beside the others. */
const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always'

const resourcesOf = (container: Container, kind: Kind): Resources => container.resources?.[kind] ?? {}

/** Containers run side by side, init containers one after another beside the sidecars that are up by then. */
export const podResources = (spec: PodSpec, kind: Kind): Resources => {
  let sidecars: Resources = {}
  let starting: Resources = {}
  for (const container of spec.initContainers ?? []) {
    const own = resourcesOf(container, kind)
    if (isSidecar(container)) sidecars = addResources(sidecars, own)
    starting = greater(starting, isSidecar(container) ? sidecars : addResources(sidecars, own))
  }
  const running = spec.containers.reduce((sum, container) => addResources(sum, resourcesOf(container, kind)), sidecars)
  const needed = greater(running, starting)
  return kind === 'requests' && spec.overhead !== undefined ? addResources(needed, spec.overhead) : needed
}
