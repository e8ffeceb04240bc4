/** A score of LTI Assignment and Grade Services on each line, ready to be sent. @see https://www.imsglobal.org/spec/lti-ags/v2p0/ */
import { byLearner, codesOf, totalOf, type ResultFormat } from './book.ts'

export const ltiAgs: ResultFormat = {
  about: 'list',
  *write({ results, findLearner }) {
    for (const own of byLearner(results)) {
      const learner = own[0].learner?.id ?? ''
      const { score, max } = totalOf(own)
      const handedIn = own.filter(({ submission }) => submission.files.length > 0)
      // An error of ours is for people to look at, and is not scored.
      const isScored = own.every(({ status }) => status !== 'error')
      const timestamp = own
        .map(({ submission }) => submission.at)
        .toSorted()
        .at(-1)
      yield `${JSON.stringify({
        userId: findLearner(learner)?.id ?? learner,
        ...(isScored ? { scoreGiven: score, scoreMaximum: max } : {}),
        comment: [...new Set(own.flatMap(codesOf))].join(', '),
        timestamp,
        activityProgress: handedIn.length > 0 ? 'Completed' : 'Initialized',
        gradingProgress: isScored ? 'FullyGraded' : 'PendingManual',
        ...(handedIn.length > 0 ? { submission: { submittedAt: timestamp } } : {}),
      })}\n`
    }
  },
}
