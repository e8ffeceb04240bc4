/** Why model and observation may disagree, the more exact reasons first. */
import type { Evidence } from '../cause.ts'
import { realityClusterChoosesOtherwise } from './reality-cluster-chooses-otherwise.ts'
import { realityClientDoesNotRun } from './reality-client-does-not-run.ts'
import type { Disagreement, RealityCause } from './reality-cause.ts'
import { realityDroppedOnTheWay } from './reality-dropped-on-the-way.ts'
import { realityNotYetProgrammed } from './reality-not-yet-programmed.ts'
import { realityPolicyNotEnforced } from './reality-policy-not-enforced.ts'
import { realityProgramListensOtherwise } from './reality-program-listens-otherwise.ts'
import { realityResolverDiffers } from './reality-resolver-differs.ts'
import { realityServerAnswersOtherwise } from './reality-server-answers-otherwise.ts'
import { realityServiceMesh } from './reality-service-mesh.ts'
import { realityUnknownPolicyKind } from './reality-unknown-policy-kind.ts'

export const REALITY_CAUSES: readonly RealityCause[] = [
  realityClientDoesNotRun,
  realityNotYetProgrammed,
  realityServiceMesh,
  realityUnknownPolicyKind,
  realityPolicyNotEnforced,
  realityClusterChoosesOtherwise,
  realityProgramListensOtherwise,
  realityServerAnswersOtherwise,
  realityResolverDiffers,
  realityDroppedOnTheWay,
]

export interface Reason {
  readonly cause: RealityCause
  readonly evidence: Evidence
}

/** The likely reasons, the likeliest first; empty where both agree, or where nothing that is known explains it. */
export const reasonsOf = (disagreement: Disagreement): readonly Reason[] =>
  disagreement.comparison.agrees === false
    ? REALITY_CAUSES.flatMap((cause) => {
        const evidence = cause.explains(disagreement)
        return evidence === undefined ? [] : [{ cause, evidence }]
      }).toSorted((one, other) => other.evidence.weight - one.evidence.weight)
    : []
