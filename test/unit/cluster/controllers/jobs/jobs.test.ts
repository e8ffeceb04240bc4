import { describe, expect, test } from 'vitest'
import type { CronJob, Job, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { parseIndexes, renderIndexes } from '../../../../../src/cluster/controllers/jobs/job-pods.ts'
import { createWorld, type World } from '../world.ts'

const podSpec = (image: string, restartPolicy = 'Never'): object => ({
  spec: { restartPolicy, containers: [{ name: 'c', image }] },
})
const job = (image: string, more: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web', namespace: 'default' },
  spec: { template: podSpec(image), ...more },
})
const statusOf = (world: World): Job['status'] => world.get<Job>('jobs.batch', 'web').status
const pods = (world: World): readonly Pod[] => world.names('pods').map((name) => world.get<Pod>('pods', name))
const setImage = (world: World, image: string): void => {
  for (const { metadata } of pods(world))
    world.change('pods', metadata.name ?? '', (pod: Pod) => ({
      ...pod,
      spec: { ...pod.spec, containers: pod.spec?.containers.map((one) => ({ ...one, image })) },
    }))
}

describe('a Job', () => {
  test('is complete when its Pod has succeeded', () => {
    const world = createWorld()
    world.create(job('done'))
    world.run()
    const { status, spec } = world.get<Job>('jobs.batch', 'web')
    expect(status).toMatchObject({
      succeeded: 1,
      conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', status: 'True' }],
    })
    expect(spec?.selector?.matchLabels?.['batch.kubernetes.io/controller-uid']).toBe(
      world.get('jobs.batch', 'web').metadata.uid,
    )
    expect(world.get('pods', world.names('pods')[0] ?? '').metadata.labels?.['job-name']).toBe('web')
  })

  test('tries again after a wait, and gives up at its limit', () => {
    const world = createWorld()
    world.create(job('broken', { backoffLimit: 1 }))
    world.run()
    expect(world.names('pods')).toHaveLength(1)
    world.run(60_000)
    expect(world.names('pods')).toHaveLength(2)
    expect(world.get<Job>('jobs.batch', 'web').status?.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
    })
  })

  test('runs several at once up to its completions', () => {
    const world = createWorld()
    world.create(job('done', { completions: 3, parallelism: 2 }))
    world.run(1000)
    expect(world.get<Job>('jobs.batch', 'web').status?.succeeded).toBe(3)
  })

  test('gives each completion a number, and remembers which are done', () => {
    const world = createWorld()
    world.create(job('nginx', { completions: 3, parallelism: 2, completionMode: 'Indexed' }))
    world.run()
    expect(pods(world).map(({ spec }) => spec?.hostname)).toEqual(['web-0', 'web-1'])
    expect(pods(world)[1]).toMatchObject({
      metadata: {
        annotations: { 'batch.kubernetes.io/job-completion-index': '1' },
        labels: { 'batch.kubernetes.io/job-completion-index': '1' },
      },
    })
    expect(pods(world)[1]?.spec?.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX')
    setImage(world, 'done')
    world.run()
    expect(statusOf(world)).toMatchObject({ succeeded: 2, completedIndexes: '0,1', active: 1 })
    for (const { metadata } of pods(world).slice(0, 2))
      world.context.writer.delete({ kind: 'Pod', namespace: 'default', name: metadata.name ?? '' })
    world.run()
    expect(pods(world).map(({ spec }) => spec?.hostname)).toEqual(['web-2'])
    setImage(world, 'done')
    world.run()
    expect(statusOf(world)).toMatchObject({ succeeded: 3, completedIndexes: '0-2' })
    expect(statusOf(world)?.conditions?.at(-1)).toMatchObject({ type: 'Complete', status: 'True' })
  })

  test('gives up numbers one by one', () => {
    const world = createWorld()
    world.create(job('broken', { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 0 }))
    world.run()
    expect(statusOf(world)).toMatchObject({ failed: 2, failedIndexes: '0,1' })
    expect(statusOf(world)?.conditions?.at(-1)).toMatchObject({ type: 'Failed', reason: 'FailedIndexes' })
  })

  test('without a number of completions ends with the first worker that finds nothing left', () => {
    const world = createWorld()
    world.create(job('nginx', { parallelism: 3 }))
    world.run()
    expect(statusOf(world)).toMatchObject({ active: 3 })
    setImage(world, 'done')
    world.run()
    expect(statusOf(world)).toMatchObject({ succeeded: 3 })
    expect(world.names('pods')).toHaveLength(3)
    expect(statusOf(world)?.conditions?.at(-1)?.type).toBe('Complete')
  })

  test('is read with the labels of its Pods where it has none of its own', () => {
    const world = createWorld()
    const own = job('done') as { metadata: object }
    world.create(job('done'))
    world.create({ ...own, metadata: { ...own.metadata, name: 'named', labels: { a: 'b' } } })
    world.run()
    expect(world.get('jobs.batch', 'web').metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-name': 'web' })
    expect(world.get('jobs.batch', 'named').metadata.labels).toEqual({ a: 'b' })
  })

  test.each<[string, object, boolean]>([
    ['an index that is done', { succeededIndexes: '1' }, true],
    ['indexes that are not all done', { succeededIndexes: '0-1' }, false],
    ['some of them, enough', { succeededIndexes: '0-2', succeededCount: 1 }, true],
    ['any, too few', { succeededCount: 2 }, false],
  ])('is complete by its success policy: %s', (_what, rule, isMet) => {
    const world = createWorld()
    const more = { completions: 3, parallelism: 3, completionMode: 'Indexed', successPolicy: { rules: [rule] } }
    world.create(job('nginx', more))
    world.run()
    const second = pods(world).find(
      ({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index'] === '1',
    )
    world.change('pods', second?.metadata.name ?? '', (one: Pod) => ({
      ...one,
      spec: { ...one.spec, containers: one.spec?.containers.map((container) => ({ ...container, image: 'done' })) },
    }))
    world.run()
    world.run()
    const met = { reason: 'SuccessPolicy', message: 'Matched rules at index 0' }
    if (isMet) {
      expect(statusOf(world)?.conditions).toMatchObject([
        { type: 'SuccessCriteriaMet', ...met },
        { type: 'Complete', ...met },
      ])
      expect(world.names('pods')).toHaveLength(1)
    } else {
      expect(statusOf(world)?.conditions).toBeUndefined()
      expect(statusOf(world)?.active).toBe(2)
    }
  })

  test('counts what ran when its time was over as failed, and each index’s failures where they are limited', () => {
    const world = createWorld()
    world.create(job('nginx', { activeDeadlineSeconds: 5, parallelism: 2, completions: 2 }))
    world.run()
    world.run(6_000)
    expect(statusOf(world)?.failed).toBe(2)
    const limited = createWorld()
    limited.create(job('broken', { completions: 1, completionMode: 'Indexed', backoffLimitPerIndex: 1 }))
    limited.run()
    limited.run(60_000)
    const counted = pods(limited).map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'])
    expect([...counted].sort()).toEqual(['0', '1'])
  })

  test('has no Pods while it is suspended, and a new time to start when it goes on', () => {
    const world = createWorld()
    world.create(job('nginx', { parallelism: 2, completions: 2 }))
    world.run()
    const suspend = (suspended: boolean): void =>
      world.change('jobs.batch', 'web', (one: Job) => ({ ...one, spec: { ...one.spec, suspend: suspended } }))
    const firstStart = statusOf(world)?.startTime
    suspend(true)
    world.run(2000)
    expect(world.names('pods')).toEqual([])
    expect(statusOf(world)?.startTime).toBe('2026-11-24T00:00:00Z')
    expect(statusOf(world)?.conditions).toMatchObject([{ type: 'Suspended', status: 'True', reason: 'JobSuspended' }])
    suspend(false)
    world.run(2000)
    expect(world.names('pods')).toHaveLength(2)
    expect(statusOf(world)?.conditions).toMatchObject([{ type: 'Suspended', status: 'False', reason: 'JobResumed' }])
    expect(statusOf(world)?.startTime).not.toBe(firstStart)
    expect(world.events()).toEqual(expect.arrayContaining(['Suspended: Job suspended', 'Resumed: Job resumed']))
  })

  test('is ended, and its Pods with it, when its time is over', () => {
    const world = createWorld()
    world.create(job('nginx', { activeDeadlineSeconds: 60 }))
    world.run()
    expect(world.names('pods')).toHaveLength(1)
    world.run(61_000)
    expect(world.names('pods')).toEqual([])
    expect(statusOf(world)?.conditions).toMatchObject([
      { type: 'FailureTarget' },
      { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' },
    ])
  })

  test('is removed with its Pods a while after its end', () => {
    const world = createWorld()
    world.create(job('done', { ttlSecondsAfterFinished: 5 }))
    world.run(1000)
    expect(world.names('jobs.batch')).toEqual(['web'])
    world.run(6000)
    world.run(1000)
    expect(world.names('jobs.batch')).toEqual([])
    expect(world.names('pods')).toEqual([])
  })

  test.each([
    ['FailJob', 'PodFailurePolicy'],
    ['Count', 'BackoffLimitExceeded'],
    ['Ignore', undefined],
  ])('follows its policy for failures: %s', (action, reason) => {
    const world = createWorld()
    const rules = [{ action, onExitCodes: { operator: 'In', values: [1, 2] } }]
    world.create(job('broken', { backoffLimit: 0, podFailurePolicy: { rules } }))
    world.run()
    expect(statusOf(world)?.conditions?.at(-1)?.reason).toBe(reason)
    expect(statusOf(world)?.failed ?? 0).toBe(action === 'Ignore' ? 0 : 1)
  })
})

test.each([
  ['', []],
  ['4', [4]],
  ['0,1', [0, 1]],
  ['0-2,4,6-9', [0, 1, 2, 4, 6, 7, 8, 9]],
])('numbers of completions are written as %j', (text, indexes) => {
  expect([...parseIndexes(text)]).toEqual(indexes)
  expect(renderIndexes(new Set([...indexes].reverse()))).toBe(text)
})

describe('a CronJob', () => {
  const MINUTE = 60_000
  const cron = (image: string, more: object = {}): object => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', namespace: 'default' },
    spec: {
      schedule: '* * * * *',
      jobTemplate: { metadata: { labels: { made: 'by-tick' } }, spec: { template: podSpec(image) } },
      ...more,
    },
  })
  const cronOf = (world: World): CronJob => world.get<CronJob>('cronjobs.batch', 'tick')
  const minutes = (world: World, count: number): void => {
    for (let minute = 0; minute < count; minute++) world.run(MINUTE)
  }

  test('makes a Job when it is due, named by the minute', () => {
    const world = createWorld()
    world.create(cron('nginx'))
    world.run()
    expect(world.names('jobs.batch')).toEqual([])
    world.run(MINUTE)
    const due = Date.UTC(2026, 10, 24, 0, 1)
    const name = `tick-${due / MINUTE}`
    expect(world.names('jobs.batch')).toEqual([name])
    expect(world.get('jobs.batch', name).metadata).toMatchObject({
      labels: { made: 'by-tick' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-24T00:01:00Z' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    })
    expect(cronOf(world).status).toMatchObject({ lastScheduleTime: '2026-11-24T00:01:00Z', active: [{ kind: 'Job', name }] })
    expect(world.events()).toContain(`SuccessfulCreate: Created job ${name}`)
    expect(world.names('pods')).toHaveLength(1)
  })

  test('warns of a Job of its own that it did not make', () => {
    const world = createWorld()
    world.create(cron('nginx', { suspend: true }))
    world.run()
    const { uid = '' } = cronOf(world).metadata
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid, controller: true }
    const metadata = { name: 'by-hand', namespace: 'default', ownerReferences: [owner] }
    world.create({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: podSpec('nginx') } })
    world.run()
    expect(world.events()).toContain('UnexpectedJob: Saw a job that the controller did not create or forgot: by-hand')
  })

  test('keeps as many ended Jobs as its limits say', () => {
    const world = createWorld()
    world.create(cron('done', { successfulJobsHistoryLimit: 2 }))
    minutes(world, 5)
    world.run(1000)
    expect(world.names('jobs.batch')).toHaveLength(2)
    expect(cronOf(world).status).not.toHaveProperty('active')
    expect(cronOf(world).status?.lastSuccessfulTime).toBeDefined()
    expect(world.events().some((event) => event.startsWith('SawCompletedJob: Saw completed job: tick-'))).toBe(true)
  })

  /** As on a real server, which clears away before it looks who is still at work. */
  test('says nothing more of a Job that its limits leave no room for', () => {
    const world = createWorld()
    world.create(cron('done', { successfulJobsHistoryLimit: 0 }))
    minutes(world, 2)
    world.run(1000)
    expect(world.names('jobs.batch')).toEqual([])
    const about = world.events().filter((event) => /^(?:SawCompletedJob|MissingJob|SuccessfulDelete): /u.test(event))
    expect(about.length).toBeGreaterThan(0)
    expect(about.filter((event) => !event.startsWith('SuccessfulDelete: Deleted job tick-'))).toEqual([])
  })

  test.each([
    ['Allow', 3, 3],
    ['Forbid', 1, 1],
    ['Replace', 1, 1],
  ])('whose runs overlap: %s', (concurrencyPolicy, jobs, active) => {
    const world = createWorld()
    world.create(cron('nginx', { concurrencyPolicy }))
    minutes(world, 3)
    world.run(1000)
    expect(world.names('jobs.batch')).toHaveLength(jobs)
    expect(cronOf(world).status?.active).toHaveLength(active)
    const isLast = cronOf(world).status?.lastScheduleTime === '2026-11-24T00:03:00Z'
    expect(isLast).toBe(concurrencyPolicy !== 'Forbid')
  })

  test('makes nothing while it is suspended, and the last run it missed when it goes on', () => {
    const world = createWorld()
    world.create(cron('done', { suspend: true }))
    minutes(world, 5)
    expect(world.names('jobs.batch')).toEqual([])
    world.change('cronjobs.batch', 'tick', (one: CronJob) => ({ ...one, spec: { ...one.spec, suspend: false } }))
    world.run()
    expect(world.names('jobs.batch')).toEqual([`tick-${Date.UTC(2026, 10, 24, 0, 5) / MINUTE}`])
  })

  test('lets a run go by that is later than its deadline', () => {
    const world = createWorld()
    world.create(cron('done', { suspend: true, schedule: '0 * * * *', startingDeadlineSeconds: 30 }))
    minutes(world, 65)
    world.change('cronjobs.batch', 'tick', (one: CronJob) => ({ ...one, spec: { ...one.spec, suspend: false } }))
    world.run()
    expect(world.names('jobs.batch')).toEqual([])
  })

  test('is due by the clock of its zone', () => {
    const world = createWorld()
    world.create(cron('done', { schedule: '30 9 * * *', timeZone: 'Asia/Seoul' }))
    world.run(29 * MINUTE)
    expect(world.names('jobs.batch')).toEqual([])
    world.run(2 * MINUTE)
    expect(cronOf(world).status?.lastScheduleTime).toBe('2026-11-24T00:30:00Z')
  })

  test('takes its Jobs along when it is deleted', () => {
    const world = createWorld()
    world.create(cron('nginx'))
    minutes(world, 1)
    world.context.writer.delete({ apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'default', name: 'tick' })
    world.run(1000)
    expect(world.names('jobs.batch')).toEqual([])
    expect(world.names('pods')).toEqual([])
  })
})
