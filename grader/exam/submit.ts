/** Making submissions of what an attempt has kept. */
import { join } from 'node:path'
import type { ExamEvent } from '../../src/course/exam/event-log.ts'
import type { Submission, SubmittedState } from '../../src/course/exam/submission.ts'
import { readIfPresent, writePrivateFile } from '../daemon/private-files.ts'
import { leftMs, readAnswers, readEvents, readStates, record, saveState, type Attempt } from './attempt.ts'
import { signSubmission } from './sign.ts'

export interface MadeSubmission {
  readonly submission: Submission
  /** The last event, whose hash is the receipt. */
  readonly event: ExamEvent
}

/** Slots that were closed keep their state; all others have the last one. */
const statesFor = async (attempt: Attempt): Promise<readonly SubmittedState[]> => {
  const kept = await readStates(attempt)
  const own = kept.flatMap(({ slot, objects }) => (slot === undefined ? [] : [{ slots: [slot], objects }]))
  const closed = new Set(own.flatMap(({ slots }) => slots))
  const rest = [...new Set(attempt.paper.items.map(({ slot }) => slot))].filter((slot) => !closed.has(slot))
  const current = kept.find(({ slot }) => slot === undefined)
  return [...own, ...(current === undefined || rest.length === 0 ? [] : [{ slots: rest, objects: current.objects }])]
}

const fileFor = ({ folder }: Attempt, attempt: number): string => join(folder, `submission-${attempt}.json`)

/** How many submissions the attempt has made. */
export const submissionsIn = (events: readonly ExamEvent[]): number => events.filter(({ kind }) => kind === 'submit').length

/** After the end nothing can be handed in any more but what was: a crash may have come before its file was written. */
const lastAfterEnd = (events: readonly ExamEvent[]): ExamEvent | undefined => {
  const last = events.findLast(({ kind }) => kind === 'submit')
  const ended = events.find(({ kind }) => kind === 'end')
  return ended !== undefined && last !== undefined && last.n > ended.n ? last : undefined
}

const numberOf = ({ detail }: ExamEvent): number => Number(detail['attempt'])

/** Of the submission that {@link submit} would make now, or has made. */
export const nextNumber = (events: readonly ExamEvent[]): number => {
  const last = lastAfterEnd(events)
  return last === undefined ? submissionsIn(events) + 1 : numberOf(last)
}

/** Everything that was written up to the event that handed it in. */
const build = async (attempt: Attempt, event: ExamEvent, program: string): Promise<Submission> => {
  const { paper } = attempt
  const body = {
    schema: 'netgrade/submission/v1',
    exam: paper.exam.id,
    version: paper.exam.version,
    learner: paper.learner.id,
    variant: paper.variant,
    attempt: numberOf(event),
    program,
    environment: attempt.environment,
    at: new Date(event.at.wallMs).toISOString(),
    states: await statesFor(attempt),
    answers: await readAnswers(attempt),
    events: (await readEvents(attempt)).slice(0, event.n + 1),
  } as const
  return signSubmission(body, paper.token, (await readIfPresent(join(attempt.folder, 'key.pem'))) ?? '')
}

/**
 * Hands in what is there; after the end of the time what was there at the end, which is the same submission however often it is asked
 * for. `program` names what made it, with its version.
 */
export async function submit(attempt: Attempt, program: string): Promise<MadeSubmission> {
  const events = await readEvents(attempt)
  const last = lastAfterEnd(events)
  if (last !== undefined) return finish(attempt, last, program)
  if (leftMs(attempt, events) > 0) await saveState(attempt)
  else if (!events.some(({ kind }) => kind === 'end')) await record(attempt, 'end', { reason: 'time' })
  return finish(attempt, await record(attempt, 'submit', { attempt: submissionsIn(events) + 1 }), program)
}

async function finish(attempt: Attempt, event: ExamEvent, program: string): Promise<MadeSubmission> {
  const path = fileFor(attempt, numberOf(event))
  const text = await readIfPresent(path)
  if (text !== undefined) return { submission: JSON.parse(text) as Submission, event }
  const submission = await build(attempt, event, program)
  await writePrivateFile(path, renderSubmission(submission))
  return { submission, event }
}

export const renderSubmission = (submission: Submission): string => `${JSON.stringify(submission, null, 1)}\n`
