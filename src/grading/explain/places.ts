/** Where the rules that decided were written. */
import type { FieldReference } from '../../kubernetes/object.ts'
import type { Hop } from '../../network/model.ts'
import { decidersOf } from '../../network/policy/deciders.ts'

/** `file:line:column` of a field, where it was written in a file. */
export type FindPlace = (where: FieldReference) => string | undefined

const rulesAt = (hop: Hop): readonly FieldReference[] => {
  if (hop.kind === 'route') return hop.rule === undefined ? [] : [hop.rule]
  if (hop.kind !== 'policy') return []
  return decidersOf(hop)
}

/** Of the rules that let a packet or request pass, or of the policies that shut it out. */
export const placesOf = (hop: Hop | undefined, findPlace: FindPlace): readonly string[] =>
  hop === undefined ? [] : rulesAt(hop).flatMap((where) => findPlace(where) ?? [])
