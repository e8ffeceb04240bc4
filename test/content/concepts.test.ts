// What every section promises of its prose, and every concept section of its questions.
import { describe, expect, test } from 'vitest'
import { checkProse } from '../../src/course/check/check-prose.ts'
import { poseConcept } from '../../src/course/pose-concept.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { judgeAnswer } from '../../src/course/questions/judge.ts'
import { conceptIds, readSource, sectionIds, sectionOf, targets } from './sections.ts'

describe.each(sectionIds)('%s', (id) => {
  test('its prose keeps the contract', async () => {
    const { section, problems } = sectionOf(id)
    const found = [...problems, ...(await checkProse(readSource(id), section, targets))]
    expect(found.map(renderContentProblem)).toEqual([])
  })
})

describe.each(conceptIds)('questions of %s', (id) => {
  test('each has a key, some the model computes, and an empty answer is wrong', async () => {
    const { section } = sectionOf(id)
    if (section.kind !== 'concept') throw new Error(`${id} is no concept section`)
    const { questions, problems } = await poseConcept(section)
    expect(problems.map(renderContentProblem)).toEqual([])
    expect(questions.map((question) => question.id)).toEqual(section.questions.map((question) => question.id))
    for (const question of questions) {
      expect(
        judgeAnswer(question, question.form === 'text' ? question.key.slice(0, 1) : question.key).correct,
        question.id,
      ).toBe(true)
      if (question.form !== 'many') expect(judgeAnswer(question, []).correct, question.id).toBe(false)
    }
    const kinds = new Set(questions.map(({ kind }) => kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['choice', 'multi-choice', 'order', 'short-answer', 'trace']))
  })
})
