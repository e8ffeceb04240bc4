/** What is found with those groups of causes that may apply is what is found with all: on the course's wrong answers, and on every case. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readTask } from '../../src/course/read-task.ts'
import { answerIn, wrongAnswersOf } from '../../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../../src/course/variants.ts'
import type { Cause } from '../../src/grading/causes/cause.ts'
import { CAUSES } from '../../src/grading/causes/causes.ts'
import type * as Groups from '../../src/grading/causes/groups.ts'
import { CAUSE_GROUPS } from '../../src/grading/causes/groups.ts'
import type { Failure } from '../../src/grading/failure.ts'
import { gradeManifests } from '../../src/grading/manifests/grade-manifests.ts'
import { causeCases, readCauseCase } from '../cases/causes/read-cause-case.ts'
import { practiceIds, sourceOf } from './sections.ts'

/** Every failure that was diagnosed, with the causes that were asked. */
const diagnosed = vi.hoisted((): { readonly failure: Failure; readonly asked: readonly Cause[] }[] => [])

vi.mock('../../src/grading/causes/groups.ts', async (load) => {
  const groups = await load<typeof Groups>()
  const causesFor: typeof groups.causesFor = async (failure) => {
    const asked = await groups.causesFor(failure)
    diagnosed.push({ failure, asked })
    return asked
  }
  return { ...groups, causesFor }
})

afterEach(() => {
  diagnosed.length = 0
})

/** Codes of the causes that match each failure: of those asked, and of all. */
const found = (): { readonly asked: readonly string[][]; readonly all: readonly string[][] } => {
  const matching = (failure: Failure, causes: readonly Cause[]): string[] =>
    causes.filter((cause) => cause.matches(failure) !== undefined).map(({ code }) => code)
  return {
    asked: diagnosed.map(({ failure, asked }) => matching(failure, asked)),
    all: diagnosed.map(({ failure }) => matching(failure, CAUSES)),
  }
}

test('every cause is in one group, in the order of the list', async () => {
  const groups = await Promise.all(CAUSE_GROUPS.map(({ load }) => load()))
  expect(groups.flat().map(({ code }) => code)).toEqual(CAUSES.map(({ code }) => code))
})

const tasks = practiceIds.flatMap((id) => {
  const whole = sourceOf(id)
  return [PLAIN, ...variantsOf(whole)].map((name) => [id, name, layVariant(whole, name)] as const)
})

test.each(tasks)('%s %s: no group is left out that has a cause of a wrong answer', async (_id, _name, source) => {
  const { task } = readTask(source)
  for (const name of wrongAnswersOf(source)) await gradeManifests(task, answerIn(source, `wrong/${name}/`, task.parameters))
  expect(diagnosed.length).toBeGreaterThan(0)
  const { asked, all } = found()
  expect(asked).toEqual(all)
})

describe('cases', () => {
  const folder = fileURLToPath(new URL('../cases/causes', import.meta.url))
  test.each(causeCases(folder))('%s', async (name) => {
    const { task, files } = readCauseCase(join(folder, name))
    await gradeManifests(task, files)
    const { asked, all } = found()
    expect(asked).toEqual(all)
  })
})
