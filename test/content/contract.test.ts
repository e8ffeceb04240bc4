// What every section promises: texts, questions, and in practice a start state that fails, a solution that passes, and wrong answers that
// fail for their named causes, with repairs that, applied, pass everything. `grade course check` asks the same.
import { describe, expect, test } from 'vitest'
import { checkTask, checkWrongAnswer } from '../../src/course/check/check-practice.ts'
import { checkProse } from '../../src/course/check/check-prose.ts'
import { checkSection } from '../../src/course/check/check-section.ts'
import { checkOthersFail, checkVariantProse, drawsOf } from '../../src/course/check/check-variants.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { readTask } from '../../src/course/read-task.ts'
import { wrongAnswersOf } from '../../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../../src/course/variants.ts'
import { conceptIds, courseProblems, practiceIds, sourceOf, targets } from './sections.ts'

test('the course can be read', () => {
  expect(courseProblems).toEqual([])
})

test.each(conceptIds)('%s keeps the contract', async (id) => {
  expect((await checkSection(sourceOf(id), targets)).problems.map(renderContentProblem)).toEqual([])
})

test.each(practiceIds)('%s has two variants or three, one of which is another scenario', (id) => {
  const names = variantsOf(sourceOf(id))
  expect(names.length).toBeGreaterThanOrEqual(2)
  expect(names.length).toBeLessThanOrEqual(3)
})

describe.each(practiceIds)('%s', (id) => {
  const source = sourceOf(id)
  const plain = layVariant(source, PLAIN)
  const draws = drawsOf(source)

  test('the prose keeps the contract', async () => {
    const found = [...(await checkProse(plain, readTask(plain).task, targets))]
    for (const name of variantsOf(source)) found.push(...(await checkVariantProse(source, name, targets)))
    expect(found.map(renderContentProblem)).toEqual([])
  })

  describe.each(draws.map((drawn) => [drawn.name, drawn] as const))('%s', (_, drawn) => {
    test('texts, start state and solution keep the contract, and other solutions do not pass', async () => {
      const found = [
        ...drawn.problems,
        ...(await checkTask(drawn.source, drawn.task)),
        ...(await checkOthersFail(drawn, draws)),
      ]
      expect(found.map(renderContentProblem)).toEqual([])
    })

    test.each(wrongAnswersOf(drawn.source))('wrong answer %s fails for its cause, and its repair passes', async (name) => {
      expect((await checkWrongAnswer(drawn.source, drawn.task, name)).map(renderContentProblem)).toEqual([])
    })
  })
})
