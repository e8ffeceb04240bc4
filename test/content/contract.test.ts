// What every section promises: texts, questions, and in practice a start state that fails, a solution that passes, and wrong answers that
// fail for their named causes, with repairs that, applied, pass everything. `grade course check` asks the same.
import { describe, expect, test } from 'vitest'
import { checkTask, checkWrongAnswer, wrongAnswersOf } from '../../src/course/check/check-practice.ts'
import { checkProse } from '../../src/course/check/check-prose.ts'
import { checkSection } from '../../src/course/check/check-section.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { readTask } from '../../src/course/read-task.ts'
import { conceptIds, courseProblems, practiceIds, sourceOf, targets } from './sections.ts'

test('the course can be read', () => {
  expect(courseProblems).toEqual([])
})

test.each(conceptIds)('%s keeps the contract', async (id) => {
  expect((await checkSection(sourceOf(id), targets)).problems.map(renderContentProblem)).toEqual([])
})

describe.each(practiceIds)('%s', (id) => {
  const source = sourceOf(id)
  const { task, problems } = readTask(source)

  test('texts, start state and solution keep the contract', async () => {
    const found = [...problems, ...(await checkProse(source, task, targets)), ...(await checkTask(source, task))]
    expect(found.map(renderContentProblem)).toEqual([])
  })

  test.each(wrongAnswersOf(source))('wrong answer %s fails for its cause, and its repair passes', async (name) => {
    expect((await checkWrongAnswer(source, task, name)).map(renderContentProblem)).toEqual([])
  })
})
