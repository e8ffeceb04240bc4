/** What `grade up --on kind` has to do, from what was written down and what is there. */
import { differences, settle, type AskedSettings, type Difference, type KindSettings } from './settings.ts'

/** How far the making of a cluster came. `creating` is written before kind is asked, so that half a cluster is known for one. */
export type Phase = 'creating' | 'created' | 'ready'

/** Our mark on a cluster: its name has a part that was drawn for it, so that whatever is called so was made from here. */
export interface ClusterRecord {
  readonly name: string
  readonly phase: Phase
  readonly settings: KindSettings
  /** Names that interrupted commands drew: a kind that outlived its command may still make containers for them. */
  readonly former: readonly string[]
}

/** Each but the last removes what interrupted commands left first. */
export type Plan =
  | {
      readonly do: 'create'
      readonly settings: KindSettings
      readonly remove: readonly string[]
      readonly former: readonly string[]
    }
  /** The cluster is there; what is missing of it is added. */
  | { readonly do: 'finish'; readonly record: ClusterRecord; readonly remove: readonly string[] }
  | { readonly do: 'refuse'; readonly differences: readonly Difference[] }

export interface Found {
  readonly record: ClusterRecord | undefined
  /** Names of all of kind's clusters, whoever made them. */
  readonly clusters: readonly string[]
  readonly asked: AskedSettings
}

const isHalf = ({ phase }: ClusterRecord): boolean => phase === 'creating'

/** Names that a cluster of this record may have left containers under, itself where it is only half of one. */
export const leftovers = (record: ClusterRecord): readonly string[] =>
  isHalf(record) ? [...record.former, record.name] : record.former

export function planUp({ record, clusters, asked }: Found): Plan {
  const former = record === undefined ? [] : leftovers(record)
  const remove = former.filter((name) => clusters.includes(name))
  if (record === undefined || isHalf(record) || !clusters.includes(record.name))
    return { do: 'create', settings: settle(asked), remove, former }
  const different = differences(asked, record.settings)
  return different.length > 0 ? { do: 'refuse', differences: different } : { do: 'finish', record, remove }
}

const PREFIX = 'netgrade-'

export const nameWith = (drawn: string): string => `${PREFIX}${drawn}`

/** Clusters that look like ours and are not in our record: of another user, or of another state directory. */
export const strangersAmong = (clusters: readonly string[], record: ClusterRecord | undefined): readonly string[] => {
  const ours = new Set(record === undefined ? [] : [record.name, ...record.former])
  return clusters.filter((name) => name.startsWith(PREFIX) && !ours.has(name))
}
