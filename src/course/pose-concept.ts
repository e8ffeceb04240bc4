/** The questions of a concept section as they are asked, their keys computed. */
import { readCluster } from '../grading/manifests/read-cluster.ts'
import type { Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import { UnknownEnd } from './questions/ask-model.ts'
import { poseQuestion } from './questions/pose.ts'
import type { PosedQuestion } from './questions/question.ts'
import { statesOf } from './questions/read-questions.ts'
import type { Concept } from './read-concept.ts'

export interface PosedConcept {
  readonly questions: readonly PosedQuestion[]
  readonly problems: readonly ContentProblem[]
}

/** Asks the network model for the keys. A question whose state cannot be read, or that has no answer in it, is a problem. */
export const poseConcept = async ({ id, questions, states }: Concept): Promise<PosedConcept> => {
  const problems: ContentProblem[] = []
  const snapshots = new Map<string, Snapshot>()
  for (const state of statesOf(questions)) {
    const { snapshot, problems: found } = await readCluster([{ path: `tasks/${id}/${state}`, text: states[state] ?? '' }])
    problems.push(...found.map(({ position, message }) => contentProblem(position, message)))
    if (snapshot === undefined) continue
    await prepareRequests(snapshot)
    snapshots.set(state, snapshot)
  }
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
