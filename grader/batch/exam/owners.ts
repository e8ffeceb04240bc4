/** Whose the submissions of an exam are: signed ones say it themselves, whatever their files are called. */
import type { Submission as SignedSubmission } from '../../../src/course/exam/submission.ts'
import { Refusal } from '../refusal.ts'
import { refused } from '../list-folder.ts'
import type { Submission } from '../submission.ts'

/** A file that is not called after whom it is of. */
export interface Misnamed {
  /** As it is called, without its ending. */
  readonly name: string
  readonly learner: string
}

export interface Assigned {
  /** One for each learner. */
  readonly submissions: readonly Submission[]
  readonly misnamed: readonly Misnamed[]
}

/** `owner` is who signed it, where that is proven, and else whom it is called after. */
interface Claimed {
  readonly submission: Submission
  readonly owner: string
  /** The same for copies of one submission. */
  readonly identity: string
  readonly isWellNamed: boolean
}

export interface Owners {
  /** Whether somebody has made what is signed as theirs. */
  readonly isOf: (learner: string, signed: SignedSubmission) => boolean
  readonly isLearner: (name: string) => boolean
}

/** What cannot be read is told when it is graded. */
const signedIn = ({ read }: Submission): SignedSubmission | undefined => {
  try {
    return read().signed
  } catch {
    return undefined
  }
}

/** As `grade exam submit` calls its files. */
const ownName = ({ exam, learner, attempt }: SignedSubmission): string => `${exam}-${learner}-${attempt}`

const claim = (submission: Submission, { isOf }: Owners): Claimed => {
  const signed = signedIn(submission)
  const name = submission.learner
  if (signed === undefined || !isOf(signed.learner, signed))
    return { submission, owner: name, identity: name, isWellNamed: true }
  const isWellNamed = name === signed.learner || name === ownName(signed)
  return { submission, owner: signed.learner, identity: signed.signature.value, isWellNamed }
}

/** Copies count once, and what is called after somebody else takes nothing from what is called after its learner. */
const oneOf = (learner: string, claimed: readonly Claimed[]): Submission => {
  const wellNamed = claimed.filter((one) => one.isWellNamed)
  const different = [...new Map((wellNamed.length > 0 ? wellNamed : claimed).map((one) => [one.identity, one])).values()]
  const [first, ...others] = different
  if (first === undefined || others.length > 0) {
    const names = different.map(({ submission }) => submission.learner).toSorted()
    return refused(learner, new Refusal('submission-twice', names.join(', ')))
  }
  return { learner, read: first.submission.read }
}

/** A learner after whom only somebody else's file is called has that told as a result. */
export const assignOwners = (submissions: readonly Submission[], owners: Owners): Assigned => {
  const byOwner = new Map<string, Claimed[]>()
  for (const submission of submissions) {
    const claimed = claim(submission, owners)
    byOwner.set(claimed.owner, [...(byOwner.get(claimed.owner) ?? []), claimed])
  }
  const misnamed = [...byOwner].flatMap(([learner, claimed]) =>
    claimed.filter((one) => !one.isWellNamed).map(({ submission }) => ({ name: submission.learner, learner })),
  )
  return {
    submissions: [
      ...[...byOwner].map(([learner, claimed]) => oneOf(learner, claimed)),
      ...misnamed
        .filter(({ name }) => owners.isLearner(name) && !byOwner.has(name))
        .map(({ name, learner }) => refused(name, new Refusal('submission-of-other', learner))),
    ],
    misnamed: misnamed.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  }
}
