/** `grade batch`: grades a class, and puts parts of one together. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Task } from '../../../src/course/read-task.ts'
import { readSource } from '../../../src/node/read-files.ts'
import { mergedLines, recordOfWhole } from '../../batch/merge.ts'
import { openClass } from '../../batch/open-class.ts'
import { claimFolder, releaseFolder, resultsOf, settingsHash, type BatchRecord } from '../../batch/output-folder.ts'
import { reportProgress } from '../../batch/progress.ts'
import { resultsPath } from '../../batch/results/store.ts'
import { replaceFile } from '../../batch/results/lines.ts'
import { openStore } from '../../batch/results/store.ts'
import { readRoster, type Roster } from '../../batch/roster.ts'
import { runBatch } from '../../batch/run-batch.ts'
import { WHOLE, type Shard } from '../../batch/shard.ts'
import { createPool } from '../../batch/worker/pool.ts'
import { parseReport, writeReports, type ReportRequest } from '../../batch/write-reports.ts'
import { overviewOf, type Book, type ResultFormat } from '../../reports/results/book.ts'
import { RESULT_FORMATS } from '../../reports/results/formats.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { batchMessages } from '../messages/batch.ts'
import { Problem } from '../problem.ts'
import { readTaskIds, requireSection } from '../task-files.ts'
import { readVersion } from '../version.ts'

export interface BatchOptions {
  /** Ids, with commas between them. */
  readonly task?: string
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

const tasksOf = async (cli: Cli, given: string | undefined): Promise<readonly Task[]> => {
  const ids = given === undefined ? await readTaskIds(cli) : [...new Set(given.split(',').map((id) => id.trim()))]
  const sections = await Promise.all(ids.map((id) => requireSection(cli, id)))
  const concept = sections.find(({ kind }) => kind === 'concept')
  if (given !== undefined && concept !== undefined) throw new Problem('section-is-concept', { section: concept.id })
  return sections.filter((section) => section.kind === 'practice')
}

const recordOf = (cli: Cli, tasks: readonly Task[], version: string, { shard = WHOLE, due }: BatchOptions): BatchRecord => {
  const sources = tasks.map(({ id }) => readSource(fileURLToPath(new URL(`tasks/${id}/`, cli.root)), id).files)
  const ids = tasks.map(({ id }) => id)
  const content = createHash('sha256').update(JSON.stringify(sources)).digest('hex')
  return {
    schema: 'netgrade/batch/v1',
    tool: { name: 'netgrade', version },
    language: cli.language,
    tasks: ids,
    settings: settingsHash([version, cli.language, ids, content, due ?? null]),
    shard,
  }
}

interface Grading {
  readonly options: BatchOptions
  readonly roster: Roster
  readonly folder: string
  readonly scratch: string
}

/** Submissions that wait in memory, for each worker. */
const AHEAD = 4

async function gradeInto(cli: Cli, from: string, { options, roster, folder, scratch }: Grading): Promise<void> {
  const words = batchMessages(cli.language)
  const sections = await readTaskIds(cli)
  const tasks = await tasksOf(cli, options.task)
  const version = await readVersion(cli.root)
  const opened = await openClass(from, sections, scratch)
  const { ignored } = opened
  if (ignored.length > 0) cli.err(words.ignored(ignored.length, namesOf(ignored)))
  claimFolder(folder, recordOf(cli, tasks, version, options), options.resume === true)
  const store = openStore(folder)
  const jobs = options.jobs ?? availableParallelism()
  const { language } = cli
  const pool = createPool({ jobs, language, version, script: new URL('grader/bin/worker.mjs', cli.root) })
  const progress = reportProgress({
    ...(cli.live === undefined ? {} : { live: cli.live }),
    line: (text) => cli.err(text),
    nowMs: () => performance.now(),
    words: words.progress,
  })
  try {
    await runBatch({
      submissions: opened.submissions,
      ...{ tasks, sections, roster, language, version, store, pool },
      ...(options.due === undefined ? {} : { dueMs: options.due }),
      shard: options.shard ?? WHOLE,
      ahead: jobs * AHEAD,
      onProgress: progress.update,
    })
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new Problem('output-unwritable', { path: folder, reason: error.message }, error)
  } finally {
    progress.end()
    await pool.close()
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
