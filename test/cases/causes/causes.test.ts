// Each folder is a mistake that fails for the cause it is named after, with a repair that, applied, passes every check.
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../../src/grading/causes/causes.ts'
import { findObject } from '../../../src/grading/checks/find-object.ts'
import type { Diagnosis } from '../../../src/grading/diagnose.ts'
import type { Failure } from '../../../src/grading/failure.ts'
import { gradeSnapshot, type GradedCheck } from '../../../src/grading/grade.ts'
import { applyManifests } from '../../../src/grading/manifests/apply-manifests.ts'
import { gradeManifests, type ManifestGrading } from '../../../src/grading/manifests/grade-manifests.ts'
import { passingChecks } from '../../../src/grading/passing-checks.ts'
import { rebuild } from '../../../src/grading/repair/rebuild.ts'
import { compareSizes, sizeOf, type PatchSize } from '../../../src/grading/repair/size.ts'
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

/** Sizes of all repairs of causes as likely as the told one that mend as much as the told one does, and break nothing. */
const rivalsOf = async (failure: Failure, told: Diagnosis, passingNow: readonly string[]): Promise<readonly PatchSize[]> => {
  const { snapshot, task } = failure
  const sizes: PatchSize[] = []
  for (const cause of CAUSES) {
    const evidence = cause.matches(failure)
    if (evidence?.weight !== told.evidence.weight) continue
    for (const patch of cause.repairs(failure, evidence)) {
      const repaired = await rebuild(snapshot, patch, { keepAddresses: true })
      const passing = repaired === undefined ? [] : await passingChecks(task, repaired)
      const isRival = passing.length >= (told.repair?.passing.length ?? 0) && passingNow.every((id) => passing.includes(id))
      if (isRival) sizes.push(sizeOf(patch, (reference) => findObject(snapshot, reference)))
    }
  }
  return sizes
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
    const passingNow = graded.checks.filter(({ passed }) => passed === true).map(({ check }) => check.id)
    for (const { failure, diagnoses } of graded.checks)
      for (const told of diagnoses) {
        if (failure === undefined || told.repair === undefined) continue
        // A repair takes nothing away that held before, and none that does as much is smaller.
        expect(passingNow.filter((id) => told.repair?.passing.includes(id) !== true)).toEqual([])
        const size = sizeOf(told.repair.patch, (reference) => findObject(failure.snapshot, reference))
        for (const rival of await rivalsOf(failure, told, passingNow)) expect(compareSizes(size, rival)).toBeLessThanOrEqual(0)
      }
    const problem = graded.problems.find(({ cause }) => cause.code === code)?.problem
    if (problem !== undefined) expect(problem.position.line).toBeGreaterThan(0)
    if (where === undefined) return
    const evidence = diagnosesOf(graded).find(({ cause }) => cause.code === code)?.evidence
    expect(problem?.path ?? evidence?.where?.path).toBe(where)
  })
})
