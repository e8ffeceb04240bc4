/** `grade batch job`: a class graded by a cluster. */
import { renderYaml } from '../../../src/kubernetes/yaml/render-yaml.ts'
import { applyJobs, followJob, resume, type Applying, type JobEnd } from '../../batch/job/apply.ts'
import { jobsOf, mergeNameOf, type JobPlan } from '../../batch/job/manifests.ts'
import { parseReport } from '../../batch/write-reports.ts'
import { typedFor } from '../../environments/live/typed.ts'
import type { Cli } from '../../terminal/cli.ts'
import { batchJobMessages } from '../../terminal/messages/batch-job.ts'
import { Problem } from '../../terminal/problem.ts'

export interface BatchJobOptions {
  readonly name: string
  readonly namespace: string
  readonly shards: number
  readonly parallel?: number
  readonly image: string
  readonly claim: string
  readonly output: string
  readonly cpu: string
  readonly memory: string
  readonly task?: string
  readonly variant?: string
  readonly exam?: string
  readonly secret?: string
  readonly roster?: string
  /** Milliseconds since 1970. */
  readonly due?: number
  readonly report?: readonly string[]
  readonly apply?: boolean
  readonly context?: string
}

const POLL_MS = 1000

const optionsFor = (cli: Cli, given: Readonly<Record<string, string | undefined>>): readonly string[] => [
  ...['--lang', cli.language],
  ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
]

const planOf = (cli: Cli, from: string, options: BatchJobOptions): JobPlan => {
  const { task, variant, exam, roster, report: reports = [], parallel, ...rest } = options
  const secret = exam === undefined ? undefined : options.secret
  const due = options.due === undefined ? undefined : new Date(options.due).toISOString()
  for (const report of reports) parseReport(report)
  const { name, namespace, shards, image, claim, output, cpu, memory } = rest
  return {
    ...{ name, namespace, shards, image, claim, output, cpu, memory },
    from,
    parallel: parallel ?? options.shards,
    grading: optionsFor(cli, { task, variant, exam, secret, roster, due }),
    merging: [...optionsFor(cli, { roster }), ...reports.flatMap((report) => ['--report', report])],
  }
}

/** Prints the Jobs; with `--apply` runs them. 0: all parts are graded and merged. 3: some are not. */
export async function batchJob(cli: Cli, from: string, options: BatchJobOptions): Promise<number> {
  const words = batchJobMessages(cli.language)
  const plan = planOf(cli, from, options)
  const jobs = jobsOf(plan)
  if (options.apply !== true) {
    cli.out([words.header(plan.namespace, plan.name, mergeNameOf(plan)), ...jobs.map((job) => renderYaml(job))].join('---\n'))
    return 0
  }
  const { context } = options
  if (context === undefined) throw new Problem('batch-job-no-context')
  const progress = (name: string, done: number, of: number): void => cli.err(words.progress(name, done, of))
  return run(cli, plan, { context, namespace: plan.namespace, progress, pollMs: POLL_MS })
}

async function run(cli: Cli, plan: JobPlan, applying: Applying): Promise<number> {
  const words = batchJobMessages(cli.language)
  const merge = mergeNameOf(plan)
  await applyJobs(jobsOf(plan), applying)
  const graded = await followJob(plan.name, applying)
  if (!graded.complete) throw failed(plan.name, graded, applying)
  await resume(merge, applying)
  const merged = await followJob(merge, applying)
  if (!merged.complete) throw failed(merge, { ...merged, failedIndexes: '' }, applying)
  cli.out(words.done(plan.claim, `${plan.output}/whole`))
  return 0
}

const failed = (name: string, { failedIndexes: indexes, reason }: JobEnd, { context, namespace }: Applying): Problem =>
  new Problem('batch-job-failed', { name, indexes, reason, kubectl: `${typedFor(context).kubectl} -n ${namespace}` })
