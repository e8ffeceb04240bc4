// What every practice task promises: its start state fails, its solution passes, and each wrong answer fails for its named cause,
// with a repair that, applied, passes everything.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Task } from '../../src/course/read-task.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { readTaskFolder } from '../../src/node/read-files.ts'
import { passingChecks } from '../../src/grading/passing-checks.ts'
import type { GradedCheck } from '../../src/grading/grade.ts'
import { applyManifests, type GivenManifest } from '../../src/grading/manifests/apply-manifests.ts'
import { gradeManifests, type ManifestGrading } from '../../src/grading/manifests/grade-manifests.ts'
import { scoreOf } from '../../src/grading/score.ts'
import { TASKS, courseProblems, practiceIds } from './sections.ts'

const manifestsIn = (folder: string, names = readdirSync(folder)): readonly GivenManifest[] =>
  names
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))

const causeOf = (folder: string): string => /cause: *(\S+)/.exec(readFileSync(join(folder, 'wrong.yaml'), 'utf8'))?.[1] ?? ''

const codesOf = ({ checks, problems }: ManifestGrading): readonly string[] => [
  ...problems.map(({ cause }) => cause.code),
  ...checks.flatMap(({ diagnoses }: GradedCheck) => diagnoses.map(({ cause }) => cause.code)),
]

/** The checks that pass after the repair that is shown for the cause; repairs of manifests are applied to their text once more. */
const passingAfterRepair = async (task: Task, graded: ManifestGrading, code: string): Promise<readonly string[]> => {
  const inManifests = graded.problems.find(({ cause }) => cause.code === code)?.repair
  if (inManifests !== undefined) {
    const { snapshot } = await applyManifests(task, inManifests.files)
    return snapshot === undefined ? [] : passingChecks(task, snapshot)
  }
  const diagnosis = graded.checks.flatMap(({ diagnoses }) => diagnoses).find(({ cause }) => cause.code === code)
  return diagnosis?.repair === undefined ? [] : passingChecks(task, diagnosis.repair.snapshot)
}

test('the course can be read', () => {
  expect(courseProblems).toEqual([])
})

describe.each(practiceIds)('%s', (id) => {
  const folder = join(TASKS, id)
  let task: Task
  beforeAll(async () => {
    const read = await readTaskFolder(folder, id)
    expect(read.problems.map(renderContentProblem)).toEqual([])
    task = read.task
  })

  test('has the same parts in every language', () => {
    const { en, ko } = task.prose
    expect(ko.sections.map((section) => section.id)).toEqual(en.sections.map((section) => section.id))
    expect(ko.hints).toHaveLength(en.hints.length)
    for (const prose of [en, ko]) for (const section of prose.sections) expect(section.markdown).not.toBe('')
  })

  test('is worth 100 points', () => {
    expect(task.checks.reduce((sum, { points }) => sum + points, 0)).toBe(100)
  })

  test('its start state fails', async () => {
    const { checks, problems } = await gradeManifests(task, [])
    expect(problems).toEqual([])
    expect(scoreOf(checks).status).not.toBe('pass')
  })

  test('its solution passes', async () => {
    const { checks, problems } = await gradeManifests(task, manifestsIn(join(folder, 'solution')))
    expect(problems).toEqual([])
    expect(checks.filter(({ passed }) => passed !== true).map(({ check, failure }) => [check.id, failure?.actual.en])).toEqual(
      [],
    )
    expect(scoreOf(checks)).toEqual({ score: 100, max: 100, status: 'pass' })
  })

  test.each(readdirSync(join(folder, 'wrong')))('wrong answer %s fails for its cause, and its repair passes', async (name) => {
    const wrong = join(folder, 'wrong', name)
    const graded = await gradeManifests(task, manifestsIn(wrong))
    const code = causeOf(wrong)
    expect(scoreOf(graded.checks).status).not.toBe('pass')
    expect(codesOf(graded)).toContain(code)
    expect(await passingAfterRepair(task, graded, code)).toEqual(task.checks.map((check) => check.id))
  })
})
