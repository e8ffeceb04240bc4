/** A detailed walk as visits: which place the packet is at, one after the other, and which machine that place is on. */
import type { Hop } from '../../network/model.ts'
import type { DetailStep } from '../../network/path/detail-step.ts'
import type { NetworkState } from '../../network/state.ts'

/** `end`: a Pod, a process of a node, or somebody outside. `node`: the kernel of a node on the way. */
export interface Visit {
  readonly kind: 'end' | 'node'
  /** A Pod as `namespace/name`, a node, or an address outside. */
  readonly place: string
  /** The node that it is on; the place itself outside. */
  readonly machine: string
  readonly steps: readonly DetailStep[]
}

/** What the steps of proxies and listeners are called after is not where they are: that is where the packet was before. */
const isSaidBy = ({ does }: DetailStep): boolean => does === 'choose-rule' || does === 'respond'

const isOfProcess = ({ does }: DetailStep): boolean =>
  does === 'send' || does === 'accept' || does === 'refuse' || does === 'look-up'

interface Placed extends Omit<Visit, 'steps'> {
  readonly step: DetailStep
}

const placeOf = (state: NetworkState, step: DetailStep, last: Placed | undefined): Omit<Placed, 'step'> => {
  if (isSaidBy(step) && last !== undefined) return { ...last, kind: 'end' }
  const pod = state.pods.get(step.place)
  if (pod !== undefined) return { kind: 'end', place: step.place, machine: pod.spec?.nodeName ?? step.place }
  if (state.nodes.has(step.place)) return { kind: isOfProcess(step) ? 'end' : 'node', place: step.place, machine: step.place }
  const place = step.place === '' ? (last?.place ?? '') : step.place
  return { kind: 'end', place, machine: last !== undefined && step.place === '' ? last.machine : place }
}

export const visitsOf = (state: NetworkState, steps: readonly DetailStep[]): readonly Visit[] => {
  const visits: (Omit<Visit, 'steps'> & { readonly steps: DetailStep[] })[] = []
  let last: Placed | undefined
  for (const step of steps) {
    if (step.does === 'pass') continue
    last = { ...placeOf(state, step, last), step }
    const { kind, place, machine } = last
    const open = visits.at(-1)
    if (open?.kind === kind && open.place === place) open.steps.push(step)
    else visits.push({ kind, place, machine, steps: [step] })
  }
  return visits
}

/** The hop of the walk that a step belongs to. */
export const hopOf = (hops: readonly Hop[], { hop }: DetailStep): Hop | undefined => hops[hop]
