/** The Jobs of a class, run by the embedded cluster's controllers; a shell stands in for the program in their Pods. */
import { describe, expect, test } from 'vitest'
import { jobsOf, type JobPlan } from '../../../../../grader/batch/job/manifests.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Job, Pod, PodTemplateSpec } from '../../../../../src/kubernetes/generated/types.ts'
import { isStatus } from '../../../../../src/kubernetes/errors.ts'
import { isJob, isPod } from '../../../../../src/kubernetes/guards.ts'

const PLAN: JobPlan = {
  name: 'class',
  namespace: 'default',
  shards: 4,
  parallel: 2,
  image: 'netgrade',
  claim: 'class',
  from: '/submissions',
  output: 'results',
  grading: ['--lang', 'en', '--task', "3-3; echo $(id) 'x'"],
  merging: ['--report', 'junit=/class/results/junit.xml'],
  cpu: '500m',
  memory: '512Mi',
}

const container = ({ spec }: PodTemplateSpec): NonNullable<PodTemplateSpec['spec']>['containers'][number] => {
  const [first] = spec?.containers ?? []
  if (first === undefined) throw new Error('a Pod without containers')
  return first
}

/** In the place of `grade`, what tells how it was called and ends as the script says. */
const withScript = (job: Job, script: string): Job => {
  const template = job.spec?.template
  if (job.spec === undefined || template?.spec === undefined) throw new Error('a Job without Pods')
  const { command = [], ...rest } = container(template)
  const shell =
    command[0] === 'sh'
      ? ['sh', '-c', (command[2] ?? '').replace('exec grade', 'echo grade'), ...command.slice(3)]
      : ['echo', ...command]
  const told = command[0] === 'sh' ? [...shell.slice(0, 2), `${shell[2] ?? ''}\n${script}`, ...shell.slice(3)] : shell
  const spec = {
    ...template.spec,
    containers: [{ ...rest, image: 'busybox', command: told }],
    volumes: [{ name: 'class', emptyDir: {} }],
  }
  return { ...job, spec: { ...job.spec, template: { ...template, spec } } }
}

const openCluster = (script: string) => {
  const clock = createVirtualClock(Date.UTC(2026, 10, 26))
  const cluster = createCluster({ clock, random: createSeededRandom(1) })
  for (const job of jobsOf(PLAN)) {
    const applied = cluster.apply(withScript(job, script))
    if (isStatus(applied)) throw new Error(applied.message)
  }
  const jobCalled = (name: string): Job => {
    const job = cluster.store.get('jobs.batch', 'default', name)
    if (job === undefined || !isJob(job)) throw new Error(`no Job ${name}`)
    return job
  }
  return {
    /** As long as the Job waits before it tries a part again. */
    settle: async () => {
      for (let minute = 0; minute < 10; minute++) {
        await cluster.settle()
        clock.advance(60_000)
      }
      await cluster.settle()
    },
    status: (name = PLAN.name) => jobCalled(name).status ?? {},
    ended: (name = PLAN.name) =>
      (jobCalled(name).status?.conditions ?? [])
        .filter(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'))
        .map(({ type, reason }) => `${type} ${reason ?? ''}`.trim()),
    pods: (): readonly Pod[] => cluster.store.list('pods', 'default').filter(isPod),
    logs: async (pod: Pod): Promise<string> => {
      const url = `https://x/api/v1/namespaces/default/pods/${pod.metadata.name ?? ''}/log`
      return (await cluster.handle(new Request(url))).text()
    },
    resume: (name: string) => {
      const job = jobCalled(name)
      cluster.writer.update({ ...job, spec: { ...job.spec, suspend: false } } as Job)
    },
  }
}

const indexOf = ({ metadata }: Pod): string => metadata.annotations?.['batch.kubernetes.io/job-completion-index'] ?? ''

describe('grade batch job', () => {
  test('each part is graded in a Pod of its index, with the options as they were given', async () => {
    const cluster = openCluster('exit 0')
    await cluster.settle()
    expect(cluster.ended()).toEqual(['Complete CompletionsReached'])
    expect(cluster.status().completedIndexes).toBe('0-3')
    const parts = cluster.pods().toSorted((a, b) => (indexOf(a) < indexOf(b) ? -1 : 1))
    expect(parts.map(indexOf)).toEqual(['0', '1', '2', '3'])
    expect(await cluster.logs(parts[2]!)).toBe(
      "grade batch /class/submissions --exit-zero --lang en --task 3-3; echo $(id) 'x' --shard 3/4 --output /class/results/part-2 --resume\n",
    )
  })

  test('the parts are merged only when it is said that they are there', async () => {
    const cluster = openCluster('exit 0')
    await cluster.settle()
    expect(cluster.ended('class-merge')).toEqual([])
    expect(cluster.pods()).toHaveLength(4)
    cluster.resume('class-merge')
    await cluster.settle()
    expect(cluster.ended('class-merge')).toEqual(['Complete CompletionsReached'])
    const merging = cluster.pods().find((pod) => indexOf(pod) === '')
    expect(await cluster.logs(merging!)).toBe(
      'grade batch merge /class/results/part-0 /class/results/part-1 /class/results/part-2 /class/results/part-3 --output /class/results/whole --exit-zero --report junit=/class/results/junit.xml\n',
    )
  })

  test("a mistake of the grader's own fails its part at once, and the others are graded", async () => {
    const cluster = openCluster('[ "$JOB_COMPLETION_INDEX" = 1 ] && exit 3; exit 0')
    await cluster.settle()
    expect(cluster.ended()).toEqual(['Failed FailedIndexes'])
    expect([cluster.status().failedIndexes, cluster.status().completedIndexes]).toEqual(['1', '0,2,3'])
    expect(cluster.pods().filter((pod) => indexOf(pod) === '1')).toHaveLength(1)
  })

  test('a part that is killed is tried again, and in the end fails alone', async () => {
    const cluster = openCluster('[ "$JOB_COMPLETION_INDEX" = 2 ] && exit 137; exit 0')
    await cluster.settle()
    expect([cluster.status().failedIndexes, cluster.status().completedIndexes]).toEqual(['2', '0,1,3'])
    expect(cluster.pods().filter((pod) => indexOf(pod) === '2')).toHaveLength(4)
  })

  test('a class that cannot be read fails all at once', async () => {
    const cluster = openCluster('exit 2')
    await cluster.settle()
    expect(cluster.ended()).toEqual(['Failed PodFailurePolicy'])
    expect(cluster.status().completedIndexes ?? '').toBe('')
    expect(cluster.pods().every((pod) => ['0', '1'].includes(indexOf(pod)))).toBe(true)
  })
})
