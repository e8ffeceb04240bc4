/** What a learner hands in, and the end of the attempt. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { receiptOf } from '../../../src/course/exam/event-log.ts'
import { systemErrorCode } from '../../daemon/private-files.ts'
import { leaveAttempt, leftMs, readEvents, record, requireAttempt } from '../../exam/attempt.ts'
import { stopInvigilator } from '../../exam/invigilator.ts'
import { nextNumber, renderSubmission, submit } from '../../exam/submit.ts'
import type { Cli } from '../../terminal/cli.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { outputUnwritable, writeOutput } from '../output.ts'
import { Problem } from '../../terminal/problem.ts'
import { endCluster } from './attempt-cluster.ts'
import { homeOf, programOf } from './sit.ts'

/** Takes the name before anything is handed in: one that is taken, or that cannot be written, costs no submission. True where it is new. */
async function takeName(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw outputUnwritable(path, error, '')
  }
}

const holds = async (path: string, text: string): Promise<boolean> =>
  text === (await readFile(path, 'utf8').catch(() => undefined))

/** Another name beside it: `kim-2.json` for the second submission. */
const besides = (path: string, number: number): string => `${path.replace(/\.json$/u, '')}-${number}.json`

/** `grade exam submit`: a file to be handed in. Fails with `exam-file-exists` where a file of that name holds anything else. */
export async function submitExam(cli: Cli, file: string | undefined): Promise<number> {
  const words = examMessages(cli.language)
  const attempt = await requireAttempt(homeOf(cli))
  const events = await readEvents(attempt)
  const number = nextNumber(events)
  const path = file ?? `${attempt.paper.exam.id}-${attempt.paper.learner.id}-${number}.json`
  const taken = (): Problem => new Problem('exam-file-exists', { path: resolve(path), other: besides(path, number) })
  const isNew = await takeName(path)
  // Once the time is over it is the same submission however often it is asked for: only then may its file be there.
  if (!isNew && leftMs(attempt, events) > 0) throw taken()
  try {
    const { submission, event } = await submit(attempt, await programOf(cli))
    const text = renderSubmission(submission)
    if (!isNew && !(await holds(path, text))) throw taken()
    await writeOutput(path, text, '')
    cli.out(words.submitted(resolve(path), submission.attempt, attempt.paper.exam.limit))
    cli.out(words.receipt(receiptOf(event.hash)))
    return 0
  } catch (error) {
    if (isNew) await rm(path, { force: true })
    throw error
  }
}

/** `grade exam close`: ends the attempt, whose last state is handed in, and its cluster. */
export async function closeExam(cli: Cli, file: string | undefined, options: { readonly yes?: boolean }): Promise<number> {
  const attempt = await requireAttempt(homeOf(cli))
  const events = await readEvents(attempt)
  const isOver = leftMs(attempt, events) === 0
  if (!isOver && options.yes !== true) throw new Problem('exam-not-submitted')
  await submitExam(cli, file)
  if (!isOver) await record(attempt, 'end', { reason: 'closed' })
  await stopInvigilator(attempt)
  await endCluster(cli, attempt)
  await leaveAttempt(homeOf(cli))
  cli.out(examMessages(cli.language).ended(attempt.folder))
  return 0
}
