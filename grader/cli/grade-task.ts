/** `grade <task>`: grades, reports, remembers the points. */
import type { Task } from '../../src/course/read-task.ts'
import { doneOf, isDone } from '../../src/course/progress.ts'
import type { Snapshot } from '../../src/network/model.ts'
import type { GradedCheck, GradeOptions } from '../../src/grading/grade.ts'
import { toResult, type Result, type ResultInput } from '../../src/grading/result.ts'
import { contextOf } from '../environments/kind/context.ts'
import { chooseFormat, styleOf } from './formats.ts'
import type { GradeTaskOptions } from './grade-options.ts'
import { repairMessages } from '../terminal/messages/repairs.ts'
import { imageOf } from '../environments/live/observe/options.ts'
import { writeOutput } from './output.ts'
import { placeOf } from '../environments/place.ts'
import type { RealOptions } from './real/open-real.ts'
import { readProgress, recordAttempt } from '../course/progress.ts'
import { requireOtherTasks } from '../course/task-files.ts'
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
  const again = options.apply === true ? await applyAndGrade(options, graded, show) : graded
  await show(again)
  if (options.watch) await repeat(options, show)
  return exitCodeOf(again.result)
}

/** Where a repair is written, what is told in the end is what it made of the cluster; what it was is shown first to somebody who reads. */
async function applyAndGrade(options: GradeTaskOptions, graded: Once, show: (graded: Once) => Promise<void>): Promise<Once> {
  const { cli, state, task } = { ...options, ...graded }
  const real = realOf(options)
  if (real === undefined || state === undefined || graded.result.status === 'pass') return graded
  if (options.format === 'text' && options.output === undefined) await show(graded)
  const { applyRepair } = await import('./real/apply-repair.ts')
  const isApplied = await applyRepair(cli, { task, ...state }, real)
  if (!isApplied) return graded
  cli.err(repairMessages(cli.language).again)
  return gradeOnce({ ...options, tryRepairs: false })
}

/** The real cluster that was named. */
const realOf = ({
  on,
  context,
  yes,
  probeImage,
}: GradeTaskOptions): (RealOptions & { readonly probeImage?: string }) | undefined =>
  on === 'kind' || on === 'kubeconfig'
    ? {
        on,
        ...(context === undefined ? {} : { context }),
        ...(yes === undefined ? {} : { yes }),
        ...(probeImage === undefined ? {} : { probeImage }),
      }
    : undefined

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
  /** What was graded, of a cluster. */
  readonly state?: GradedState
}

interface GradedState {
  readonly snapshot: Snapshot
  readonly checks: readonly GradedCheck[]
}

async function gradeOnce(options: GradeTaskOptions): Promise<Once> {
  const { cli } = options
  const { task } = options
  const version = await readVersion(cli.root)
  const environment = options.on ?? (options.files.length > 0 ? 'manifests' : 'embedded')
  const at = new Date().toISOString()
  const graded = environment === 'manifests' ? await gradeManifests(task, options) : await gradeCluster(task, options)
  const result = toResult({ task, language: cli.language, environment, version, at, ...graded })
  const { snapshot, checks } = graded
  const state = snapshot === undefined ? {} : { state: { snapshot, checks } }
  if (result.status === 'invalid') return { result, isFirst: false }
  const known = (await readProgress(cli.paths))[task.id]
  await recordAttempt(cli.paths, task, environment, { points: result.score, of: result.max, at })
  return { result, ...state, isFirst: result.status === 'pass' && !isDone(doneOf(known, task.variant)) }
}

type Graded = Pick<ResultInput, 'tellObservations' | 'files' | 'checks' | 'problems' | 'findPosition' | 'log'> & {
  /** Of a cluster. */
  readonly snapshot?: Snapshot
}

async function gradeManifests(task: Task, { cli, files: paths }: GradeTaskOptions): Promise<Graded> {
  const { gradeFiles } = await import('../environments/manifests.ts')
  const { files, checks, problems, applied } = await gradeFiles(task, paths)
  const { explainDuplicate } = await import('../terminal/warnings.ts')
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
  if (on === 'kubeconfig' || on === 'kind') {
    const place = await contextOf(cli.paths, on, context)
    const [{ readTold }, { requireSettled }, { typedFor }] = await Promise.all([
      import('../environments/live/read-told.ts'),
      import('../environments/live/require-settled.ts'),
      import('../environments/live/typed.ts'),
    ])
    const snapshot = await readTold(cli, place, task.namespaces)
    requireSettled(snapshot, task.namespaces, typedFor(place ?? '').kubectl)
    return snapshot
  }
  const { createEmbeddedEnvironment } = await import('../environments/embedded.ts')
  return createEmbeddedEnvironment(cli.paths).snapshot()
}

async function gradeCluster(task: Task, options: GradeTaskOptions): Promise<Graded & GradedState> {
  const { cli } = options
  const snapshot = await readState(options)
  const [{ gradeSnapshot }, { rebuild }] = await Promise.all([
    import('../../src/grading/grade.ts'),
    import('../../src/grading/repair/rebuild.ts'),
  ])
  const observe = options.observe === true ? await observeIn(task, snapshot, options) : undefined
  const checks = await gradeSnapshot(task, snapshot, {
    ...(observe === undefined ? {} : { observe }),
    explain: true,
    otherTasks: () => requireOtherTasks(cli, task.id),
    rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  const tried = await tryIn({ task, snapshot, checks }, options)
  const graded = { files: [], checks: tried, snapshot, problems: [], findPosition: () => undefined }
  if (observe === undefined && options.tryRepairs !== true) return graded
  const { tellObservations } = await import('../../src/grading/observation/tell.ts')
  return { ...graded, tellObservations }
}

/** With what came of the repairs where packets flow, if that was asked for. */
const tryIn = async (
  graded: GradedState & { readonly task: Task },
  options: GradeTaskOptions,
): Promise<readonly GradedCheck[]> => {
  const real = realOf(options)
  if (options.tryRepairs !== true || real === undefined) return graded.checks
  return (await import('./real/try-repairs.ts')).tryRepairs(options.cli, graded, real)
}

const observeIn = async (
  task: Task,
  snapshot: Snapshot,
  options: GradeTaskOptions,
): Promise<NonNullable<GradeOptions['observe']>> => {
  const { observeTask } = await import('../environments/live/observe/observe-task.ts')
  return observeTask(options.cli, { task, snapshot }, { ...placeOf(options), ...imageOf(options) })
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
