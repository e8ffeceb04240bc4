import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../terminal/problem.ts'

/** The sections that are named, in the course's order; all where none is. */
export const chosenOf = (ids: readonly string[], wanted: readonly string[]): readonly string[] => {
  for (const id of wanted)
    if (!ids.includes(id))
      throw new Problem('unknown-task', { given: id, nearest: nearest(id, ids)[0] ?? '', tasks: ids.join(', ') })
  return wanted.length === 0 ? ids : ids.filter((id) => wanted.includes(id))
}
