import { expect, test } from 'vitest'
import { letteredOptions, readLettered, sayLettered } from '../../../../src/course/exam/lettered.ts'
import type { PaperQuestion } from '../../../../src/course/exam/paper.ts'

const text = { en: 'x', ko: 'x' }
const question = (form: PaperQuestion['form'], ids: readonly string[]): PaperQuestion => ({
  form,
  prompt: text,
  options: ids.map((id) => ({ id, text })),
})

test('letters are those of the learner’s own order, and answers those of the course', () => {
  const many = question('many', ['c', 'a', 'b'])
  expect(letteredOptions(many).map(({ letter, option }) => `${letter}=${option.id}`)).toEqual(['a=c', 'b=a', 'c=b'])
  expect(readLettered(many, 'A, c')).toEqual(['c', 'b'])
  expect(sayLettered(many, ['c', 'b'])).toBe('a,c')
  expect(readLettered(question('order', ['c', 'a', 'b']), 'bca')).toEqual(['a', 'b', 'c'])
})

test('what is no answer is none, and a text stays as it is', () => {
  expect(readLettered(question('one', ['c', 'a']), 'a,b')).toBeUndefined()
  expect(readLettered(question('one', ['c', 'a']), 'd')).toBeUndefined()
  expect(readLettered(question('text', []), ' web.shop ')).toEqual(['web.shop'])
  expect(sayLettered(question('text', []), ['web.shop'])).toBe('web.shop')
})
