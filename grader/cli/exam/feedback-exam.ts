/** `grade exam feedback`: a file for each learner. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderFeedback } from '../../reports/exam-feedback.ts'
import type { Cli } from '../../terminal/cli.ts'
import { examFeedbackMessages } from '../../terminal/messages/exam-feedback.ts'
import { makeFolder } from '../../../src/node/make-folder.ts'
import { Problem } from '../../terminal/problem.ts'
import { readResults } from './grade-exam.ts'

export interface FeedbackOptions {
  readonly out: string
}

/** Results are a file that somebody may have edited: names in it must not lead out of the folder. */
const isFileName = (learner: unknown): boolean => typeof learner === 'string' && /^[^./\\][^/\\]*$/u.test(learner)

export async function feedbackExam(cli: Cli, path: string, { out }: FeedbackOptions): Promise<number> {
  const { exam, learners } = await readResults(path)
  if (!learners.every(({ learner }) => isFileName(learner))) throw new Problem('results-unreadable', { path })
  try {
    makeFolder(out)
    for (const one of learners) await writeFile(join(out, `${one.learner}.txt`), renderFeedback(one, exam, cli.language))
  } catch (error) {
    throw new Problem('output-unwritable', { path: out, reason: String(error), option: '--out' }, error)
  }
  cli.out(examFeedbackMessages(cli.language).written(learners.length, out))
  return 0
}
