/** `grade <task>`: grades, reports, remembers the points. */
import type { Task } from '../../src/course/read-task.ts'
import { doneOf, isDone } from '../../src/course/progress.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { toResult, type Result, type ResultInput } from '../../src/grading/result.ts'
import { chooseFormat, styleOf } from './formats.ts'
import type { GradeTaskOptions } from './grade-options.ts'
import { writeOutput } from './output.ts'
import { readProgress, recordAttempt } from './progress.ts'
import { requireOtherTasks } from './task-files.ts'
import { readVersion } from './version.ts'

/** 0: every check passed. 1: some did not. 2: the manifests cannot be read, nothing was graded. */
export async function gradeTask(options: GradeTaskOptions): Promise<number> {
  const { REPORTS } = await import('../reports/reports.ts')
  const render = chooseFormat(options.format, REPORTS)
  const { cli } = options
  const show = async ({ result, isFirst }: Once): Promise<void> => {
    const style = styleOf(cli)
    await write(options, render(result, { ...style, color: style.color && options.output === undefined }, cli.environment))
    const debrief = options.task.prose[cli.language].sections.find(({ id }) => id === 'debrief')
    if (isFirst && options.format === 'text' && options.output === undefined && debrief !== undefined)
      cli.out((await import('../reports/debrief.ts')).renderDebrief(debrief, style))
  }
  const graded = await gradeOnce(options)
  await show(graded)
  if (options.watch) await repeat(options, show)
  return exitCodeOf(graded.result)
}

/** Files that hold no manifests at all: too large, binary, empty. */
const UNREADABLE = /^manifest-/u

/** 1 for every answer that is wrong, mistakes in its text included; 2 where there is nothing that could be an answer. */
const exitCodeOf = ({ status, problems }: Result): number => {
  if (status === 'pass') return 0
  return status === 'invalid' && problems.some(({ code }) => UNREADABLE.test(code)) ? 2 : 1
}

interface Once {
  readonly result: Result
  /** All points, for the first time. */
  readonly isFirst: boolean
}

async function gradeOnce(options: GradeTaskOptions): Promise<Once> {
  const { cli } = options
  const { task } = options
  const version = await readVersion(cli.root)
  const environment = options.on ?? (options.files.length > 0 ? 'manifests' : 'embedded')
  const at = new Date().toISOString()
  const graded = environment === 'manifests' ? await gradeManifests(task, options) : await gradeCluster(task, options)
  const result = toResult({ task, language: cli.language, environment, version, at, ...graded })
  if (result.status === 'invalid') return { result, isFirst: false }
  const known = (await readProgress(cli.paths))[task.id]
  await recordAttempt(cli.paths, task, environment, { points: result.score, of: result.max, at })
  return { result, isFirst: result.status === 'pass' && !isDone(doneOf(known, task.variant)) }
}

type Graded = Pick<ResultInput, 'files' | 'checks' | 'problems' | 'findPosition' | 'log'>

async function gradeManifests(task: Task, { cli, files: paths }: GradeTaskOptions): Promise<Graded> {
  const { gradeFiles } = await import('../environments/manifests.ts')
  const { files, checks, problems, applied } = await gradeFiles(task, paths)
  const { explainDuplicate } = await import('./warnings.ts')
  const log = applied.duplicates.map((duplicate) => explainDuplicate(cli, duplicate))
  for (const line of log) cli.err(line)
  return {
    files: files.map(({ path, sha256 }) => ({ path, sha256 })),
    log,
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
  }
}

/** The state of the embedded cluster, or of the one of a kubeconfig that was named. */
async function readState({ cli, on, context, task }: GradeTaskOptions): Promise<Snapshot> {
  if (on === 'kubeconfig') return (await import('../environments/live/read-told.ts')).readTold(cli, context, task.namespaces)
  const { createEmbeddedEnvironment } = await import('../environments/embedded.ts')
  return createEmbeddedEnvironment(cli.paths).snapshot()
}

async function gradeCluster(task: Task, options: GradeTaskOptions): Promise<Graded> {
  const { cli } = options
  const snapshot = await readState(options)
  const [{ gradeSnapshot }, { rebuild }] = await Promise.all([
    import('../../src/grading/grade.ts'),
    import('../../src/grading/repair/rebuild.ts'),
  ])
  const checks = await gradeSnapshot(task, snapshot, {
    explain: true,
    otherTasks: () => requireOtherTasks(cli, task.id),
    rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  return { files: [], checks, problems: [], findPosition: () => undefined }
}

async function write({ cli, output }: GradeTaskOptions, report: string): Promise<void> {
  if (output === undefined) cli.out(report)
  else await writeOutput(output, report)
}

const POLL_MS = 1000

/** Grades again whenever the files change; the cluster is asked every second and told of only where something is different. */
async function repeat(options: GradeTaskOptions, show: (graded: Once) => Promise<void>): Promise<never> {
  if (options.files.length > 0) {
    const { watch } = await import('chokidar')
    watch([...options.files], { ignoreInitial: true }).on('all', () => void gradeOnce(options).then(show))
    return new Promise(() => undefined)
  }
  let last = ''
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const graded = await gradeOnce(options)
    const now = JSON.stringify(graded.result.checks)
    if (last !== '' && now !== last) await show(graded)
    last = now
  }
}
