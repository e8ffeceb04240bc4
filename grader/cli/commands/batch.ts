/** `grade batch`: grades a class, and puts parts of one together. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Task } from '../../../src/course/read-task.ts'
import { PLAIN } from '../../../src/course/variants.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { readSource } from '../../../src/node/read-files.ts'
import { mergedLines, recordOfWhole } from '../../batch/merge.ts'
import { openClass } from '../../batch/open-class.ts'
import { claimFolder, releaseFolder, resultsOf, settingsHash, type BatchRecord } from '../../batch/output-folder.ts'
import { progressOf } from '../../batch/progress.ts'
import { resultsPath } from '../../batch/results/store.ts'
import { replaceFile } from '../../batch/results/lines.ts'
import { openStore } from '../../batch/results/store.ts'
import { readRoster, type Roster } from '../../batch/roster.ts'
import { readExamBatch } from '../../batch/exam/exam-batch.ts'
import { assignOwners, type Owners } from '../../batch/exam/owners.ts'
import { Refusal } from '../../batch/refusal.ts'
import { runBatch, type BatchInput } from '../../batch/run-batch.ts'
import { WHOLE, type Shard } from '../../batch/shard.ts'
import type { BatchSetting, GradeJob, GradePool, Graded } from '../../batch/worker/job.ts'
import { parseReport, writeReports, type ReportRequest } from '../../batch/write-reports.ts'
import { createPool } from '../../workers/pool.ts'
import { overviewOf, type Book, type ResultFormat } from '../../reports/results/book.ts'
import { RESULT_FORMATS } from '../../reports/results/formats.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { batchMessages } from '../../terminal/messages/batch.ts'
import { requireObservable, type ObserveOptions } from '../../environments/live/observe/options.ts'
import { requirePlace, type PlaceName } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'
import { readTaskIds, requireSection } from '../../course/task-files.ts'
import { readVersion } from '../version.ts'

export interface BatchOptions extends ObserveOptions {
  /** In a cluster of `grade up --on kind`; in none where absent. */
  readonly on?: PlaceName
  /** Names as `nameOfTask` says them, with commas between them. */
  readonly task?: string
  /** Of each of them that names none itself. */
  readonly variant?: string
  /** An exam that the class sat, in the place of tasks; with its roster, and the file of the course's secret. */
  readonly exam?: string
  readonly secret: string
  readonly output?: string
  readonly jobs?: number
  readonly shard?: Shard
  readonly resume?: boolean
  readonly roster?: string
  /** Milliseconds since 1970. */
  readonly due?: number
  readonly report?: readonly string[]
  readonly format: string
  readonly exitZero?: boolean
}

interface Reporting {
  readonly format: ResultFormat
  readonly reports: readonly ReportRequest[]
  readonly roster: Roster
}

