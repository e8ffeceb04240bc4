// A concept section asks in every way: each kind of question, and each thing that can be traced of a packet. One is left out at a time.
import { expect, test } from 'vitest'
import { checkSection } from '../../../../src/course/check/check-section.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { sourceOf, targets } from '../../../content/sections.ts'

const withoutQuestions = async (...ids: readonly string[]): Promise<readonly string[]> => {
  const source = sourceOf('3-1')
  const asked = (source.files['questions.yaml'] ?? '').split(/^(?= {2}- id: )/mu)
  const kept = asked.filter((question) => !ids.some((id) => question.startsWith(`  - id: ${id}\n`)))
  expect(kept).toHaveLength(asked.length - ids.length)
  const files = { ...source.files, 'questions.yaml': kept.join('') }
  return (await checkSection({ ...source, files }, targets)).problems.map(renderContentProblem)
}

test.each([
  ['all are there', [], []],
  ['connects', ['stranger-sees', 'server-as-client'], ['no packet is traced for verdict']],
  ['stops', ['stranger-stops', 'forgotten-types', 'forgotten-dns'], ['no packet is traced for stops-at']],
  ['answers', ['one-of-two-guarded'], ['no packet is traced for answered-by']],
  ['address', ['seen-by-orders'], ['no packet is traced for source-address']],
  ['short answer', ['count'], ['no question of the kinds short-answer']],
  ['order', ['stages', 'one-of-two-guarded'], ['no question of the kinds order', 'no packet is traced for answered-by']],
])('%s', async (_, left, expected) => {
  expect(await withoutQuestions(...left)).toEqual(expected.map((message) => `tasks/3-1/questions.yaml:1:1: ${message}`))
})

test('a question to which nothing is right has no key: who marks nothing is asked to answer first', async () => {
  const source = sourceOf('1-3')
  const text = source.files['questions.yaml'] ?? ''
  const nobody = text.replace('to: pod/shop/web:8080', 'to: pod/shop/web:9')
  expect(nobody).not.toBe(text)
  const { problems } = await checkSection({ ...source, files: { ...source.files, 'questions.yaml': nobody } }, targets)
  expect(problems).toEqual([
    expect.objectContaining({ path: 'who-reaches-web', message: 'the key does not tell a right answer from none' }),
  ])
})
