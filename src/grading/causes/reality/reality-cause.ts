/** Why a real cluster does otherwise than the model says: recognised by both answers and what is known of the cluster. */
import type { Snapshot, Walk } from '../../../network/model.ts'
import { connect } from '../../../network/connect.ts'
import { request } from '../../../network/request.ts'
import type { Comparison } from '../../observation/compare.ts'
import type { Seen } from '../../observation/observation.ts'
import type { CauseText, Evidence } from '../cause.ts'

/** Two answers that do not go together, and what else is known of the cluster. */
export interface Disagreement {
  /** With what the question names, also Pods that were only thought of. */
  readonly snapshot: Snapshot
  readonly comparison: Comparison
  readonly surroundings: Surroundings
}

/** What the model does not look at, and probes found. */
export interface Surroundings {
  /** Groups that the API server serves, such as cilium.io. */
  readonly apiGroups: readonly string[]
  /** How kubectl is called for this cluster, as it can be typed. */
  readonly kubectl: string
  /** When it was observed; milliseconds since 1970. */
  readonly atMs: number
}

/** Facts are alternatives: what explains it is not known, only what may. */
export interface RealityCause extends CauseText {
  explains(disagreement: Disagreement): Evidence | undefined
}

/** What was seen and the model does not hold possible. */
export const surprising = ({ comparison: { observation } }: Disagreement): Seen | undefined => observation.samples.at(-1)

/** Of names there is none: they have outcomes. */
export const verdictSeen = (disagreement: Disagreement): string | undefined => {
  const seen = surprising(disagreement)
  return seen === undefined || seen.kind === 'name' ? undefined : seen.verdict
}

/** What the model holds likeliest; undefined for names. */
export const verdictPredicted = ({ comparison: { predicted } }: Disagreement): string | undefined =>
  'shares' in predicted ? predicted.shares[0]?.verdict : undefined

/** The way that the model sees the packet take; none for names. */
export const predictedWalk = ({ snapshot, comparison: { asked } }: Disagreement): Walk | undefined => {
  if (asked.kind === 'name') return undefined
  const outcomes =
    asked.kind === 'connection' ? connect(snapshot, asked.question).outcomes : request(snapshot, asked.question).outcomes
  return outcomes[0]?.walk
}
