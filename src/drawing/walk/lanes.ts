/** Visits as lanes: vertical pieces of the packet's way inside machines, joined above, below, or over the network. */
import type { DetailStep } from '../../network/path/detail-step.ts'
import type { Visit } from './visits.ts'

export interface Lane {
  readonly machine: string
  readonly direction: 'down' | 'up'
  /** In the order of the walk. */
  readonly steps: readonly DetailStep[]
  /** The Pod, process or client that it begins at (down) or ends at (up). */
  readonly end?: string
}

/** Where the packet goes out of the node's kernel again: all that happens from there on is drawn on the next lane. */
const isTurn = (step: DetailStep, index: number, steps: readonly DetailStep[]): boolean => {
  const isRouted = steps.slice(0, index).some(({ does }) => does === 'route')
  if (!isRouted) return false
  if (step.does === 'policy') return step.direction === 'ingress'
  return ['bridge', 'transmit', 'translate-source', 'encapsulate'].includes(step.does)
}

const split = (steps: readonly DetailStep[]): readonly [readonly DetailStep[], readonly DetailStep[]] => {
  const at = steps.findIndex(isTurn)
  return at === -1 ? [steps, []] : [steps.slice(0, at), steps.slice(at)]
}

const lanesOfNode = (visit: Visit, before: Visit | undefined, after: Visit | undefined): readonly Lane[] => {
  const { machine, steps } = visit
  const comesFromAbove = before?.machine === machine
  const goesAbove = after?.machine === machine
  const first: Omit<Lane, 'steps'> = comesFromAbove
    ? { machine, direction: 'down', end: before.place }
    : { machine, direction: 'up' }
  if (after === undefined) return [{ ...first, steps }]
  if (comesFromAbove !== goesAbove) return [{ ...first, steps, ...(goesAbove ? { end: after.place } : {}) }]
  const [one, other] = split(steps)
  const second: Omit<Lane, 'steps'> = goesAbove
    ? { machine, direction: 'up', end: after.place }
    : { machine, direction: 'down' }
  return [
    { ...first, steps: one },
    { ...second, steps: other },
  ]
}

/** Of an end, where the packet comes from another machine or goes to one, and no kernel is seen between. */
const lanesOfEnd = (visit: Visit, before: Visit | undefined, after: Visit | undefined): readonly Lane[] => {
  const { machine, place: end } = visit
  const up: Lane = { machine, direction: 'up', steps: [], end }
  const down: Lane = { machine, direction: 'down', steps: [], end }
  const isCrossed = (other: Visit | undefined): boolean => other !== undefined && other.machine !== machine
  return [...(isCrossed(before) ? [up] : []), ...(isCrossed(after) ? [down] : [])]
}

export const lanesOf = (visits: readonly Visit[]): readonly Lane[] =>
  visits.flatMap((visit, index) => {
    const [before, after] = [visits[index - 1], visits[index + 1]]
    return visit.kind === 'end' ? lanesOfEnd(visit, before, after) : lanesOfNode(visit, before, after)
  })
