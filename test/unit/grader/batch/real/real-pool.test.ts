// Decisions of grading in a real cluster: what is put there, what is told without it, and what ends the whole class.
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createRealPool } from '../../../../../grader/batch/real/real-pool.ts'
import { createTaskReader } from '../../../../../grader/batch/worker/task-reader.ts'
import type { GradeJob } from '../../../../../grader/batch/worker/job.ts'
import { Problem } from '../../../../../grader/terminal/problem.ts'
import type { Places, Standing, Wanted } from '../../../../../grader/environments/fresh/places.ts'
import { readGivenFiles } from '../../../../../src/node/read-files.ts'
import { applyManifests } from '../../../../../src/grading/manifests/apply-manifests.ts'

const root = new URL('../../../../../', pathToFileURL(import.meta.filename))
const taskOf = createTaskReader(root)
const read = (path: string) => readGivenFiles([new URL(path, root).pathname], () => Promise.reject(new Error('nothing')))

const jobFor = async (path: string): Promise<GradeJob> => ({
  learner: 'kim',
  task: '3-3',
  at: '2026-01-01T00:00:00.000Z',
  files: await read(path),
})

/** A cluster that does what the embedded one does. */
const placesWith = (standing?: Partial<Standing>): { readonly places: Places; readonly wanted: Wanted[] } => {
  const wanted: Wanted[] = []
  const places: Places = {
    with: async (one, use) => {
      wanted.push(one)
      const task = taskOf({ task: '3-3' })
      if (task === undefined) throw new Error('no task')
      const files = one.objects.map((object, index) => ({ path: `${index}.json`, text: JSON.stringify(object) }))
      const snapshot = async () => (await applyManifests({ ...task, start: [] }, files)).snapshot
      return use({
        refused: [],
        snapshot: async () => (await snapshot()) ?? Promise.reject(new Error('refused')),
        ...standing,
      })
    },
    close: () => Promise.resolve(),
  }
  return { places, wanted }
}

const poolOf = (places: Places) =>
  createRealPool({
    language: 'en',
    version: '1',
    places,
    taskOf,
    readCourse: () => Promise.reject(new Error('no course')),
  })

const resultOf = async (places: Places, path: string): Promise<{ readonly status: string; readonly environment: string }> => {
  const reply = await poolOf(places).grade(await jobFor(path))
  if (reply.kind !== 'graded') throw new Error(JSON.stringify(reply))
  return JSON.parse(reply.line) as { readonly status: string; readonly environment: string }
}

test('a submission is put there with the start state, Namespaces first, and judged by what stands', async () => {
  const { places, wanted } = placesWith()
  expect(await resultOf(places, 'tasks/3-3/solution/answer.yaml')).toMatchObject({ status: 'pass', environment: 'kind' })
  const kinds = wanted[0]?.objects.map(({ kind }) => kind) ?? []
  expect(kinds.lastIndexOf('Namespace')).toBeLessThan(kinds.indexOf('Pod'))
  expect(wanted[0]).toMatchObject({ task: '3-3', keepsNames: false, expectation: { getsReady: true } })
})

test('one that nobody expects to get ready is said to be so', async () => {
  const { places, wanted } = placesWith()
  await resultOf(places, 'tasks/3-3/wrong/misspelt-image/answer.yaml')
  expect(wanted[0]?.expectation.getsReady).toBe(false)
})

test('what cannot be read is put nowhere', async () => {
  const { places, wanted } = placesWith()
  expect(await resultOf(places, 'tasks/3-3/wrong/broken-indentation/answer.yaml')).toMatchObject({ status: 'invalid' })
  expect(wanted).toEqual([])
})

test('what that cluster alone refuses is told at its place in the file', async () => {
  const files = await read('tasks/3-3/solution/answer.yaml')
  const task = taskOf({ task: '3-3' })
  if (task === undefined) throw new Error('no task')
  const snapshot = (await applyManifests(task, files)).snapshot
  const object = snapshot?.objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === 'poc')
  if (object === undefined) throw new Error('no Pod')
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'violates a rule of theirs',
    code: 403,
  } as const
  const { places } = placesWith({ refused: [{ object, status }] })
  const result = await resultOf(places, 'tasks/3-3/solution/answer.yaml')
  expect(result).toMatchObject({
    status: 'invalid',
    problems: [{ code: 'value-invalid', message: 'violates a rule of theirs' }],
  })
})

test('trouble of the cluster’s ends the class, a mistake of ours costs one submission', async () => {
  const failing = (error: Error): Places => ({ with: () => Promise.reject(error), close: () => Promise.resolve() })
  const job = await jobFor('tasks/3-3/solution/answer.yaml')
  await expect(poolOf(failing(new Problem('cluster-unreachable'))).grade(job)).rejects.toMatchObject({
    code: 'cluster-unreachable',
  })
  expect(await poolOf(failing(new Error('ours'))).grade(job)).toMatchObject({ kind: 'threw' })
})
