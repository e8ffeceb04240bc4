/** `grade exam grade` and `grade exam regrade`: the submissions of a class. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { compareResults } from '../../../src/course/exam/compare-results.ts'
import { progressOf } from '../../batch/progress.ts'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { readExamCourse, requireExam } from '../../exam/course-files.ts'
import { gradeClass } from '../../exam/class/grade-class.ts'
import type { ExamJob, ExamPool, ExamReply, ExamSetting } from '../../exam/class/job.ts'
import type { ExamResults } from '../../exam/class/results.ts'
import { readRoster } from '../../exam/roster.ts'
import { requireSecret } from '../../exam/secret.ts'
import { examFormats, renderMoves } from '../../reports/exam.ts'
import { createPool } from '../../workers/pool.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { batchMessages } from '../../terminal/messages/batch.ts'
import { writeOutput } from '../output.ts'
import { requirePlace, type PlaceName } from '../../environments/place.ts'
import { Problem, reasonOfWords } from '../../terminal/problem.ts'
import { readVersion } from '../version.ts'
import { readNamed } from '../../exam/read-named.ts'
import { orUndrawable } from '../../exam/undrawable.ts'

export interface GradeExamOptions {
  readonly roster: string
  readonly secret: string
  readonly receipts?: string
  readonly format: string
  readonly output?: string
  readonly jobs?: number
  /** In the cluster of `grade up --on kind`; in none where absent. */
  readonly on?: PlaceName
}

/** Receipts by learner, of a CSV file with columns `learner` and `receipt`. */
const readReceipts = async (path: string | undefined): Promise<Readonly<Record<string, readonly string[]>>> => {
  if (path === undefined) return {}
  const text = await readNamed(path)
  let rows: readonly Readonly<Record<string, string>>[]
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    throw new Problem('exam-roster-unreadable', { path, reason: String(error) }, error)
  }
  const receipts = new Map<string, string[]>()
  for (const { learner, receipt } of rows) {
    if (learner === undefined || receipt === undefined)
      throw new Problem('exam-roster-unreadable', {
        path,
        ...reasonOfWords({ en: 'needs the columns learner and receipt', ko: 'learner 열과 receipt 열이 필요합니다' }),
      })
    receipts.set(learner, [...(receipts.get(learner) ?? []), receipt])
  }
  return Object.fromEntries(receipts)
}

type OpenPool = (setting: ExamSetting) => ExamPool

/** Workers, or places in a real cluster that are gone afterwards. */
const withPools = async <Value>(
  cli: Cli,
  { on, jobs }: GradeExamOptions,
  work: (openPool: OpenPool) => Promise<Value>,
): Promise<Value> => {
  if (requirePlace(on, ['kind', 'manifests']) === 'kind') {
    const { withRealExamPool } = await import('../../exam/class/real-pool.ts')
    return withRealExamPool(cli, jobs, work)
  }
  const script = new URL('grader/bin/worker.cjs', cli.root)
  return work((setting) => createPool<ExamJob, ExamReply>({ jobs: jobs ?? availableParallelism(), script, setting }))
}

const gradeAll = async (cli: Cli, given: string, paths: readonly string[], options: GradeExamOptions): Promise<ExamResults> => {
  const exam = await requireExam(cli, given)
  const roster = readRoster(await readNamed(options.roster), options.roster)
  const secret = await requireSecret(resolve(options.secret))
  const [course, receipts, version] = await Promise.all([
    readExamCourse(cli),
    readReceipts(options.receipts),
    readVersion(cli.root),
  ])
  const progress = progressOf(cli, batchMessages(cli.language).progress)
  const told = (graded: number, total: number): void => progress.update({ graded, kept: 0, total })
  try {
    return await withPools(cli, options, (openPool) =>
      orUndrawable(() => gradeClass(paths, { exam, course, roster, secret, version, receipts, openPool, progress: told })),
    )
  } finally {
    progress.end()
  }
}

const isInternal = ({ learners, unread }: ExamResults): boolean =>
  unread.some(({ internal }) => internal === true) ||
  learners.some(({ submissions }) => submissions.some(({ findings }) => findings.some(({ kind }) => kind === 'grader-failed')))

/** 0: graded, whatever was earned. 3: the grader failed on a submission. */
export async function gradeExam(cli: Cli, given: string, paths: readonly string[], options: GradeExamOptions): Promise<number> {
  const render = chooseFormat(options.format, examFormats(cli.language))
  const results = await gradeAll(cli, given, paths, options)
  const style = styleOf(cli)
  const text = render(results, { ...style, color: style.color && options.output === undefined })
  if (options.output === undefined) cli.out(text)
  else await writeOutput(options.output, text)
  return isInternal(results) ? 3 : 0
}

export const readResults = async (path: string): Promise<ExamResults> => {
  const text = await readNamed(path)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Problem('results-unreadable', { path }, error)
  }
  if (!isJsonObject(value) || value['schema'] !== 'netgrade/exam-results/v1' || !Array.isArray(value['learners']))
    throw new Problem('results-unreadable', { path })
  return value as unknown as ExamResults
}

/** 0: nobody moves. 1: somebody does, and each is told. 3: the grader failed on a submission. */
export async function regradeExam(
  cli: Cli,
  given: string,
  paths: readonly string[],
  options: GradeExamOptions & { readonly diff: string },
): Promise<number> {
  const before = await readResults(options.diff)
  const after = await gradeAll(cli, given, paths, options)
  if (options.output !== undefined)
    await writeOutput(options.output, chooseFormat('json', examFormats(cli.language))(after, styleOf(cli)))
  const moves = compareResults(before.learners, after.learners)
  cli.out(
    options.format === 'json'
      ? JSON.stringify({ schema: 'netgrade/exam-moves/v1', from: before.tool, to: after.tool, moves }, null, 2)
      : renderMoves(moves, cli.language),
  )
  if (isInternal(after)) return 3
  return moves.length === 0 ? 0 : 1
}
