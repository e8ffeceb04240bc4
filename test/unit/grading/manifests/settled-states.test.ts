/** Submissions graded one after the other on kept states are graded exactly as each by itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gradeManifests } from '../../../../src/grading/manifests/grade-manifests.ts'
import { createSettledStates, type SettledStates } from '../../../../src/grading/manifests/settled-states.ts'
import type { GivenManifest } from '../../../../src/grading/manifests/apply-manifests.ts'
import { toResult } from '../../../../src/grading/result.ts'
import { readTaskFolder } from '../../../../src/node/read-files.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')

const filesOf = (folder: string): readonly GivenManifest[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }))

const submissionsOf = (id: string): Readonly<Record<string, readonly GivenManifest[]>> => ({
  solution: filesOf(join(TASKS, id, 'solution')),
  ...Object.fromEntries(
    readdirSync(join(TASKS, id, 'wrong')).map((name) => [name, filesOf(join(TASKS, id, 'wrong', name))] as const),
  ),
})

const grade = async (id: string, files: readonly GivenManifest[], states?: SettledStates): Promise<unknown> => {
  const { task } = await readTaskFolder(join(TASKS, id), id)
  const { checks, problems, applied } = await gradeManifests(task, files, states)
  const findPosition = applied.findPosition
  return toResult({
    task,
    language: 'en',
    environment: 'manifests',
    version: '0',
    at: '',
    files: [],
    checks,
    problems,
    findPosition,
  })
}

/** Pods of a Deployment have names that are drawn; where policies are not drawn for before, they are others. */
const masked = (result: unknown): unknown =>
  JSON.parse(JSON.stringify(result).replaceAll(/([a-z-]+-[0-9a-f]{8,10})-[a-z0-9]{5}\b/gu, '$1-xxxxx'))

describe.each(['2-2', '2-3', '3-3', '4-2', '5-2'])('%s', (id) => {
  test('the same results in either order', async () => {
    const submissions = Object.entries(submissionsOf(id))
    const alone = new Map<string, unknown>()
    for (const [name, files] of submissions) alone.set(name, masked(await grade(id, files)))
    const first = new Map<string, unknown>()
    const states = createSettledStates()
    for (const [name, files] of submissions) first.set(name, await grade(id, files, states))
    for (const [name, result] of first) expect([name, masked(result)]).toEqual([name, alone.get(name)])
    const others = createSettledStates()
    for (const [name, files] of submissions.toReversed())
      expect([name, await grade(id, files, others)]).toEqual([name, first.get(name)])
  }, 120_000)
})
