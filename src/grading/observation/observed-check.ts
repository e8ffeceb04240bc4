/** What a check asks, and what probes saw of it. */
import type { Snapshot } from '../../network/model.ts'
import { poseConnections } from '../checks/connections.ts'
import type { Disagreement, Surroundings } from '../causes/reality/reality-cause.ts'
import { poseRequests } from '../checks/http.ts'
import type { NetworkQuestions } from '../checks/questions.ts'
import { poseLookups } from '../checks/resolves.ts'
import type { AnyCheckSpec } from '../checks/specs.ts'
import type { ModelQuestion } from '../../network/switches.ts'
import type { Comparison } from './compare.ts'

/** The questions of one check, each answered by the model and by probes. */
export interface ObservedCheck {
  /** With the clients that were only thought of. */
  readonly snapshot: Snapshot
  readonly comparisons: readonly Comparison[]
  readonly surroundings: Surroundings
}

export const disagreementOf = (
  { snapshot, surroundings }: Pick<ObservedCheck, 'snapshot' | 'surroundings'>,
  comparison: Comparison,
): Disagreement => ({ snapshot, comparison, surroundings })

/** What a check asks of the network; nothing where it is about objects, or where what it names does not exist. */
export const questionsOf = (snapshot: Snapshot, spec: AnyCheckSpec): NetworkQuestions<ModelQuestion> => {
  switch (spec.kind) {
    case 'connects':
    case 'blocked': {
      const posed = poseConnections(snapshot, spec)
      return { snapshot: posed.snapshot, questions: posed.questions.map((question) => ({ kind: 'connection', question })) }
    }
    case 'http': {
      const posed = poseRequests(snapshot, spec)
      return { snapshot: posed.snapshot, questions: posed.questions.map((question) => ({ kind: 'request', question })) }
    }
    case 'resolves': {
      const posed = poseLookups(snapshot, spec)
      return { snapshot: posed.snapshot, questions: posed.questions.map((question) => ({ kind: 'name', question })) }
    }
    case 'exists':
    case 'fields':
    case 'policy-equals':
    case 'recorded':
      return { snapshot, questions: [] }
  }
}
