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

/** As a worker keeps them: what belongs to a task is made once. */
const tasks = new Map<string, ReturnType<typeof readTaskFolder>>()

const taskOf = (id: string): ReturnType<typeof readTaskFolder> => {
  const known = tasks.get(id) ?? readTaskFolder(join(TASKS, id), id)
  tasks.set(id, known)
  return known
}

const grade = async (id: string, files: readonly GivenManifest[], states?: SettledStates): Promise<unknown> => {
  const { task } = await taskOf(id)
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

describe('of what others handed in, nothing is left', () => {
  const [solution] = submissionsOf('3-3')['solution'] ?? []
  const policy = (name: string, ingress: string): string =>
    `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name} }\nspec: { podSelector: {}, ingress: ${ingress} }\n`
  const withMore = (more: string): readonly GivenManifest[] => [{ path: 'answer.yaml', text: `${solution?.text ?? ''}${more}` }]

  test.each([
    ['a policy that lets everybody in', policy('everybody', '[{}]')],
    [
      'a policy that is refused after others were taken',
      `${policy('nobody', '[]')}${policy('refused', '[{ ports: [{ port: 70000 }] }]')}`,
    ],
    [
      'the same policy twice, and another Pod',
      `${policy('nobody', '[]')}${policy('nobody', '[{}]')}---\napiVersion: v1\nkind: Pod\nmetadata: { name: other }\nspec: { containers: [{ name: main, image: nginx }] }\n`,
    ],
  ])('%s', async (_, more) => {
    const states = createSettledStates()
    const before = await grade('3-3', withMore(''), states)
    const other = await grade('3-3', withMore(more), states)
    expect(await grade('3-3', withMore(''), states)).toEqual(before)
    expect(masked(other)).toEqual(masked(await grade('3-3', withMore(more))))
    expect(masked(before)).toEqual(masked(await grade('3-3', withMore(''))))
    expect(other).not.toEqual(before)
  })
})
