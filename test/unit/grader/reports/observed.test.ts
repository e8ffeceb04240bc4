import { describe, expect, test } from 'vitest'
import { renderObservation, renderObservations } from '../../../../grader/reports/observed.ts'
import type { ToldObservation } from '../../../../src/grading/observation/tell.ts'

const options = (language: 'en' | 'ko') => ({ style: { color: false, width: 100 }, language }) as const
const AGREES: ToldObservation = {
  question: 'a/x → a/y:80',
  predicted: 'connected',
  seen: 'connected',
  agrees: true,
  place: 'in the Pod itself, nc',
  attempts: 1,
  reasons: [],
}
const DIFFERS: ToldObservation = {
  ...AGREES,
  seen: 'timed out',
  agrees: false,
  attempts: 4,
  reasons: [{ code: 'reality-dropped-on-the-way', title: 'Something drops it.', facts: ['a fact'], where: 'Pod a/y  spec' }],
}
const UNSEEN: ToldObservation = { ...AGREES, seen: null, agrees: null, place: 'no program there can ask this', attempts: 0 }

describe('one observation', () => {
  test('that agrees is one line', () => {
    expect(renderObservation(AGREES, options('en'))).toEqual(['✔ a/x → a/y:80   observed: connected   in the Pod itself, nc'])
  })
  test('that differs says both, and why that may be', () => {
    expect(renderObservation(DIFFERS, options('en'))).toEqual([
      '≠ a/x → a/y:80   observed: timed out   in the Pod itself, nc   the model says connected',
      '    may be: Something drops it. [reality-dropped-on-the-way]',
      '      a fact',
      '      Pod a/y  spec',
    ])
  })
  test('that nothing explains says so', () => {
    expect(renderObservation({ ...DIFFERS, reasons: [] }, options('ko')).join('\n')).toContain('어떤 원인으로도')
  })
  test('of nothing says why', () => {
    expect(renderObservation(UNSEEN, options('en'))).toEqual([
      '? a/x → a/y:80   not observed: no program there can ask this   the model says connected',
    ])
  })
})

test('of many only those are listed that do not agree', () => {
  const text = renderObservations([AGREES, DIFFERS, UNSEEN, AGREES], options('en'))
  expect(text.match(/a\/x → a\/y:80/gu)).toHaveLength(2)
  expect(text).toContain('4 asked: 2 as the model says, 1 otherwise, 1 not observed.')
  expect(renderObservations([], options('ko'))).toContain('0개를 물었습니다. 모델과 같음 0개, 다름 0개.')
})
