// Each folder is a mistake that fails for the cause it is named after, with a repair that, applied, passes every check.
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Diagnosis } from '../../../src/grading/diagnose.ts'
import { gradeSnapshot, type GradedCheck } from '../../../src/grading/grade.ts'
import { applyManifests } from '../../../src/grading/manifests/apply-manifests.ts'
import { gradeManifests, type ManifestGrading } from '../../../src/grading/manifests/grade-manifests.ts'
import { passingChecks } from '../../../src/grading/passing-checks.ts'
import { rebuild } from '../../../src/grading/repair/rebuild.ts'
import { scoreOf } from '../../../src/grading/score.ts'
import { causeCases, readCauseCase, type CauseCase } from './read-cause-case.ts'

const gradeWithFacts = async ({ task, files, facts }: CauseCase): Promise<ManifestGrading> => {
  if (facts === undefined) return gradeManifests(task, files)
  const applied = await applyManifests(task, files)
  const { snapshot } = applied
  if (snapshot === undefined) throw new Error('the case cannot be applied')
  const changed = { ...snapshot, facts: { ...snapshot.facts, cluster: { ...snapshot.facts.cluster, ...facts } } }
  const checks = await gradeSnapshot(task, changed, {
    explain: true,
    rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: true }),
    findManifest: (reference) => applied.findManifest(reference),
  })
  return { checks, problems: [], applied }
}

const diagnosesOf = ({ checks }: ManifestGrading): readonly Diagnosis[] =>
  checks.flatMap(({ diagnoses }: GradedCheck) => diagnoses)

const codesOf = (graded: ManifestGrading): readonly string[] => [
  ...graded.problems.map(({ cause }) => cause.code),
  ...diagnosesOf(graded).map(({ cause }) => cause.code),
]

/** Ids of the checks that pass after the repair shown for the code; undefined where none is shown. */
const passingAfterRepair = async ({ task, code }: CauseCase, graded: ManifestGrading): Promise<readonly string[] | undefined> => {
  const inFile = graded.problems.find(({ cause }) => cause.code === code)?.repair
  if (inFile !== undefined) {
    const { snapshot } = await applyManifests(task, inFile.files)
    return snapshot === undefined ? [] : passingChecks(task, snapshot)
  }
  const repair = diagnosesOf(graded).find(({ cause }) => cause.code === code)?.repair
  return repair === undefined ? undefined : passingChecks(task, repair.snapshot)
}

describe.each(causeCases())('%s', (name) => {
  const given = readCauseCase(path.join(import.meta.dirname, name))
  test(given.shows, async () => {
    const { task, code, hasRepair, where } = given
    const graded = await gradeWithFacts(given)
    expect(scoreOf(graded.checks).status).not.toBe('pass')
    expect(codesOf(graded)).toContain(code)
    const passing = await passingAfterRepair(given, graded)
    expect(passing).toEqual(hasRepair ? task.checks.map(({ id }) => id) : undefined)
    const problem = graded.problems.find(({ cause }) => cause.code === code)?.problem
    if (problem !== undefined) expect(problem.position.line).toBeGreaterThan(0)
    if (where === undefined) return
    const evidence = diagnosesOf(graded).find(({ cause }) => cause.code === code)?.evidence
    expect(problem?.path ?? evidence?.where?.path).toBe(where)
  })
})
