/** What is asked of kubectl, which a script stands in for here. */
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyJobs, followJob, resume, type Applying } from '../../../../../grader/batch/job/apply.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-kubectl-'))
const path = process.env['PATH']
const told: string[] = []
const applying: Applying = {
  context: 'lab',
  namespace: 'exams',
  progress: (name, succeeded, of) => told.push(`${name} ${succeeded}/${of}`),
  pollMs: 1,
}
const calls = (): readonly string[] => readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')

/** Each `get` shows the next of these. */
const show = (...jobs: readonly object[]): void => {
  for (const [index, job] of jobs.entries()) writeFileSync(join(folder, `job-${index}`), JSON.stringify(job))
  writeFileSync(join(folder, 'next'), '0')
  told.splice(0)
}

beforeAll(() => {
  const script = `#!/bin/sh
cd ${folder}
echo "$*" >> calls
case "$*" in
  *" apply "*) cat > applied ;;
  *" get job gone "*) echo 'jobs.batch "gone" not found' >&2; exit 1 ;;
  *" get "*) n=$(cat next); cat job-$n; [ -e job-$((n + 1)) ] && echo $((n + 1)) > next; exit 0 ;;
esac
`
  writeFileSync(join(folder, 'kubectl'), script)
  chmodSync(join(folder, 'kubectl'), 0o755)
  process.env['PATH'] = `${folder}${delimiter}${path ?? ''}`
})
afterAll(() => {
  process.env['PATH'] = path
})

const job = (status: object): object => ({ spec: { completions: 4 }, status })

test('Jobs of an earlier run make room, and only the named context is used', async () => {
  await applyJobs([{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'class' } }], applying)
  await resume('class', applying)
  expect(calls()).toEqual([
    '--context lab --namespace exams delete job class --ignore-not-found --cascade=foreground --wait',
    '--context lab --namespace exams apply -f -',
    '--context lab --namespace exams patch job class --type=merge --patch {"spec":{"suspend":false}}',
  ])
  expect(readFileSync(join(folder, 'applied'), 'utf8')).toContain('name: class')
})

test('followed to its end, progress told once for each change', async () => {
  const conditions = [{ type: 'Complete', status: 'True', reason: 'CompletionsReached' }]
  show(job({}), job({ succeeded: 2 }), job({ succeeded: 2 }), job({ succeeded: 4, conditions }))
  expect(await followJob('class', applying)).toEqual({ complete: true, failedIndexes: '', reason: 'CompletionsReached' })
  expect(told).toEqual(['class 0/4', 'class 2/4', 'class 4/4'])
})

test('one that failed says which parts', async () => {
  const conditions = [{ type: 'Failed', status: 'True', reason: 'FailedIndexes', message: 'Job has failed indexes' }]
  show(job({ succeeded: 3, failedIndexes: '1', conditions }))
  expect(await followJob('class', applying)).toEqual({
    complete: false,
    failedIndexes: '1',
    reason: 'FailedIndexes: Job has failed indexes',
  })
})

test('what kubectl says is told', async () => {
  await expect(followJob('gone', applying)).rejects.toMatchObject({
    code: 'batch-job-kubectl',
    detail: { reason: 'jobs.batch "gone" not found' },
  })
})
