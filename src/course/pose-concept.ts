/** The questions of a concept section as they are asked, their keys computed. */
import { contentProblem, type ContentProblem } from './problem.ts'
import { UnknownEnd } from './questions/ask-model.ts'
import { poseQuestion } from './questions/pose.ts'
import type { PosedQuestion } from './questions/question.ts'
import { statesOf } from './questions/read-questions.ts'
import type { Concept } from './read-concept.ts'
import { readStates, type ReadStates } from './read-states.ts'

export interface PosedConcept {
  readonly questions: readonly PosedQuestion[]
  readonly problems: readonly ContentProblem[]
}

const readAsked = ({ id, questions, states }: Concept): Promise<ReadStates> =>
  readStates(`tasks/${id}`, Object.fromEntries(statesOf(questions).map((path) => [path, states[path] ?? ''])))

/**
 * Asks the network model for the keys. A question whose state cannot be read, or that has no answer in it, is a problem. Who has read the
 * section's states already gives them, and tells their problems.
 */
export const poseConcept = async (concept: Concept, given?: ReadStates['snapshots']): Promise<PosedConcept> => {
  const { questions } = concept
  const read = given === undefined ? await readAsked(concept) : { snapshots: given, problems: [] }
  const { snapshots } = read
  const problems: ContentProblem[] = [...read.problems]
  const posed = questions.flatMap((question) => {
    try {
      return [poseQuestion(question, 'state' in question ? snapshots.get(question.state) : undefined)]
    } catch (error) {
      if (!(error instanceof UnknownEnd)) throw error
      problems.push(contentProblem(question.position, error.message, question.id))
      return []
    }
  })
  return { questions: posed, problems }
}
