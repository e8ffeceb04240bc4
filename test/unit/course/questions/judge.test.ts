import { describe, expect, it } from 'vitest'
import { judgeAnswer, readAnswer } from '../../../../src/course/questions/judge.ts'
import type { Form, PosedQuestion } from '../../../../src/course/questions/question.ts'
import { same } from '../../../../src/grading/words.ts'

const question = (form: Form, key: readonly string[]): PosedQuestion => ({
  id: 'q',
  kind: 'choice',
  form,
  prompt: same(''),
  options: form === 'text' ? [] : ['a', 'b', 'c'].map((id) => ({ id, text: same(id) })),
  key,
  why: same(''),
  walk: [],
})

describe('judgeAnswer', () => {
  it.each([
    ['one', ['b'], ['b'], true, [], []],
    ['one', ['b'], ['a'], false, ['b'], ['a']],
    ['many', ['a', 'c'], ['c', 'a'], true, [], []],
    ['many', ['a', 'c'], ['a'], false, ['c'], []],
    ['many', ['a'], ['a', 'b'], false, [], ['b']],
    ['many', [], [], true, [], []],
    ['order', ['c', 'a', 'b'], ['c', 'a', 'b'], true, [], []],
    ['order', ['c', 'a', 'b'], ['c', 'b', 'a'], false, [], ['b', 'a']],
    ['order', ['c', 'a', 'b'], ['c'], false, ['a', 'b'], []],
  ] as const)('%s %j answered %j', (form, key, answer, correct, missed, wrong) => {
    expect(judgeAnswer(question(form, key), answer)).toEqual({ correct, missed, wrong })
  })

  it.each([
    ['db.shop.svc.cluster.local', true],
    [' DB.shop.SVC.cluster.local. ', true],
    ['db.shop', false],
    ['', false],
  ])('a text %j', (given, correct) => {
    expect(judgeAnswer(question('text', ['db.shop.svc.cluster.local.']), [given]).correct).toBe(correct)
  })
})

describe('readAnswer', () => {
  it.each([
    ['one', 'B', ['b']],
    ['one', 'a,b', undefined],
    ['one', 'd', undefined],
    ['one', ' ', undefined],
    ['many', 'a, c', ['a', 'c']],
    ['many', 'ca', ['c', 'a']],
    ['many', 'aa', undefined],
    ['order', 'c > a > b', ['c', 'a', 'b']],
    ['order', 'c,a', undefined],
    ['text', ' 10.96.0.10 ', ['10.96.0.10']],
  ] as const)('%s %j', (form, typed, ids) => {
    expect(readAnswer(question(form, ['a']), typed)).toEqual(ids)
  })
})
