/** A small class with every kind of result, and with learners who are called what no report should trip over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refusedResult } from '../../../../../grader/batch/refused-result.ts'
import type { StoredResult } from '../../../../../grader/batch/results/stored-result.ts'
import { gradeJob } from '../../../../../grader/batch/worker/grade-job.ts'
import type { Book, LearnerFacts } from '../../../../../grader/reports/results/book.ts'
import { same } from '../../../../../src/grading/words.ts'
import { toGiven, readTaskFolder } from '../../../../../src/node/read-files.ts'

const TASKS = join(import.meta.dirname, '../../../../../tasks')
const SETTINGS = { language: 'en', version: '1.2.3' } as const

/** Learners by what they hand in for 3-3. */
const HANDED: Readonly<Record<string, string | undefined>> = {
  '=cmd|calc': 'solution',
  '<script>alert(1)</script>': 'wrong/two-rules',
  'a#b\\c | `d` ::error::%': 'wrong/deny-others',
  absent: undefined,
  '한글 "&\' name': 'wrong/broken-indentation',
}

export const sampleResults = async (): Promise<readonly StoredResult[]> => {
  const { task } = await readTaskFolder(join(TASKS, '3-3'), '3-3')
  const results: StoredResult[] = []
  for (const [learner, folder] of Object.entries(HANDED)) {
    const at = '2026-11-26T01:02:03.000Z'
    const files = folder === undefined ? [] : filesOf(join(TASKS, '3-3', folder))
    const job = { learner, task: '3-3', at, late: learner === 'absent', files }
    const result =
      folder === undefined
        ? refusedResult(task, job, { code: 'submission-missing', detail: same('') }, SETTINGS)
        : await gradeJob(task, job, SETTINGS)
    results.push(result)
  }
  return results
}

const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => toGiven(`3-3/${name}`, readFileSync(join(folder, name))))

export const bookFor = (results: readonly StoredResult[], facts: Readonly<Record<string, LearnerFacts>> = {}): Book => ({
  language: 'en',
  version: '1.2.3',
  results,
  findLearner: (learner) => facts[learner],
  style: { color: false, width: 100 },
  environment: { CLASSROOM: 'net', ASSIGNMENT: 'w3', SUBMISSION_TAG: 'submit/1', COMMIT_URL: 'https://example.org/c' },
  isSingle: false,
})
