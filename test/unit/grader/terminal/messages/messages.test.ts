import { describe, expect, it } from 'vitest'
import { languageOf } from '../../../../../grader/terminal/messages/language.ts'
import { messagesIn } from '../../../../../grader/terminal/messages/messages.ts'
import { Problem, isProblemCode } from '../../../../../grader/terminal/problem.ts'
import { renderProblem, toProblem } from '../../../../../grader/cli/render-problem.ts'

const codes = Object.keys(messagesIn('en').problems).filter(isProblemCode)

describe.each(['en', 'ko'] as const)('the catalogue in %s', (language) => {
  const messages = messagesIn(language)

  it.each(codes)('says what %s is and what to do', (code) => {
    for (const detail of [
      {},
      { path: '/p', reason: 'because', given: 'x', nearest: 'y', tasks: '3-3', port: '1', pid: '2', line: '3', status: '500' },
    ]) {
      const text = messages.problems[code](detail)
      expect(text.what).not.toBe('')
      expect(text.todo).not.toBe('')
      expect(JSON.stringify(text)).not.toContain('undefined')
    }
  })

  it('gives a command or an address with every problem of the environment', () => {
    expect(renderProblem(new Problem('not-running', { path: '/s' }), { messages })).toMatch(
      /^grade: .+\n {2}\S.*\/s\n {2}\S.*grade up/,
    )
  })
})

describe('problems', () => {
  it('are our own mistake where they are none', () => {
    expect(toProblem(new Error('x')).code).toBe('internal')
    expect(toProblem('x').exitCode).toBe(3)
    expect(toProblem(new Problem('unknown-task')).exitCode).toBe(2)
  })
})

describe('languageOf', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: '' }, 'en'],
    [{ LANG: 'ko' }, 'ko'],
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LC_MESSAGES: 'ko_KR', LANG: 'en_US' }, 'ko'],
    [{ LC_ALL: 'C', LC_MESSAGES: 'ko_KR' }, 'en'],
    [{ LANG: 'de_DE' }, 'en'],
  ])('%o is %s', (environment, expected) => {
    expect(languageOf(environment)).toBe(expected)
  })
})
