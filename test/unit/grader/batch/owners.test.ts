import { describe, expect, test } from 'vitest'
import { assignOwners, type Owners } from '../../../../grader/batch/exam/owners.ts'
import { Refusal } from '../../../../grader/batch/refusal.ts'
import type { Submission } from '../../../../grader/batch/submission.ts'
import type { Submission as SignedSubmission } from '../../../../src/course/exam/submission.ts'

const signedBy = (learner: string, attempt: number): SignedSubmission => ({
  ...{ schema: 'netgrade/submission/v1', exam: 'mini', version: 1, learner, variant: 'drawn', attempt, program: 'netgrade 1' },
  ...{ environment: 'embedded', at: '2026-12-01T09:00:00Z', states: [], answers: {}, events: [], proof: '' },
  signature: { algorithm: 'Ed25519', publicKey: '', value: `${learner} ${attempt}` },
})

const file = (name: string, learner?: string, attempt = 1): Submission => ({
  learner: name,
  read: () => ({ files: [], modifiedMs: 0, ...(learner === undefined ? {} : { signed: signedBy(learner, attempt) }) }),
})

/** What ann signs is no proof of it. */
const OWNERS: Owners = { isOf: (learner) => learner !== 'ann', isLearner: (name) => ['ann', 'kim', 'lee'].includes(name) }

const outcomeOf = ({ learner, read }: Submission): string => {
  try {
    const { signed } = read()
    return `${learner}: ${signed === undefined ? 'manifests' : `${signed.learner} ${signed.attempt}`}`
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${learner}: ${error.code} ${error.detail.en}`
  }
}

const assign = (...files: readonly Submission[]) => {
  const { submissions, misnamed } = assignOwners(files, OWNERS)
  return { found: submissions.map(outcomeOf), told: misnamed.map(({ name, learner }) => `${name} is ${learner}'s`) }
}

describe('whose a submission is', () => {
  test.each<[string, readonly Submission[], readonly string[], readonly string[]]>([
    ['of nobody', [], [], []],
    ['manifests: whom they are called after', [file('lee')], ['lee: manifests'], []],
    ['signed, called after its learner', [file('kim', 'kim')], ['kim: kim 1'], []],
    ['signed, called as the program does', [file('mini-kim-3', 'kim', 3)], ['kim: kim 3'], []],
    ['signed, called after nobody', [file('handed in', 'kim')], ['kim: kim 1'], ["handed in is kim's"]],
    [
      'signed, called after somebody else',
      [file('lee', 'kim')],
      ['kim: kim 1', 'lee: submission-of-other kim'],
      ["lee is kim's"],
    ],
    [
      'the files of two learners changed over',
      [file('lee', 'kim'), file('kim', 'lee')],
      ['kim: kim 1', 'lee: lee 1'],
      ["kim is lee's", "lee is kim's"],
    ],
    ['a copy under a second name', [file('kim', 'kim'), file('mini-kim-1', 'kim')], ['kim: kim 1'], []],
    [
      'of a second attempt: none is chosen',
      [file('mini-kim-1', 'kim'), file('mini-kim-2', 'kim', 2)],
      ['kim: submission-twice mini-kim-1, mini-kim-2'],
      [],
    ],
    [
      'somebody else hands in an earlier one as well: it takes nothing from its learner',
      [file('kim', 'kim', 2), file('lee', 'kim', 1)],
      ['kim: kim 2', 'lee: submission-of-other kim'],
      ["lee is kim's"],
    ],
    ['not proven: whom it is called after', [file('lee', 'ann')], ['lee: ann 1'], []],
  ])('%s', (_name, files, found, told) => {
    expect(assign(...files)).toEqual({ found, told })
  })
})
