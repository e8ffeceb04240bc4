/** Applies the Jobs of a class with the user's own kubectl, and follows them to their end. */
import { execa } from 'execa'
import type { Job } from '../../../src/kubernetes/generated/types.ts'
import { renderYaml } from '../../../src/kubernetes/yaml/render-yaml.ts'
import { Problem } from '../../terminal/problem.ts'

export interface Applying {
  readonly context: string
  readonly namespace: string
  /** Told whenever it has changed. */
  readonly progress: (name: string, succeeded: number, of: number) => void
  readonly pollMs: number
}

export interface JobEnd {
  readonly complete: boolean
  /** As the cluster writes them, e.g. `1,3-5`. */
  readonly failedIndexes: string
  readonly reason: string
}

const kubectl = async ({ context, namespace }: Applying, args: readonly string[], input?: string): Promise<string> => {
  const all = ['--context', context, '--namespace', namespace, ...args]
  const result = await execa('kubectl', all, { reject: false, ...(input === undefined ? { stdin: 'ignore' } : { input }) })
  if (result.exitCode === 0) return result.stdout
  const reason = result.stderr === '' ? (result.shortMessage ?? '') : result.stderr.trim()
  throw new Problem('batch-job-kubectl', { command: `kubectl ${args.join(' ')}`, reason })
}

/** A Job's template cannot be changed: one of an earlier run makes room. What it has graded stays on the volume. */
export async function applyJobs(jobs: readonly Job[], applying: Applying): Promise<void> {
  const names = jobs.map(({ metadata }) => metadata.name ?? '')
  await kubectl(applying, ['delete', 'job', ...names, '--ignore-not-found', '--cascade=foreground', '--wait'])
  await kubectl(applying, ['apply', '-f', '-'], jobs.map((job) => renderYaml(job)).join('---\n'))
}

export const resume = async (name: string, applying: Applying): Promise<void> => {
  await kubectl(applying, ['patch', 'job', name, '--type=merge', '--patch', '{"spec":{"suspend":false}}'])
}

const endOf = ({ status }: Job): JobEnd | undefined => {
  const ended = status?.conditions?.find(({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True')
  if (ended === undefined) return undefined
  return {
    complete: ended.type === 'Complete',
    failedIndexes: status?.failedIndexes ?? '',
    reason: [ended.reason, ended.message].filter((part) => part !== undefined && part !== '').join(': '),
  }
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Waits for the Job's end, however long that takes. */
export async function followJob(name: string, applying: Applying): Promise<JobEnd> {
  let told = -1
  for (;;) {
    const job = JSON.parse(await kubectl(applying, ['get', 'job', name, '--output=json'])) as Job
    const succeeded = job.status?.succeeded ?? 0
    if (succeeded !== told) applying.progress(name, succeeded, job.spec?.completions ?? 1)
    told = succeeded
    const end = endOf(job)
    if (end !== undefined) return end
    await sleep(applying.pollMs)
  }
}
