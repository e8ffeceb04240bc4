// The practice tasks done one after another in one cluster, as learners do them: what is done stays right, whatever the order, and what
// is done wrong is told as if the task were alone.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createCluster } from '../../src/cluster/cluster.ts'
import type { Cluster } from '../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../src/cluster/virtual.ts'
import type { Task } from '../../src/course/read-task.ts'
import { readTaskFolder } from '../../src/node/read-files.ts'
import type { Diagnosis } from '../../src/grading/diagnose.ts'
import { gradeSnapshot } from '../../src/grading/grade.ts'
import { putObject } from '../../src/grading/manifests/put-object.ts'
import { readObjects } from '../../src/grading/manifests/read-objects.ts'
import { passingChecks } from '../../src/grading/passing-checks.ts'
import { rebuild } from '../../src/grading/repair/rebuild.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { sampleOf } from '../support/sample-of.ts'
import { TASKS, practiceIds } from './sections.ts'

const tasks = new Map<string, Task>()

beforeAll(async () => {
  for (const id of practiceIds) tasks.set(id, (await readTaskFolder(path.join(TASKS, id), id)).task)
})

const taskOf = (id: string): Task => {
  const task = tasks.get(id)
  if (task === undefined) throw new Error(`no task ${id}`)
  return task
}

const permutations = (items: readonly string[]): readonly (readonly string[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]))

/** Makes what is missing of the start state, as `grade start` does, then applies a folder's manifests. */
const doTask = async (cluster: Cluster, id: string, folder = 'solution'): Promise<boolean> => {
  for (const object of taskOf(id).start) {
    const { kind, metadata } = object
    const isThere = cluster
      .snapshot()
      .objects.some(
        (one) =>
          one.kind === kind &&
          one.metadata.name === metadata.name &&
          (one.metadata.namespace ?? '') === (kind === 'Namespace' ? '' : (metadata.namespace ?? 'default')),
      )
    if (!isThere) expect(putObject(cluster, object)).toBeUndefined()
  }
  await cluster.settle(60_000)
  const where = path.join(TASKS, id, folder)
  const files = readdirSync(where)
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => ({ path: name, text: readFileSync(path.join(where, name), 'utf8') }))
  const { decoded, problems } = readObjects(files)
  if (problems.length > 0) return false
  for (const { object } of decoded) if (putObject(cluster, object) !== undefined) return false
  await cluster.settle(60_000)
  return true
}

const openCluster = (): Cluster =>
  createCluster({ clock: createVirtualClock(Date.UTC(2025, 0, 1)), random: createSeededRandom(1) })

/** Checks that do not pass, as `2-2 pod-exists`. */
const unmet = async (snapshot: Snapshot, ids: readonly string[]): Promise<readonly string[]> => {
  const missing: string[] = []
  for (const id of ids) {
    const passing = await passingChecks(taskOf(id), snapshot)
    missing.push(...taskOf(id).checks.flatMap((check) => (passing.includes(check.id) ? [] : [`${id} ${check.id}`])))
  }
  return missing
}

test.each(sampleOf(permutations(practiceIds), 24).map((order) => [order.join(' '), order] as const))(
  'in the order %s each is right when it is done, and stays so',
  async (_, order) => {
    const cluster = openCluster()
    try {
      for (const [index, id] of order.entries()) {
        expect(await doTask(cluster, id)).toBe(true)
        expect(await unmet(cluster.snapshot(), order.slice(0, index + 1))).toEqual([])
      }
    } finally {
      cluster.stop()
    }
  },
)

/** Policies for every Pod of `default` keep out the clients of other tasks too: there, as on any cluster. */
const REACHES_OTHERS = new Set(['3-3 selects-everything', '4-2 policy-for-pods'])

const wrongAnswers = practiceIds.flatMap((id) => readdirSync(path.join(TASKS, id, 'wrong')).map((name) => [id, name] as const))

interface Told {
  /** Each check: passed or not, its causes, and how many checks their repairs pass. */
  readonly checks: readonly string[]
  readonly diagnoses: readonly Diagnosis[]
}

const tell = async (cluster: Cluster, id: string): Promise<Told> => {
  const checks = await gradeSnapshot(taskOf(id), cluster.snapshot(), {
    explain: true,
    otherTasks: () => Promise.resolve(practiceIds.filter((other) => other !== id).map(taskOf)),
    rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: true }),
    findManifest: () => undefined,
  })
  return {
    checks: checks.map(({ check, passed, diagnoses }) =>
      [check.id, passed, ...diagnoses.map(({ cause, repair }) => `${cause.code} ${repair?.passing.length ?? 0}`)].join(' '),
    ),
    diagnoses: checks.flatMap(({ diagnoses }) => diagnoses),
  }
}

test.each(wrongAnswers)('%s %s among the others, done right, is told as if it were alone', async (id, name) => {
  const folder = path.join('wrong', name)
  const others = practiceIds.filter((other) => other !== id)
  const [alone, among] = [openCluster(), openCluster()]
  try {
    for (const other of others) expect(await doTask(among, other)).toBe(true)
    const isApplied = await doTask(among, id, folder)
    expect(await doTask(alone, id, folder)).toBe(isApplied)
    if (!isApplied) return
    const told = await tell(among, id)
    expect(told.checks).toEqual((await tell(alone, id)).checks)
    const before = await unmet(among.snapshot(), others)
    if (!REACHES_OTHERS.has(`${id} ${name}`)) expect(before).toEqual([])
    const diagnoses = [...told.diagnoses]
    if (before.length > 0) for (const other of others) diagnoses.push(...(await tell(among, other)).diagnoses)
    for (const { cause, repair } of diagnoses) {
      if (repair === undefined) continue
      // What a repair costs another task, in points that were earned before it.
      const costs = (await unmet(repair.snapshot, others)).filter((check) => !before.includes(check))
      expect(costs, cause.code).toEqual([])
    }
  } finally {
    alone.stop()
    among.stop()
  }
})

test('a policy of one task that isolates the Pods of another is narrowed to the Pod that it was made for', async () => {
  const cluster = openCluster()
  try {
    expect(await doTask(cluster, '4-2')).toBe(true)
    expect(await doTask(cluster, '3-3', 'wrong/selects-everything')).toBe(true)
    const { checks, diagnoses } = await tell(cluster, '4-2')
    expect(checks[0]).toContain('policy-selects-too-many 7')
    const repaired = diagnoses[0]?.repair?.snapshot ?? cluster.snapshot()
    expect(await unmet(repaired, ['3-3', '4-2'])).toEqual([])
  } finally {
    cluster.stop()
  }
})