/** `grade batch FROM`. 0: everybody passed everything. 1: not so. 3: some submission showed a mistake of ours. */
export async function batch(cli: Cli, from: string, options: BatchOptions): Promise<number> {
  const reporting = readReporting(options)
  requirePlace(options.on, ['kind', 'manifests'])
  requireObservable(options, options)
  // Told before anything is graded; results that are merged tell it themselves.
  if (options.exam !== undefined && [reporting, ...reporting.reports].some(({ format }) => format === RESULT_FORMATS['items']))
    throw new Problem('report-items-differ')
  if (options.resume === true && options.output === undefined) throw new Problem('batch-no-folder')
  const scratch = mkdtempSync(join(tmpdir(), 'netgrade-batch-'))
  const folder = options.output ?? join(scratch, 'results')
  try {
    await gradeInto(cli, from, { options, roster: reporting.roster, folder, scratch })
    return await report(cli, folder, reporting, options)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** `grade batch merge FOLDER…`: exit codes as above. */
export async function mergeBatch(cli: Cli, folders: readonly string[], options: BatchOptions): Promise<number> {
  const reporting = readReporting(options)
  const { output } = options
  if (output === undefined) throw new Problem('batch-no-folder')
  const record = recordOfWhole(folders)
  claimFolder(output, record, false)
  try {
    replaceFile(resultsPath(output), mergedLines(folders, record.tasks))
  } finally {
    releaseFolder(output)
  }
  return report(cli, output, reporting, options)
}

const readReporting = ({ format, report: reports = [], roster }: BatchOptions): Reporting => {
  const chosen = chooseFormat(format, RESULT_FORMATS)
  if (chosen.about === 'learner') throw new Problem('report-needs-learner', { format })
  return {
    format: chosen,
    reports: reports.map(parseReport),
    roster: roster === undefined ? new Map() : requireRoster(roster),
  }
}

const requireRoster = (path: string): Roster => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Problem('roster-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  }
  const roster = readRoster(text)
  if (!('kind' in roster)) return roster
  const reason = roster.kind === 'no-learner-column' ? 'learner?' : `${roster.kind}: ${roster.value}`
  throw new Problem('roster-unreadable', { path: 'line' in roster ? `${path}:${roster.line}` : path, reason })
}

/** Without names, the own tasks of all sections. What the instructor has chosen for practice is no matter. */
const tasksOf = async (cli: Cli, { task: given, variant: common }: BatchOptions): Promise<readonly Task[]> => {
  const names = given === undefined ? await readTaskIds(cli) : [...new Set(given.split(',').map((name) => name.trim()))]
  const sections = await Promise.all(
    names.map((name) => {
      const [id = '', variant = common ?? PLAIN] = name.split('/')
      return requireSection(cli, id, variant)
    }),
  )
  const concept = sections.find(({ kind }) => kind === 'concept')
  if (given !== undefined && concept !== undefined) throw new Problem('section-is-concept', { section: concept.id })
  return sections.filter((section) => section.kind === 'practice')
}

/** What is graded, and everything that this depends on besides the submissions. */
interface Plan extends Pick<BatchInput, 'unitsOf' | 'verify'> {
  /** Of an exam. */
  readonly owners?: Owners
  readonly names: readonly string[]
  readonly content: string
}

const planOf = async (cli: Cli, options: BatchOptions): Promise<Plan> => {
  const { exam, roster, secret, task, variant } = options
  if (exam !== undefined) {
    if (task !== undefined || variant !== undefined)
      throw new Problem('option-not-here', {
        option: task === undefined ? '--variant' : '--task',
        command: 'grade batch --exam',
      })
    if (roster === undefined) throw new Problem('batch-no-roster')
    const { hash, ...plan } = await readExamBatch(cli, { exam, roster, secret })
    return { ...plan, content: settingsHash([hash, contentOf(cli, await readTaskIds(cli))]) }
  }
  const tasks = await tasksOf(cli, options)
  const units = tasks.map((one) => ({ task: one }))
  const names = tasks.map(nameOfTask)
  return { names, content: contentOf(cli, names), unitsOf: () => units, verify: refuseSigned }
}

const refuseSigned = (): never => {
  throw new Refusal('submission-of-exam')
}

/** A hash of the texts that tasks are made of. */
const contentOf = (cli: Cli, names: readonly string[]): string => {
  const sources = names.map((name) => {
    const [id = '', variant] = name.split('/')
    return readSource(fileURLToPath(new URL(`tasks/${id}/`, cli.root)), id, variant).files
  })
  return settingsHash(sources)
}

/** Where the submissions stand while they are graded, if anywhere. */
const placeOf = ({ on, observe = false }: BatchOptions): readonly unknown[] => (on === 'kind' ? [on, observe] : [])

const recordOf = (cli: Cli, { names, content }: Plan, version: string, options: BatchOptions): BatchRecord => ({
  schema: 'netgrade/batch/v1',
  tool: { name: 'netgrade', version },
  language: cli.language,
  tasks: names,
  settings: settingsHash([version, cli.language, names, content, options.due ?? null, ...placeOf(options)]),
  shard: options.shard ?? WHOLE,
})

interface Grading {
  readonly options: BatchOptions
  readonly roster: Roster
  readonly folder: string
  readonly scratch: string
}

/** Submissions that wait in memory, for each worker. */
const AHEAD = 4

/** With workers, or places in a real cluster; `ahead` submissions may wait for one. */
async function withPool(
  cli: Cli,
  version: string,
  { on, jobs, ...options }: BatchOptions,
  work: (pool: GradePool, ahead: number) => Promise<void>,
): Promise<void> {
  const { language } = cli
  if (on === 'kind') {
    const { TOGETHER, withRealPool } = await import('../../batch/real/open-pool.ts')
    const side = jobs ?? TOGETHER
    return withRealPool(cli, { ...options, language, version, jobs: side }, (pool) => work(pool, side * AHEAD))
  }
  const side = jobs ?? availableParallelism()
  const pool = createPool<GradeJob, Graded>({
    jobs: side,
    setting: { kind: 'batch', language, version } satisfies BatchSetting,
    script: new URL('grader/bin/worker.cjs', cli.root),
  })
  try {
    await work(pool, side * AHEAD)
  } finally {
    await pool.close()
  }
}

async function gradeInto(cli: Cli, from: string, { options, roster, folder, scratch }: Grading): Promise<void> {
  const words = batchMessages(cli.language)
  const sections = await readTaskIds(cli)
  const plan = await planOf(cli, options)
  const version = await readVersion(cli.root)
  const opened = await openClass(from, sections, scratch)
  const { ignored } = opened
  if (ignored.length > 0) cli.err(words.ignored(ignored.length, namesOf(ignored)))
  const { submissions, misnamed } =
    plan.owners === undefined
      ? { submissions: opened.submissions, misnamed: [] }
      : assignOwners(opened.submissions, plan.owners)
  for (const { name, learner } of misnamed) cli.err(words.misnamed(name, learner))
  claimFolder(folder, recordOf(cli, plan, version, options), options.resume === true)
  const store = openStore(folder)
  const { language } = cli
  const progress = progressOf(cli, words.progress)
  try {
    await withPool(cli, version, options, (pool, ahead) =>
      runBatch({
        ...{ submissions, sections, roster, language, version, store, pool, ahead },
        ...{ unitsOf: plan.unitsOf, verify: plan.verify },
        ...(options.due === undefined ? {} : { dueMs: options.due }),
        shard: options.shard ?? WHOLE,
        onProgress: progress.update,
      }),
    )
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new Problem('output-unwritable', { path: folder, reason: error.message }, error)
  } finally {
    progress.end()
    store.close()
    opened.close()
    releaseFolder(folder)
  }
}

const SHOWN = 10

const namesOf = (names: readonly string[]): string =>
  names
    .slice(0, SHOWN)
    .map((name) => JSON.stringify(name))
    .join(', ') + (names.length > SHOWN ? ', …' : '')

async function report(cli: Cli, folder: string, reporting: Reporting, { exitZero }: BatchOptions): Promise<number> {
  const { format, reports, roster } = reporting
  const book: Book = {
    language: cli.language,
    version: await readVersion(cli.root),
    results: resultsOf(folder),
    findLearner: (learner) => roster.get(learner),
    style: styleOf(cli),
    environment: cli.environment,
    isSingle: false,
  }
  writeReports(reports, { ...book, style: { ...book.style, color: false } })
  print(cli, format.write(book))
  const { counts, results } = overviewOf(book.results)
  if (counts.error > 0) return 3
  return counts.pass === results || exitZero === true ? 0 : 1
}

/** Pieces of a report, joined so that whole lines are written at once. */
function print(cli: Cli, pieces: Iterable<string>): void {
  let text = ''
  for (const piece of pieces) {
    text += piece
    const end = text.lastIndexOf('\n')
    if (text.length < 1 << 16 || end < 0) continue
    cli.out(text.slice(0, end + 1))
    text = text.slice(end + 1)
  }
  if (text !== '') cli.out(text)
}
