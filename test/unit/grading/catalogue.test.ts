import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../src/grading/catalogue.ts'

test('codes are unique and well-formed', () => {
  const codes = CATALOGUE.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
})

test.each(CATALOGUE.map((cause) => [cause.code, cause] as const))(
  '%s is told in every language',
  (_, { title, explanation, section }) => {
    for (const text of [title.en, title.ko, explanation.en, explanation.ko]) expect(text).toMatch(/[.!?]$/u)
    expect(title.ko).toMatch(/[가-힣]/u)
    expect(explanation.ko).toMatch(/[가-힣]/u)
    expect(section).toMatch(/^\d-\d$/)
  },
)
