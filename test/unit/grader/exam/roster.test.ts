import { describe, expect, test } from 'vitest'
import { readRoster } from '../../../../grader/exam/roster.ts'
import { messagesIn } from '../../../../grader/terminal/messages/messages.ts'
import { Problem } from '../../../../grader/terminal/problem.ts'

const problemOf = (text: string, language: 'en' | 'ko' = 'en'): string => {
  try {
    readRoster(text, 'roster.csv')
    return ''
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { why = '', where = '' } = messagesIn(language).problems[error.code](error.detail)
    return `${where}: ${why}`
  }
}

describe('a roster', () => {
  test('with all columns, in any order, with a byte order mark and quotes', () => {
    const text =
      '\uFEFFName,Learner,email,multiplier,closes\r\n"Kim, Hana",kim@example.org,x@example.org,1.5,2026-12-01T12:00:00+09:00\r\n\r\n이,lee,,,\r\n'
    expect(readRoster(text, 'roster.csv')).toEqual([
      { id: 'kim@example.org', name: 'Kim, Hana', multiplier: 1.5, closes: '2026-12-01T12:00:00+09:00' },
      { id: 'lee', name: '이', multiplier: 1 },
    ])
  })

  test.each([
    ['', 'roster.csv:1: there are no learners'],
    ['learner\n', 'roster.csv:1: there are no learners'],
    ['name\nKim\n', 'roster.csv:1: needs a column learner'],
    ['learner,grade\nkim,1\n', 'roster.csv:1: has a column "grade"; known: learner, name'],
    ['learner\nkim\nlee\nKim\n', 'roster.csv:4: Kim stands in line 2 already'],
    ['learner\n../etc\n', 'roster.csv:2: learner "../etc" must be letters'],
    ['learner,multiplier\nkim,0.5\n', 'roster.csv:2: multiplier "0.5" must be a number from 1 to 10'],
    ['learner,multiplier\nkim,twice\n', 'roster.csv:2: multiplier "twice"'],
    ['learner,opens\nkim,tomorrow\n', 'roster.csv:2: opens "tomorrow" must be a time with its offset'],
    ['learner,name\nkim\n', 'roster.csv:2: Invalid Record Length'],
    ['learner,name\n"kim,x\n', 'Quote Not Closed'],
  ])('that is broken is told with its line: %j', (text, expected) => {
    expect(problemOf(text)).toContain(expected)
  })

  test.each([
    ['', '학습자가 없습니다'],
    ['name\nKim\n', 'learner 열이 필요합니다'],
    ['learner\nkim\nKim\n', 'Kim은 2번째 줄에 이미 있습니다'],
    ['learner,multiplier\nkim,0.5\n', '1에서 10까지의 수여야 합니다'],
    ['learner,opens\nkim,tomorrow\n', '시간대가 적힌 시각이어야 합니다'],
  ])('is told so in Korean: %j', (text, expected) => {
    expect(problemOf(text, 'ko')).toContain(expected)
  })
})
